using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

/// <summary>
/// An operation with every @skip and @include decided, so that which fields an object type answers is found once and kept.
/// Source: https://spec.graphql.org/September2025/#CollectFields()
/// </summary>
internal sealed class OperationPlan
{
    private readonly IReadOnlyDictionary<string, FragmentDefinitionNode> fragments;
    private readonly IReadOnlyDictionary<string, object?> conditions;

    public OperationPlan(
        Schema schema,
        OperationDefinitionNode operation,
        ObjectType rootType,
        IReadOnlyDictionary<string, FragmentDefinitionNode> fragments,
        IReadOnlyDictionary<string, object?> conditions)
    {
        Schema = schema;
        this.fragments = fragments;
        this.conditions = conditions;
        Root = Collect(rootType, [operation.SelectionSet]);
    }

    public Schema Schema { get; }

    public SelectionPlan Root { get; }

    /// <summary>What the operation costs, once counted, when no variable has a say in it; until then negative.</summary>
    public long ConstantCost { get; set; } = -1;

    public SelectionPlan Collect(ObjectType type, IEnumerable<SelectionSetNode> selectionSets)
    {
        var grouped = new OrderedDictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var selectionSet in selectionSets)
            Collect(type, selectionSet, grouped, visited);
        var fields = new List<FieldPlan>(grouped.Count);
        foreach (var (name, nodes) in grouped)
        {
            if (Schema.FindField(type, nodes[0].Name.Value) is { } definition)
                fields.Add(new FieldPlan(this, name, definition, nodes));
        }

        return new SelectionPlan(type, [.. fields]);
    }

    /// <summary>The names of the fields selected, whatever the type conditions.</summary>
    public HashSet<string> NamesIn(IEnumerable<SelectionSetNode> selectionSets)
    {
        var grouped = new OrderedDictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var selectionSet in selectionSets)
            Collect(type: null, selectionSet, grouped, visited);
        return grouped.Values.SelectMany(nodes => nodes).Select(node => node.Name.Value).ToHashSet(StringComparer.Ordinal);
    }

    private void Collect(
        ObjectType? type, SelectionSetNode selectionSet, OrderedDictionary<string, List<FieldNode>> grouped, HashSet<string> visited)
    {
        foreach (var selection in selectionSet.Selections)
        {
            if (!IsIncluded(selection.Directives))
                continue;
            switch (selection)
            {
                case FieldNode field:
                    if (!grouped.TryGetValue(field.ResponseName, out var nodes))
                        grouped.Add(field.ResponseName, nodes = []);
                    nodes.Add(field);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, grouped, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value)
                    && fragments.TryGetValue(spread.Name.Value, out var fragment) && Applies(fragment.TypeCondition, type):
                    Collect(type, fragment.SelectionSet, grouped, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode? condition, ObjectType? type) =>
        condition is null || type is null
        || (Schema.FindType(condition.Name.Value) is { } named && TypeComparison.IsSubType(type, named));

    private bool IsIncluded(IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            var isSkip = string.Equals(directive.Name.Value, "skip", StringComparison.Ordinal);
            if (!isSkip && !string.Equals(directive.Name.Value, "include", StringComparison.Ordinal))
                continue;
            var condition = directive.Arguments[0].Value switch
            {
                BooleanValueNode literal => literal.Value,
                VariableNode variable => conditions.GetValueOrDefault(variable.Name.Value) is true,
                _ => false,
            };
            if (condition == isSkip)
                return false;
        }

        return true;
    }
}
