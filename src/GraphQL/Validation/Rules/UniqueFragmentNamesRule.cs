using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>No two fragments of a document have one name. Source: https://spec.graphql.org/September2025/#sec-Fragment-Name-Uniqueness</summary>
public sealed class UniqueFragmentNamesRule : ValidationRule
{
    private readonly Dictionary<string, NameNode> known = new(StringComparer.Ordinal);

    protected internal override void EnterFragment(FragmentDefinitionNode node)
    {
        if (!known.TryAdd(node.Name.Value, node.Name))
            Report($"There can be only one fragment named \"{node.Name.Value}\".", known[node.Name.Value], node.Name);
    }
}
