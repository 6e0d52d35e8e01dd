using System.Globalization;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Execution;

/// <summary>Literals as plain JSON-like values, for scalars that take any.</summary>
internal static class LiteralValues
{
    public static object? Read(ValueNode literal, IReadOnlyDictionary<string, object?>? variables) => literal switch
    {
        IntValueNode n => long.TryParse(n.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? (object)whole
            : double.Parse(n.Value, CultureInfo.InvariantCulture),
        FloatValueNode n => double.Parse(n.Value, CultureInfo.InvariantCulture),
        StringValueNode n => n.Value,
        BooleanValueNode n => n.Value,
        EnumValueNode n => n.Value,
        ListValueNode n => n.Values.Select(item => Read(item, variables)).ToList(),
        ObjectValueNode n => ReadObject(n, variables),
        VariableNode n => variables?.GetValueOrDefault(n.Name.Value),
        _ => null,
    };

    private static Dictionary<string, object?> ReadObject(ObjectValueNode node, IReadOnlyDictionary<string, object?>? variables)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in node.Fields)
        {
            if (field.Value is not VariableNode variable || variables is null || variables.ContainsKey(variable.Name.Value))
                map[field.Name.Value] = Read(field.Value, variables);
        }

        return map;
    }
}
