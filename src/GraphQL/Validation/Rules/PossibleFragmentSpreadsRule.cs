using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>A fragment is spread only where its type can occur. Source: https://spec.graphql.org/September2025/#sec-Fragment-Spread-Is-Possible</summary>
public sealed class PossibleFragmentSpreadsRule : ValidationRule
{
    protected internal override void EnterInlineFragment(InlineFragmentNode node, CompositeType? parent, NamedType? type)
    {
        if (parent is not null && type is CompositeType fragmentType && !TypeComparison.Overlap(Schema, fragmentType, parent))
            Report($"Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", node);
    }

    protected internal override void EnterFragmentSpread(FragmentSpreadNode node, CompositeType? parent)
    {
        if (parent is not null
            && Context.Fragment(node.Name.Value) is { } fragment
            && Schema.FindType(fragment.TypeCondition.Name.Value) is CompositeType type
            && !TypeComparison.Overlap(Schema, type, parent))
            Report($"Fragment \"{node.Name.Value}\" cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", node);
    }
}
