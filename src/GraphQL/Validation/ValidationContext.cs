using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation;

/// <summary>A variable used, with what is expected where it stands; null where that is unknown.</summary>
internal sealed record VariableUsage(VariableNode Node, GraphQLType? Type, GraphQLType? ParentType, bool HasLocationDefault);

/// <summary>Too much was found wrong, or too much work was needed: validation ends with what it has.</summary>
internal sealed class ValidationAborted : Exception;

/// <summary>What the rules share: the schema, the document's fragments, where variables are used, and the faults so far.</summary>
internal sealed class ValidationContext
{
    private const int MaxErrors = 100;

    private readonly Dictionary<string, FragmentDefinitionNode> fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<DefinitionNode, List<VariableUsage>> usages = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SelectionSetNode, List<FragmentSpreadNode>> spreads = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<OperationDefinitionNode, List<FragmentDefinitionNode>> referenced = new(ReferenceEqualityComparer.Instance);

    public ValidationContext(Schema schema, DocumentNode document)
    {
        Schema = schema;
        Document = document;
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
            fragments[fragment.Name.Value] = fragment;
    }

    public Schema Schema { get; }

    public DocumentNode Document { get; }

    public List<GraphQLError> Errors { get; } = [];

    public void Report(string message, IEnumerable<Node> nodes)
    {
        if (Errors.Count >= MaxErrors)
        {
            Errors.Add(DocumentValidator.Error("Too many validation errors, error limit reached. Validation aborted.", []));
            throw new ValidationAborted();
        }

        Errors.Add(DocumentValidator.Error(message, nodes));
    }

    public FragmentDefinitionNode? Fragment(string name) => fragments.GetValueOrDefault(name);

    public void AddUsage(DefinitionNode definition, VariableUsage usage)
    {
        if (!usages.TryGetValue(definition, out var list))
            usages.Add(definition, list = []);
        list.Add(usage);
    }

    /// <summary>The variables used by an operation and by every fragment it reaches. Complete once the walk is over.</summary>
    public IEnumerable<VariableUsage> UsagesOf(OperationDefinitionNode operation) =>
        ReferencedFragments(operation).Prepend<DefinitionNode>(operation)
            .SelectMany(definition => usages.TryGetValue(definition, out var own) ? own : []);

    /// <summary>Every fragment an operation reaches, each once.</summary>
    public IReadOnlyList<FragmentDefinitionNode> ReferencedFragments(OperationDefinitionNode operation)
    {
        if (referenced.TryGetValue(operation, out var known))
            return known;
        var found = new List<FragmentDefinitionNode>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<SelectionSetNode>([operation.SelectionSet]);
        while (open.TryDequeue(out var set))
        {
            foreach (var spread in SpreadsIn(set))
            {
                if (!seen.Add(spread.Name.Value) || Fragment(spread.Name.Value) is not { } fragment)
                    continue;
                found.Add(fragment);
                open.Enqueue(fragment.SelectionSet);
            }
        }

        referenced.Add(operation, found);
        return found;
    }

    /// <summary>The spreads in a set and in what is nested in it, not following them.</summary>
    public IReadOnlyList<FragmentSpreadNode> SpreadsIn(SelectionSetNode set)
    {
        if (spreads.TryGetValue(set, out var known))
            return known;
        var found = new List<FragmentSpreadNode>();
        var open = new Stack<SelectionSetNode>([set]);
        while (open.TryPop(out var current))
        {
            foreach (var selection in current.Selections)
            {
                if (selection is FragmentSpreadNode spread)
                    found.Add(spread);
                else if (((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet) is { } inner)
                    open.Push(inner);
            }
        }

        spreads.Add(set, found);
        return found;
    }
}
