using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>Where the values stand that are given to directives the schema does not have: nothing says which type they should be of.</summary>
internal static class UntypedValues
{
    public static IReadOnlySet<Location> In(Schema schema, DocumentNode document) => document.Definitions.SelectMany(Directives)
        .Where(directive => schema.FindDirective(directive.Name.Value) is null)
        .SelectMany(directive => directive.Arguments)
        .SelectMany(argument => Values(argument.Value))
        .Select(value => value.Location)
        .ToHashSet();

    private static IEnumerable<DirectiveNode> Directives(DefinitionNode definition) => definition switch
    {
        OperationDefinitionNode operation =>
            [.. operation.Directives, .. operation.VariableDefinitions.SelectMany(v => v.Directives), .. Directives(operation.SelectionSet)],
        FragmentDefinitionNode fragment => [.. fragment.Directives, .. Directives(fragment.SelectionSet)],
        _ => [],
    };

    private static IEnumerable<DirectiveNode> Directives(SelectionSetNode? set) => set is null ? [] : set.Selections.SelectMany(selection =>
        selection.Directives.Concat(Directives((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet)));

    private static IEnumerable<ValueNode> Values(ValueNode value) => (value switch
    {
        ListValueNode list => list.Values.SelectMany(Values),
        ObjectValueNode o => o.Fields.SelectMany(field => Values(field.Value)),
        _ => [],
    }).Prepend(value);
}
