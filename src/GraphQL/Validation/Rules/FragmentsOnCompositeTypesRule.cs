using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Fragments are on objects, interfaces and unions. Source: https://spec.graphql.org/September2025/#sec-Fragments-on-Object-Interface-or-Union-Types</summary>
public sealed class FragmentsOnCompositeTypesRule : ValidationRule
{
    protected internal override void EnterInlineFragment(InlineFragmentNode node, CompositeType? parent, NamedType? type)
    {
        if (node.TypeCondition is not null && type is not (null or CompositeType))
            Report($"Fragment cannot condition on non composite type \"{type}\".", node.TypeCondition);
    }

    protected internal override void EnterFragment(FragmentDefinitionNode node)
    {
        if (Schema.FindType(node.TypeCondition.Name.Value) is not (null or CompositeType))
            Report($"Fragment \"{node.Name.Value}\" cannot condition on non composite type \"{node.TypeCondition.Name.Value}\".", node.TypeCondition);
    }
}
