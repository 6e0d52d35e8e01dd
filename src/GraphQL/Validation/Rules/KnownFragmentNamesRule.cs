using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Every fragment that is spread is defined. Source: https://spec.graphql.org/September2025/#sec-Fragment-Spread-Target-Defined</summary>
public sealed class KnownFragmentNamesRule : ValidationRule
{
    protected internal override void EnterFragmentSpread(FragmentSpreadNode node, CompositeType? parent)
    {
        if (Context.Fragment(node.Name.Value) is null)
            Report($"Unknown fragment \"{node.Name.Value}\".", node.Name);
    }
}
