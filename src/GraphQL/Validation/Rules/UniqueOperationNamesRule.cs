using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>No two operations of a document have one name. Source: https://spec.graphql.org/September2025/#sec-Operation-Name-Uniqueness</summary>
public sealed class UniqueOperationNamesRule : ValidationRule
{
    private readonly Dictionary<string, NameNode> known = new(StringComparer.Ordinal);

    protected internal override void EnterOperation(OperationDefinitionNode node)
    {
        if (node.Name is { } name && !known.TryAdd(name.Value, name))
            Report($"There can be only one operation named \"{name.Value}\".", known[name.Value], name);
    }
}
