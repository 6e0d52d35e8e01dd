using System.Globalization;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>
/// Gives each field its cost: by its own directives, else by those of the field it implements, else by the conventions of
/// connections.
/// </summary>
internal static class FieldCosts
{
    private static readonly string[] ConventionalArguments = ["first", "last"];
    private static readonly string[] ConventionalLists = ["edges", "nodes"];

    public static void Apply(SchemaAssembly assembly, List<string> faults)
    {
        foreach (var type in assembly.Types.OfType<FieldsType>())
        {
            foreach (var field in type.FieldMap.Values)
            {
                var origins = type.InterfaceList.OrderByDescending(i => i.InterfaceList.Count)
                    .Select(i => i.FieldMap.GetValueOrDefault(field.Name)).OfType<FieldDefinition>().Prepend(field).ToList();
                field.Cost = new FieldCost(Weight(origins, faults), Size(field, origins, faults));
            }
        }
    }

    private static int Weight(List<FieldDefinition> origins, List<string> faults)
    {
        if (Applied(origins, "cost") is not { } directive || Argument(directive, "weight") is not IntValueNode literal)
            return 0;
        var weight = int.Parse(literal.Value, CultureInfo.InvariantCulture);
        if (weight < 0)
            faults.Add($"The weight of @cost on {origins[0]} is {literal.Value}; it must be at least 0.");
        return Math.Max(weight, 0);
    }

    private static ListSize? Size(FieldDefinition field, List<FieldDefinition> origins, List<string> faults)
    {
        if (Applied(origins, "listSize") is not { } directive)
            return Conventional(field);
        var assumed = Argument(directive, "assumedSize") is IntValueNode literal
            ? int.Parse(literal.Value, CultureInfo.InvariantCulture)
            : FieldCost.AssumedItems;
        var arguments = Texts(Argument(directive, "slicingArguments"));
        var sized = Texts(Argument(directive, "sizedFields"));
        var requiresOne = Argument(directive, "requireOneSlicingArgument") is not BooleanValueNode { Value: false };
        if (assumed < 0)
            faults.Add($"The assumedSize of @listSize on {field} is negative.");
        foreach (var argument in arguments.Where(path => !IsInt(field, path.Split('.'))))
            faults.Add($"The slicing argument \"{argument}\" of @listSize on {field} is no Int argument of it.");
        foreach (var name in sized.Where(name => !IsList((field.Type.Named as FieldsType)?.FieldMap.GetValueOrDefault(name)?.Type)))
            faults.Add($"The sized field \"{name}\" of @listSize on {field} is no list of {field.Type.Named}.");
        if (sized.Count == 0 && !IsList(field.Type))
            faults.Add($"@listSize on {field} needs sizedFields, for the field is no list.");
        return new ListSize(assumed, [.. arguments.Select(path => path.Split('.'))], sized, requiresOne && arguments.Count > 0);
    }

    private static ListSize? Conventional(FieldDefinition field)
    {
        string[][] arguments = [.. ConventionalArguments.Where(name => IsInt(field, [name])).Select(name => new[] { name })];
        if (IsList(field.Type))
            return new ListSize(FieldCost.AssumedItems, arguments, SizedFields: [], RequiresOne: false);
        return arguments.Length > 0 && field.Type.Named is FieldsType
            ? new ListSize(FieldCost.AssumedItems, arguments, ConventionalLists, RequiresOne: false)
            : null;
    }

    private static bool IsList(GraphQLType? type) => type?.Nullable is ListType;

    private static bool IsInt(FieldDefinition field, string[] path)
    {
        var input = field.ArgumentMap.GetValueOrDefault(path[0]);
        foreach (var name in path.Skip(1))
            input = (input?.Type.Nullable as InputObjectType)?.FieldMap.GetValueOrDefault(name);
        return string.Equals((input?.Type.Nullable as ScalarType)?.Name, "Int", StringComparison.Ordinal);
    }

    private static DirectiveNode? Applied(List<FieldDefinition> origins, string name) => origins
        .Select(field => field.AppliedDirectives.FirstOrDefault(d => string.Equals(d.Name.Value, name, StringComparison.Ordinal)))
        .FirstOrDefault(directive => directive is not null);

    private static ValueNode? Argument(DirectiveNode directive, string name) =>
        directive.Arguments.FirstOrDefault(a => string.Equals(a.Name.Value, name, StringComparison.Ordinal))?.Value;

    private static List<string> Texts(ValueNode? value) => value switch
    {
        StringValueNode one => [one.Value],
        ListValueNode list => [.. list.Values.OfType<StringValueNode>().Select(item => item.Value)],
        _ => [],
    };
}
