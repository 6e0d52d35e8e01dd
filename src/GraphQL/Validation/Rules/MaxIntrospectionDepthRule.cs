using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Introspection may not nest its lists three deep, which would multiply the schema with itself. Not in the specification; on by default in graphql-js. Source: https://github.com/graphql/graphql-js/blob/v17.1.0/src/validation/rules/MaxIntrospectionDepthRule.ts</summary>
public sealed class MaxIntrospectionDepthRule : ValidationRule
{
    private const int MaxLists = 3;

    private readonly Dictionary<string, int> checkedAt = new(StringComparer.Ordinal);

    protected internal override void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field)
    {
        if (node.Name.Value is "__schema" or "__type" && IsTooDeep(node, 0))
            Report("Maximum introspection depth exceeded", node);
    }

    private bool IsTooDeep(SelectionNode node, int depth)
    {
        switch (node)
        {
            case FieldNode field:
                if (field.Name.Value is "fields" or "interfaces" or "possibleTypes" or "inputFields" && ++depth >= MaxLists)
                    return true;
                return field.SelectionSet is not null && AnyTooDeep(field.SelectionSet, depth);
            case InlineFragmentNode inline:
                return AnyTooDeep(inline.SelectionSet, depth);
            case FragmentSpreadNode spread:
                // Looked into at this depth or deeper before: found harmless then, or being looked into now.
                if (checkedAt.TryGetValue(spread.Name.Value, out var known) && known >= depth)
                    return false;
                checkedAt[spread.Name.Value] = depth;
                return Context.Fragment(spread.Name.Value) is { } fragment && AnyTooDeep(fragment.SelectionSet, depth);
            default:
                return false;
        }
    }

    private bool AnyTooDeep(SelectionSetNode set, int depth) => set.Selections.Any(selection => IsTooDeep(selection, depth));
}
