using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Execution;

/// <summary>
/// Counts what an operation costs before it runs: each field 1 and its weight, and what is selected below a list once for each
/// item expected. Of an interface or union the dearest possible type counts. The schema's own description is small and counts
/// each field once.
/// </summary>
internal sealed class CostCount
{
    // A document can select so that no two paths share their fields; long before it costs much to count, it costs too much.
    private const int MaxSelections = 2_000;
    private const long Ceiling = long.MaxValue / 4;

    private readonly Schema schema;
    private readonly ArgumentValues arguments;
    private readonly Dictionary<FieldSelections, long> counted = [];
    private bool usesVariables;
    private int selections;

    private CostCount(Schema schema, ArgumentValues arguments)
    {
        this.schema = schema;
        this.arguments = arguments;
    }

    /// <exception cref="GraphQLError">A slicing argument is missing or one too many; code SLICING_ARGUMENT_REQUIRED.</exception>
    public static long Of(OperationPlan plan, ArgumentValues arguments)
    {
        if (plan.ConstantCost >= 0)
            return plan.ConstantCost;
        var count = new CostCount(plan.Schema, arguments);
        var cost = count.Of(plan.Root, around: null, aroundItems: 0, isSchema: false);
        if (!count.usesVariables)
            plan.ConstantCost = cost;
        return cost;
    }

    private long Of(SelectionPlan selection, FieldDefinition? around, long aroundItems, bool isSchema)
    {
        if (++selections > MaxSelections)
            return Ceiling;
        var total = 0L;
        foreach (var field in selection.Fields)
        {
            var definition = field.Definition;
            if (field.IsTypename)
            {
                total++;
                continue;
            }

            var isSized = around?.Cost.Size is { SizedFields: var sized } && sized.Contains(definition.Name, StringComparer.Ordinal);
            var own = Items(field);
            var items = definition.Type.Nullable is not ListType ? 1 : isSized ? aroundItems : own;
            var below = Below(field, own, isSchema || definition == schema.SchemaField || definition == schema.TypeField);
            total = Math.Min(total + 1 + definition.Cost.Weight + Times(isSchema ? 1 : items, below), Ceiling);
        }

        return total;
    }

    private long Below(FieldPlan field, long items, bool isSchema)
    {
        if (field.Definition.Type.Named is not CompositeType type)
            return 0;
        // The same selections under another parent cost the same: the arguments above them are already in the items.
        var key = new FieldSelections(type, items, field);
        if (counted.TryGetValue(key, out var known))
            return known;
        var dearest = 0L;
        foreach (var possible in schema.PossibleTypes(type))
            dearest = Math.Max(dearest, Of(field.Selection(possible), field.Definition, items, isSchema));
        counted.Add(key, dearest);
        return dearest;
    }

    private long Items(FieldPlan field)
    {
        if (field.Definition.Cost.Size is not { } size)
            return FieldCost.AssumedItems;
        if (size.Arguments.Count == 0)
            return size.Assumed;
        usesVariables |= field.ConstantArguments is null;
        Dictionary<string, object?> values;
        try
        {
            values = arguments.Of(field);
        }
        catch (GraphQLError)
        {
            // The field will fail with the same error, at its place, when it is executed; nothing is selected below it then.
            return 0;
        }

        var given = 0;
        var largest = 0;
        foreach (var path in size.Arguments)
        {
            if (At(values, path) is not int asked)
                continue;
            given++;
            largest = Math.Max(largest, asked);
        }

        if (size.RequiresOne && given != 1)
        {
            throw new GraphQLError(
                $"The field {field.Definition} needs exactly one of the arguments {string.Join(", ", size.Arguments.Select(path => string.Join('.', path)))}.",
                "SLICING_ARGUMENT_REQUIRED")
            {
                Locations = field.Locations,
            };
        }

        return given == 0 ? size.Assumed : largest;
    }

    private static object? At(Dictionary<string, object?> values, string[] path)
    {
        object? value = values;
        foreach (var name in path)
            value = (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name);
        return value;
    }

    private static long Times(long items, long cost) => items > 0 && cost > Ceiling / items ? Ceiling : items * cost;

    /// <summary>What is selected below a field: equal when the fields' selection sets are the same places in the document.</summary>
    private readonly struct FieldSelections(CompositeType type, long items, FieldPlan field) : IEquatable<FieldSelections>
    {
        private readonly CompositeType type = type;
        private readonly long items = items;
        private readonly FieldPlan field = field;

        public bool Equals(FieldSelections other)
        {
            if (type != other.type || items != other.items || field.Definition.Cost.Size?.SizedFields != other.field.Definition.Cost.Size?.SizedFields
                || field.Nodes.Count != other.field.Nodes.Count)
            {
                return false;
            }

            for (var i = 0; i < field.Nodes.Count; i++)
            {
                if (!ReferenceEquals(field.Nodes[i], other.field.Nodes[i]))
                    return false;
            }

            return true;
        }

        public override bool Equals(object? obj) => obj is FieldSelections other && Equals(other);

        public override int GetHashCode() =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(field.Nodes[0]), items, field.Nodes.Count);
    }
}
