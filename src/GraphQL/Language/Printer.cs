using System.Globalization;
using System.Text;

namespace EventCatalog.GraphQL.Language;

/// <summary>Writes syntax trees as text that reads back as the same tree, laid out as graphql-js lays it out.</summary>
public static partial class Printer
{
    private const int LongLine = 80;

    /// <summary>The text of any part of a document, without a line end at its end.</summary>
    public static string Print(Node node) => node switch
    {
        NameNode n => n.Value,
        DocumentNode n => string.Join("\n\n", n.Definitions.Select(Print)),
        OperationDefinitionNode n => PrintOperation(n),
        FragmentDefinitionNode n => Description(n.Description)
            + $"fragment {n.Name.Value} on {n.TypeCondition.Name.Value} {Spaced("", Directives(n.Directives), " ")}{Print(n.SelectionSet)}",
        VariableDefinitionNode n => Description(n.Description) + Print(n.Variable) + ": " + Print(n.Type)
            + (n.DefaultValue is null ? "" : " = " + Print(n.DefaultValue)) + Spaced(" ", Directives(n.Directives)),
        SelectionSetNode n => Block(n.Selections.Select(Print)),
        FieldNode n => PrintField(n),
        FragmentSpreadNode n => "..." + n.Name.Value + Spaced(" ", Directives(n.Directives)),
        InlineFragmentNode n => string.Join(' ', new[]
        {
            "...", n.TypeCondition is null ? "" : "on " + n.TypeCondition.Name.Value, Directives(n.Directives), Print(n.SelectionSet),
        }.Where(part => part.Length > 0)),
        ArgumentNode n => n.Name.Value + ": " + Print(n.Value),
        DirectiveNode n => "@" + n.Name.Value + Spaced("(", string.Join(", ", n.Arguments.Select(Print)), ")"),
        ValueNode n => PrintValue(n),
        ObjectFieldNode n => n.Name.Value + ": " + Print(n.Value),
        NamedTypeNode n => n.Name.Value,
        ListTypeNode n => "[" + Print(n.OfType) + "]",
        NonNullTypeNode n => Print(n.OfType) + "!",
        _ => PrintTypeSystem(node),
    };

    /// <summary>A double-quoted string literal.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ' or (>= '\u007F' and <= '\u009F'):
                    text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                    break;
                default: text.Append(c); break;
            }
        }

        return text.Append('"').ToString();
    }

    private static string PrintValue(ValueNode value) => value switch
    {
        VariableNode n => "$" + n.Name.Value,
        IntValueNode n => n.Value,
        FloatValueNode n => n.Value,
        StringValueNode n => n.Block && BlockString.Survives(n.Value) ? BlockString.Print(n.Value) : Quote(n.Value),
        BooleanValueNode n => n.Value ? "true" : "false",
        EnumValueNode n => n.Value,
        ListValueNode n => PrintList(n),
        ObjectValueNode n => n.Fields.Count == 0 ? "{}" : PrintObject(n),
        _ => "null",
    };

    private static string PrintList(ListValueNode list)
    {
        var values = list.Values.Select(Print).ToList();
        var line = "[" + string.Join(", ", values) + "]";
        return line.Length > LongLine ? "[\n" + Indent(string.Join('\n', values)) + "\n]" : line;
    }

    private static string PrintObject(ObjectValueNode value)
    {
        var fields = value.Fields.Select(Print).ToList();
        var line = "{ " + string.Join(", ", fields) + " }";
        return line.Length > LongLine ? "{\n" + Indent(string.Join('\n', fields)) + "\n}" : line;
    }

    private static string PrintOperation(OperationDefinitionNode n)
    {
        var isShorthand = n is { Operation: OperationType.Query, Name: null, Description: null }
            && n.VariableDefinitions.Count == 0 && n.Directives.Count == 0;
        if (isShorthand)
            return Print(n.SelectionSet);
        var variables = n.VariableDefinitions.Select(Print).ToList();
        var list = variables.Exists(variable => variable.Contains('\n', StringComparison.Ordinal))
            ? "(\n" + string.Join('\n', variables) + "\n)"
            : Spaced("(", string.Join(", ", variables), ")");
        var head = string.Join(' ', new[] { n.Keyword, n.Name?.Value + list, Directives(n.Directives) }.Where(part => part.Length > 0));
        return Description(n.Description) + head + " " + Print(n.SelectionSet);
    }

    private static string PrintField(FieldNode n)
    {
        var head = (n.Alias is null ? "" : n.Alias.Value + ": ") + n.Name.Value;
        var arguments = n.Arguments.Select(Print).ToList();
        var line = head + Spaced("(", string.Join(", ", arguments), ")");
        if (line.Length > LongLine)
            line = head + "(\n" + Indent(string.Join('\n', arguments)) + "\n)";
        return line + Spaced(" ", Directives(n.Directives)) + (n.SelectionSet is null ? "" : " " + Print(n.SelectionSet));
    }

    private static string Description(StringValueNode? description) => description is null ? "" : Print(description) + "\n";

    private static string Directives(IReadOnlyList<DirectiveNode> directives) => string.Join(' ', directives.Select(Print));

    private static string Spaced(string before, string text, string after = "") => text.Length == 0 ? "" : before + text + after;

    private static string Block(IEnumerable<string> items) =>
        string.Join('\n', items) is { Length: > 0 } text ? "{\n" + Indent(text) + "\n}" : "";

    private static string Indent(string text) => "  " + text.Replace("\n", "\n  ", StringComparison.Ordinal);
}
