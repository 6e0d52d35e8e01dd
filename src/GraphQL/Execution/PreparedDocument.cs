using System.Collections.Concurrent;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

/// <summary>A valid document with the plans made for it so far.</summary>
internal sealed class PreparedDocument
{
    // Plans differ by the truth of the variables in @skip and @include. Few clients use more than a handful of combinations;
    // past this many a plan is made for the one request.
    private const int MaxPlans = 64;

    private readonly Schema schema;
    private readonly Dictionary<string, FragmentDefinitionNode> fragments;
    private readonly List<OperationDefinitionNode> operations;
    private readonly List<string> conditionVariables;
    private readonly ConcurrentDictionary<(OperationDefinitionNode Operation, ulong Truths), OperationPlan> plans =
        new(PlanKeyComparer.Instance);

    /// <summary>What it was validated against.</summary>
    public Schema Schema => schema;

    public PreparedDocument(Schema schema, DocumentNode document)
    {
        this.schema = schema;
        fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(f => f.Name.Value, StringComparer.Ordinal);
        operations = document.Definitions.OfType<OperationDefinitionNode>().ToList();
        conditionVariables = ConditionVariables.In(document);
    }

    /// <summary>https://spec.graphql.org/September2025/#GetOperation()</summary>
    /// <exception cref="GraphQLError">None is meant, or it is not clear which; code OPERATION_NOT_FOUND.</exception>
    public OperationDefinitionNode FindOperation(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return operations.Count switch
            {
                1 => operations[0],
                0 => throw new GraphQLError("Must provide an operation.", "OPERATION_NOT_FOUND"),
                _ => throw new GraphQLError("Must provide operation name if query contains multiple operations.", "OPERATION_NOT_FOUND"),
            };
        }

        return operations.Find(o => string.Equals(o.Name?.Value, name, StringComparison.Ordinal))
            ?? throw new GraphQLError($"Unknown operation named \"{name}\".", "OPERATION_NOT_FOUND");
    }

    public OperationPlan Plan(OperationDefinitionNode operation, ObjectType root, IReadOnlyDictionary<string, object?> variables)
    {
        if (conditionVariables.Count > 64)
            return Make(operation, root, variables);
        var truths = 0UL;
        for (var i = 0; i < conditionVariables.Count; i++)
        {
            if (variables.TryGetValue(conditionVariables[i], out var value) && value is true)
                truths |= 1UL << i;
        }

        if (plans.TryGetValue((operation, truths), out var plan))
            return plan;
        plan = Make(operation, root, variables);
        if (plans.Count < MaxPlans)
            plans.TryAdd((operation, truths), plan);
        return plan;
    }

    // The plan outlives the request, so it keeps the truths it was made for and not the caller's variables.
    private OperationPlan Make(OperationDefinitionNode operation, ObjectType root, IReadOnlyDictionary<string, object?> variables) =>
        new(schema, operation, root, fragments, conditionVariables.ToDictionary(
            name => name, name => (object?)(variables.GetValueOrDefault(name) is true), StringComparer.Ordinal));

    private sealed class PlanKeyComparer : IEqualityComparer<(OperationDefinitionNode Operation, ulong Truths)>
    {
        public static PlanKeyComparer Instance { get; } = new();

        public bool Equals((OperationDefinitionNode Operation, ulong Truths) x, (OperationDefinitionNode Operation, ulong Truths) y) =>
            ReferenceEquals(x.Operation, y.Operation) && x.Truths == y.Truths;

        public int GetHashCode((OperationDefinitionNode Operation, ulong Truths) key) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Operation), key.Truths);
    }
}
