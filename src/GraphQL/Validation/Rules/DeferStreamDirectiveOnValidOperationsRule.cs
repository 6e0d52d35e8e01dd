using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Subscriptions do not defer or stream, unless the directive can be switched off. Source: https://github.com/graphql/graphql-spec/pull/1110</summary>
public sealed class DeferStreamDirectiveOnValidOperationsRule : ValidationRule
{
    protected internal override void EnterOperation(OperationDefinitionNode node)
    {
        if (node.Operation == OperationType.Subscription)
            Check(node.SelectionSet, [], new HashSet<string>(StringComparer.Ordinal));
    }

    private void Check(SelectionSetNode set, List<FragmentSpreadNode> parents, HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            if (CanBeLeftOut(selection, "skip", whenTrue: true) || CanBeLeftOut(selection, "include", whenTrue: false))
                continue;
            foreach (var directive in selection.Directives.Where(d => d.Name.Value is "defer" or "stream" && !CanBeFalse(d)))
            {
                var name = directive.Name.Value is "defer" ? "Defer" : "Stream";
                Report(
                    $"{name} directive not supported on subscription operations. Disable `@{directive.Name.Value}` by setting the `if` argument to `false`.",
                    [directive, .. Enumerable.Reverse(parents)]);
            }

            switch (selection)
            {
                case FieldNode { SelectionSet: { } inner }:
                    Check(inner, parents, visited);
                    break;
                case InlineFragmentNode inline:
                    Check(inline.SelectionSet, parents, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value) && Context.Fragment(spread.Name.Value) is { } fragment:
                    Check(fragment.SelectionSet, [.. parents, spread], visited);
                    break;
            }
        }
    }

    private static ValueNode? If(DirectiveNode directive) =>
        directive.Arguments.FirstOrDefault(a => string.Equals(a.Name.Value, "if", StringComparison.Ordinal))?.Value;

    private static bool CanBeFalse(DirectiveNode directive) => If(directive) is VariableNode or BooleanValueNode { Value: false };

    private static bool CanBeLeftOut(SelectionNode selection, string name, bool whenTrue) =>
        selection.Directives.FirstOrDefault(d => string.Equals(d.Name.Value, name, StringComparison.Ordinal)) is { } directive
        && (If(directive) is BooleanValueNode literal ? literal.Value == whenTrue : If(directive) is not null || whenTrue);
}
