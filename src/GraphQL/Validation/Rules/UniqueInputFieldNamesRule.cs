using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>An input object literal gives a field once. Source: https://spec.graphql.org/September2025/#sec-Input-Object-Field-Uniqueness</summary>
public sealed class UniqueInputFieldNamesRule : ValidationRule
{
    protected internal override void EnterObjectValue(ObjectValueNode node)
    {
        if (node.Fields.Count < 2)
            return;
        var known = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var field in node.Fields.Where(f => !known.TryAdd(f.Name.Value, f.Name)))
            Report($"There can be only one input field named \"{field.Name.Value}\".", known[field.Name.Value], field.Name);
    }
}
