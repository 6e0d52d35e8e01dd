using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>A subscription selects one root field, unconditionally, and no introspection. Source: https://spec.graphql.org/September2025/#sec-Single-Root-Field</summary>
public sealed class SingleFieldSubscriptionsRule : ValidationRule
{
    protected internal override void EnterOperation(OperationDefinitionNode node)
    {
        if (node.Operation != OperationType.Subscription || Schema.SubscriptionType is not { } root)
            return;
        var fields = new OrderedDictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        var forbidden = new List<DirectiveNode>();
        Collect(node.SelectionSet, root, fields, forbidden, new HashSet<string>(StringComparer.Ordinal));
        var subject = node.Name is null ? "Anonymous Subscription" : $"Subscription \"{node.Name.Value}\"";
        if (forbidden.Count > 0)
        {
            Report($"{subject} must not use `@skip` or `@include` directives in the top level selection.", forbidden);
            return;
        }

        if (fields.Count == 0)
            Report($"{subject} must select one top level field.", node.SelectionSet);
        if (fields.Count > 1)
            Report($"{subject} must select only one top level field.", fields.Values.Skip(1).SelectMany(nodes => nodes));
        foreach (var nodes in fields.Values.Where(nodes => nodes[0].Name.Value.StartsWith("__", StringComparison.Ordinal)))
            Report($"{subject} must not select an introspection top level field.", nodes);
    }

    private void Collect(
        SelectionSetNode set, ObjectType root, OrderedDictionary<string, List<FieldNode>> fields, List<DirectiveNode> forbidden, HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            if ((selection.Directives.FirstOrDefault(d => d.Name.Value is "skip") ?? selection.Directives.FirstOrDefault(d => d.Name.Value is "include")) is { } condition)
            {
                forbidden.Add(condition);
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    if (!fields.TryGetValue(field.ResponseName, out var nodes))
                        fields.Add(field.ResponseName, nodes = []);
                    nodes.Add(field);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition, root):
                    Collect(inline.SelectionSet, root, fields, forbidden, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value)
                    && Context.Fragment(spread.Name.Value) is { } fragment && Applies(fragment.TypeCondition, root):
                    Collect(fragment.SelectionSet, root, fields, forbidden, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode? condition, ObjectType root) =>
        condition is null || (Schema.FindType(condition.Name.Value) is { } type && Schema.IsSubType(root, type));
}
