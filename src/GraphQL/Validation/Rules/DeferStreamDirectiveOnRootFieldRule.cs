using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Mutations and subscriptions do not defer or stream at their root. Source: https://github.com/graphql/graphql-spec/pull/1110</summary>
public sealed class DeferStreamDirectiveOnRootFieldRule : ValidationRule
{
    protected internal override void EnterOperation(OperationDefinitionNode node)
    {
        if (node.Operation != OperationType.Query && Schema.RootType(node.Operation) is { } root)
            Check(node.SelectionSet, $"{node.Keyword} type \"{root}\"", new HashSet<string>(StringComparer.Ordinal));
    }

    private void Check(SelectionSetNode set, string root, HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            var unwanted = selection is FieldNode ? "stream" : "defer";
            if (selection is FragmentSpreadNode again && (visited.Contains(again.Name.Value) || Context.Fragment(again.Name.Value) is null))
                continue;
            if (selection.Directives.FirstOrDefault(d => string.Equals(d.Name.Value, unwanted, StringComparison.Ordinal)) is { } directive)
                Report($"{(selection is FieldNode ? "Stream" : "Defer")} directive cannot be used on root {root}.", directive);
            switch (selection)
            {
                case InlineFragmentNode inline:
                    Check(inline.SelectionSet, root, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                    Check(Context.Fragment(spread.Name.Value)!.SelectionSet, root, visited);
                    break;
            }
        }
    }
}
