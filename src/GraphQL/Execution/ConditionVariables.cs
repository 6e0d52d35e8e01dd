using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Execution;

/// <summary>The variables a document's @skip and @include depend on.</summary>
internal static class ConditionVariables
{
    public static List<string> In(DocumentNode document)
    {
        var names = new List<string>();
        foreach (var definition in document.Definitions)
        {
            switch (definition)
            {
                case OperationDefinitionNode operation:
                    Visit(operation.SelectionSet, names);
                    break;
                case FragmentDefinitionNode fragment:
                    Visit(fragment.SelectionSet, names);
                    break;
            }
        }

        return names;
    }

    private static void Visit(SelectionSetNode? selectionSet, List<string> names)
    {
        if (selectionSet is null)
            return;
        foreach (var selection in selectionSet.Selections)
        {
            foreach (var directive in selection.Directives.Where(d => d.Name.Value is "skip" or "include"))
            {
                if (directive.Arguments.Count > 0 && directive.Arguments[0].Value is VariableNode variable
                    && !names.Contains(variable.Name.Value, StringComparer.Ordinal))
                    names.Add(variable.Name.Value);
            }

            Visit((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet, names);
        }
    }
}
