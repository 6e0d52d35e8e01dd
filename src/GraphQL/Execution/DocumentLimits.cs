using System.Globalization;
using System.Runtime.InteropServices;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Execution;

/// <summary>
/// Depth, aliases and root fields of each operation with its fragments written out. Checked before validation, whose cost
/// these numbers drive; each fragment is measured once, so the check itself is linear.
/// </summary>
internal sealed class DocumentLimits
{
    private readonly ExecutionOptions options;
    private readonly Dictionary<string, FragmentDefinitionNode> fragments;
    private readonly Dictionary<string, Measure> measured = new(StringComparer.Ordinal);

    private DocumentLimits(DocumentNode document, ExecutionOptions options)
    {
        this.options = options;
        fragments = document.Definitions.OfType<FragmentDefinitionNode>()
            .GroupBy(f => f.Name.Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    /// <summary>The first limit each operation passes.</summary>
    public static List<GraphQLError> Check(DocumentNode document, ExecutionOptions options)
    {
        var limits = new DocumentLimits(document, options);
        return [.. document.Definitions.OfType<OperationDefinitionNode>().Select(limits.Check).OfType<GraphQLError>()];
    }

    private GraphQLError? Check(OperationDefinitionNode operation)
    {
        var measure = Of(operation.SelectionSet);
        return measure switch
        {
            _ when measure.Depth > options.MaxDepth => Error("TOO_DEEP", "levels deep", measure.Depth, options.MaxDepth),
            _ when measure.Aliases > options.MaxAliases => Error("TOO_MANY_ALIASES", "aliases long", measure.Aliases, options.MaxAliases),
            _ when measure.Fields > options.MaxRootFields => Error("TOO_MANY_ROOT_FIELDS", "root fields wide", measure.Fields, options.MaxRootFields),
            _ => null,
        };

        GraphQLError Error(string code, string unit, long found, int limit) => new(
            string.Create(CultureInfo.InvariantCulture, $"The operation is {found} {unit}; at most {limit} are allowed."), code)
        {
            Locations = [operation.Location],
        };
    }

    private Measure Of(SelectionSetNode? selectionSet)
    {
        var total = default(Measure);
        foreach (var selection in selectionSet?.Selections ?? [])
        {
            switch (selection)
            {
                case FieldNode field:
                    var below = Of(field.SelectionSet);
                    total = total.With(new Measure(below.Depth + 1, below.Aliases + (field.Alias is null ? 0 : 1), 1));
                    break;
                case InlineFragmentNode inline:
                    total = total.With(Of(inline.SelectionSet));
                    break;
                case FragmentSpreadNode spread:
                    total = total.With(OfFragment(spread.Name.Value));
                    break;
            }
        }

        return total;
    }

    private Measure OfFragment(string name)
    {
        if (measured.TryGetValue(name, out var known))
            return known;
        // A fragment inside itself counts as nothing here; validation refuses it.
        measured[name] = default;
        return measured[name] = fragments.TryGetValue(name, out var fragment) ? Of(fragment.SelectionSet) : default;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Measure(long Depth, long Aliases, long Fields)
    {
        private const long Ceiling = int.MaxValue;

        public Measure With(Measure other) => new(
            Math.Max(Depth, other.Depth),
            Math.Min(Aliases + other.Aliases, Ceiling),
            Math.Min(Fields + other.Fields, Ceiling));
    }
}
