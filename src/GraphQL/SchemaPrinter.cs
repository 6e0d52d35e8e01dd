using System.Text;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL;

/// <summary>
/// Writes a schema as SDL that builds the same schema again: directives, then types in the order of their definition, without
/// what every schema has. Ends with a line end.
/// </summary>
public static class SchemaPrinter
{
    private static readonly HashSet<string> BuiltInDirectives =
        new(["skip", "include", "deprecated", "specifiedBy", "oneOf"], StringComparer.Ordinal);

    /// <summary>SDL that builds the same schema again, as graphql-js prints it; what every schema has is left out.</summary>
    public static string Print(Schema schema)
    {
        var parts = new List<string>();
        if (schema.HasOwnRootNames)
            parts.Add(PrintRoots(schema));
        parts.AddRange(schema.Directives.Where(d => !BuiltInDirectives.Contains(d.Name)).Select(PrintDirective));
        parts.AddRange(schema.Types
            .Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !BuiltInScalars.Names.Contains(t.Name, StringComparer.Ordinal))
            .Select(PrintType));
        return string.Join("\n\n", parts) + "\n";
    }

    private static string PrintRoots(Schema schema)
    {
        var lines = new[] { ("query", schema.QueryType), ("mutation", schema.MutationType), ("subscription", schema.SubscriptionType) }
            .Where(root => root.Item2 is not null)
            .Select(root => $"  {root.Item1}: {root.Item2}");
        return Description(schema.Description, "") + "schema {\n" + string.Join('\n', lines) + "\n}";
    }

    private static string PrintDirective(DirectiveDefinition directive) =>
        Description(directive.Description, "") + "directive @" + directive.Name + Arguments(directive.ArgumentMap.Values, "")
        + (directive.IsRepeatable ? " repeatable" : "") + " on " + string.Join(" | ", directive.Locations);

    private static string PrintType(NamedType type) => Description(type.Description, "") + type switch
    {
        ScalarType t => "scalar " + t.Name + (t.SpecifiedByUrl is null ? "" : $" @specifiedBy(url: {Printer.Quote(t.SpecifiedByUrl)})"),
        FieldsType t => (t is ObjectType ? "type " : "interface ") + t.Name
            + (t.InterfaceList.Count == 0 ? "" : " implements " + string.Join(" & ", t.InterfaceList)) + Block(t.FieldMap.Values.Select(PrintField)),
        UnionType t => "union " + t.Name + " = " + string.Join(" | ", t.MemberList),
        EnumType t => "enum " + t.Name + Block(t.ValueMap.Values.Select((v, i) => Description(v.Description, "  ", i) + "  " + v.Name + Deprecated(v.DeprecationReason))),
        InputObjectType t => "input " + t.Name + (t.IsOneOf ? " @oneOf" : "")
            + Block(t.FieldMap.Values.Select((f, i) => Description(f.Description, "  ", i) + "  " + PrintInput(f))),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Name, "Not a kind of type."),
    };

    private static string PrintField(FieldDefinition field, int index) =>
        Description(field.Description, "  ", index) + "  " + field.Name + Arguments(field.ArgumentMap.Values, "  ") + ": " + field.Type
        + Deprecated(field.DeprecationReason);

    private static string Arguments(IReadOnlyCollection<InputValueDefinition> arguments, string indent)
    {
        if (arguments.Count == 0)
            return "";
        if (arguments.All(a => a.Description is null))
            return "(" + string.Join(", ", arguments.Select(PrintInput)) + ")";
        var lines = arguments.Select((a, i) => Description(a.Description, indent + "  ", i) + indent + "  " + PrintInput(a));
        return "(\n" + string.Join('\n', lines) + "\n" + indent + ")";
    }

    private static string PrintInput(InputValueDefinition input) =>
        $"{input.Name}: {input.Type}" + (input.DefaultValue is null ? "" : " = " + Printer.Print(input.DefaultValue)) + Deprecated(input.DeprecationReason);

    private static string Deprecated(string? reason) => reason switch
    {
        null => "",
        "No longer supported" => " @deprecated",
        _ => $" @deprecated(reason: {Printer.Quote(reason)})",
    };

    private static string Block(IEnumerable<string> lines) => " {\n" + string.Join('\n', lines) + "\n}";

    /// <param name="index">The place in its block; a blank line sets a described part off from the one before it.</param>
    private static string Description(string? description, string indent, int index = 0)
    {
        if (description is null)
            return "";
        var text = BlockString.IsReadable(description) ? BlockString.Print(description) : Printer.Quote(description);
        var lines = new StringBuilder(index > 0 ? "\n" : "");
        foreach (var line in text.Split('\n'))
            lines.Append(line.Length == 0 ? "" : indent).Append(line).Append('\n');
        return lines.ToString();
    }
}
