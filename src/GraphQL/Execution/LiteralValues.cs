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
            : Finite(n, n.Value),
        FloatValueNode n => Finite(n, n.Value),
        StringValueNode n => n.Value,
        BooleanValueNode n => n.Value,
        EnumValueNode n => n.Value,
        ListValueNode n => n.Values.Select(item => Read(item, variables)).ToList(),
        ObjectValueNode n => ReadObject(n, variables),
        VariableNode n => variables?.GetValueOrDefault(n.Name.Value),
        _ => null,
    };

    // JSON has no way to say an infinite number back.
    private static double Finite(ValueNode literal, string text) =>
        double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number)
            ? number
            : throw new GraphQLError($"Cannot represent the number {text}: it is too large.") { Locations = [literal.Location] };

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
