using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>
/// Fields with one response name can be merged: the same field, the same arguments, types of the same shape.
/// Source: https://spec.graphql.org/September2025/#sec-Field-Selection-Merging
/// </summary>
/// <remarks>
/// The one rule whose cost can grow faster than the document. Fields of a selection set are gathered once; a pair of fragments, or
/// of fields and a fragment, is compared once; and all comparing together has a budget, after which validation ends with an error.
/// </remarks>
public sealed class OverlappingFieldsCanBeMergedRule : ValidationRule
{
    private const int MaxDetail = 1_000;
    private const int MaxNodes = 20;

    private readonly Dictionary<(CompositeType?, SelectionSetNode), FieldSet> fieldSets = new(FieldSetKeyComparer.Instance);
    private readonly Dictionary<(FieldSet, string), bool> comparedWithFragment = [];
    private readonly Dictionary<(string, string), bool> comparedFragments = [];
    private int budget = 500_000;

    private sealed record Conflict(string ResponseName, string Reason, List<FieldNode> First, List<FieldNode> Second);

    private sealed record Found(CompositeType? Parent, FieldNode Node, FieldDefinition? Definition);

    private sealed class FieldSet
    {
        public OrderedDictionary<string, List<Found>> Fields { get; } = new(StringComparer.Ordinal);

        public List<string> Spreads { get; } = [];
    }

    protected internal override void EnterSelectionSet(SelectionSetNode node, CompositeType? parent, bool isInlineFragment)
    {
        // What is in an inline fragment was compared with the set around it.
        if (isInlineFragment || node.Selections is [not InlineFragmentNode])
            return;
        var conflicts = new List<Conflict>();
        var set = FieldsOf(parent, node);
        foreach (var (name, fields) in set.Fields)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                for (var j = i + 1; j < fields.Count; j++)
                    Compare(conflicts, areExclusive: false, name, fields[i], fields[j]);
            }
        }

        for (var i = 0; i < set.Spreads.Count; i++)
        {
            CompareWithFragment(conflicts, areExclusive: false, set, set.Spreads[i]);
            for (var j = i + 1; j < set.Spreads.Count; j++)
                CompareFragments(conflicts, areExclusive: false, set.Spreads[i], set.Spreads[j]);
        }

        foreach (var conflict in conflicts)
        {
            Report(
                $"Fields \"{Short(conflict.ResponseName)}\" conflict because {conflict.Reason}. Use different aliases on the fields to fetch both if this was intentional.",
                [.. conflict.First, .. conflict.Second]);
        }
    }

    private void CompareWithFragment(List<Conflict> conflicts, bool areExclusive, FieldSet set, string fragmentName)
    {
        Spend(1);
        if (set.Fields.Count == 0 || WasCompared(comparedWithFragment, (set, fragmentName), areExclusive)
            || Context.Fragment(fragmentName) is not { } fragment)
            return;
        var other = FieldsOf(fragment);
        if (ReferenceEquals(set, other))
            return;
        CompareSets(conflicts, areExclusive, set, other);
        foreach (var spread in other.Spreads)
            CompareWithFragment(conflicts, areExclusive, set, spread);
    }

    private void CompareFragments(List<Conflict> conflicts, bool areExclusive, string first, string second)
    {
        Spend(2);
        if (string.Equals(first, second, StringComparison.Ordinal))
            return;
        var pair = string.CompareOrdinal(first, second) < 0 ? (first, second) : (second, first);
        if (WasCompared(comparedFragments, pair, areExclusive)
            || Context.Fragment(first) is not { } firstFragment || Context.Fragment(second) is not { } secondFragment)
            return;
        var firstSet = FieldsOf(firstFragment);
        var secondSet = FieldsOf(secondFragment);
        CompareSets(conflicts, areExclusive, firstSet, secondSet);
        foreach (var spread in secondSet.Spreads)
            CompareFragments(conflicts, areExclusive, first, spread);
        foreach (var spread in firstSet.Spreads)
            CompareFragments(conflicts, areExclusive, spread, second);
    }

    private void CompareSets(List<Conflict> conflicts, bool areExclusive, FieldSet first, FieldSet second)
    {
        foreach (var (name, firstFields) in first.Fields)
        {
            Spend(1);
            if (!second.Fields.TryGetValue(name, out var secondFields))
                continue;
            foreach (var a in firstFields)
            {
                foreach (var b in secondFields)
                    Compare(conflicts, areExclusive, name, a, b);
            }
        }
    }

    private void Compare(List<Conflict> conflicts, bool areExclusive, string name, Found a, Found b)
    {
        Spend(2);
        // Two different object types never answer for the same object, so such fields may mean different things.
        areExclusive |= !ReferenceEquals(a.Parent, b.Parent) && a.Parent is ObjectType && b.Parent is ObjectType;
        if (!areExclusive)
        {
            if (!string.Equals(a.Node.Name.Value, b.Node.Name.Value, StringComparison.Ordinal))
            {
                conflicts.Add(new Conflict(name, $"\"{Short(a.Node.Name.Value)}\" and \"{Short(b.Node.Name.Value)}\" are different fields", [a.Node], [b.Node]));
                return;
            }

            if (!SameArguments(a.Node, b.Node))
            {
                conflicts.Add(new Conflict(name, "they have differing arguments", [a.Node], [b.Node]));
                return;
            }
        }

        var first = StreamOf(a.Node);
        var second = StreamOf(b.Node);
        if (first is not null || second is not null)
        {
            var hint = first is not null && second is not null && SameArguments(first.Arguments, second.Arguments)
                ? ". See https://github.com/graphql/defer-stream-wg/discussions/100"
                : "";
            conflicts.Add(new Conflict(name, "they have overlapping stream directives" + hint, [a.Node], [b.Node]));
            return;
        }

        if (a.Definition is not null && b.Definition is not null && HaveDifferentShapes(a.Definition.Type, b.Definition.Type))
        {
            conflicts.Add(new Conflict(
                name, $"they return conflicting types \"{a.Definition.Type}\" and \"{b.Definition.Type}\"", [a.Node], [b.Node]));
            return;
        }

        if (a.Node.SelectionSet is not null && b.Node.SelectionSet is not null)
            CompareBelow(conflicts, areExclusive, name, a, b);
    }

    private void CompareBelow(List<Conflict> conflicts, bool areExclusive, string name, Found a, Found b)
    {
        var below = new List<Conflict>();
        var first = FieldsOf(a.Definition?.Type.Named as CompositeType, a.Node.SelectionSet!);
        var second = FieldsOf(b.Definition?.Type.Named as CompositeType, b.Node.SelectionSet!);
        CompareSets(below, areExclusive, first, second);
        foreach (var spread in second.Spreads)
            CompareWithFragment(below, areExclusive, first, spread);
        foreach (var spread in first.Spreads)
            CompareWithFragment(below, areExclusive, second, spread);
        foreach (var firstSpread in first.Spreads)
        {
            foreach (var secondSpread in second.Spreads)
                CompareFragments(below, areExclusive, firstSpread, secondSpread);
        }

        if (below.Count == 0)
            return;
        var reason = string.Join(" and ", below.Take(MaxNodes).Select(c => $"subfields \"{Short(c.ResponseName)}\" conflict because {c.Reason}"));
        conflicts.Add(new Conflict(name, Short(reason), Nodes(a.Node, below.Select(c => c.First)), Nodes(b.Node, below.Select(c => c.Second))));
    }

    // Of a conflict that does not fit whole, the innermost fields are kept.
    private static List<FieldNode> Nodes(FieldNode field, IEnumerable<List<FieldNode>> below)
    {
        var nodes = new List<FieldNode> { field };
        foreach (var inner in below)
            nodes.AddRange(inner.TakeLast(MaxNodes - nodes.Count));
        return nodes;
    }

    private FieldSet FieldsOf(FragmentDefinitionNode fragment) =>
        FieldsOf(Schema.FindType(fragment.TypeCondition.Name.Value) as CompositeType, fragment.SelectionSet);

    private FieldSet FieldsOf(CompositeType? parent, SelectionSetNode node)
    {
        if (!fieldSets.TryGetValue((parent, node), out var set))
        {
            fieldSets.Add((parent, node), set = new FieldSet());
            Gather(parent, node, set);
        }

        return set;
    }

    private void Gather(CompositeType? parent, SelectionSetNode node, FieldSet set)
    {
        foreach (var selection in node.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    if (!set.Fields.TryGetValue(field.ResponseName, out var same))
                        set.Fields.Add(field.ResponseName, same = []);
                    same.Add(new Found(parent, field, (parent as FieldsType)?.FieldMap.GetValueOrDefault(field.Name.Value)));
                    break;
                case FragmentSpreadNode spread:
                    if (!set.Spreads.Contains(spread.Name.Value, StringComparer.Ordinal))
                        set.Spreads.Add(spread.Name.Value);
                    break;
                case InlineFragmentNode inline:
                    Gather(
                        inline.TypeCondition is null ? parent : Schema.FindType(inline.TypeCondition.Name.Value) as CompositeType,
                        inline.SelectionSet,
                        set);
                    break;
            }
        }
    }

    private bool SameArguments(FieldNode a, FieldNode b) => SameArguments(a.Arguments, b.Arguments);

    private bool SameArguments(IReadOnlyList<ArgumentNode> a, IReadOnlyList<ArgumentNode> b)
    {
        if (a.Count != b.Count)
            return false;
        foreach (var argument in a)
        {
            Spend(1);
            var other = b.FirstOrDefault(candidate => string.Equals(candidate.Name.Value, argument.Name.Value, StringComparison.Ordinal));
            if (other is null || !SameValue(argument.Value, other.Value))
                return false;
        }

        return true;
    }

    private static bool SameValue(ValueNode a, ValueNode b) => (a, b) switch
    {
        (VariableNode x, VariableNode y) => string.Equals(x.Name.Value, y.Name.Value, StringComparison.Ordinal),
        (ListValueNode x, ListValueNode y) => x.Values.Count == y.Values.Count && x.Values.Zip(y.Values, SameValue).All(same => same),
        (ObjectValueNode x, ObjectValueNode y) => x.Fields.Count == y.Fields.Count
            && x.Fields.OrderBy(f => f.Name.Value, StringComparer.Ordinal)
                .Zip(y.Fields.OrderBy(f => f.Name.Value, StringComparer.Ordinal))
                .All(pair => string.Equals(pair.First.Name.Value, pair.Second.Name.Value, StringComparison.Ordinal)
                    && SameValue(pair.First.Value, pair.Second.Value)),
        _ => a.GetType() == b.GetType() && string.Equals(Printer.Print(a), Printer.Print(b), StringComparison.Ordinal),
    };

    private static DirectiveNode? StreamOf(FieldNode node) => node.Directives.FirstOrDefault(d => d.Name.Value is "stream");

    private static bool HaveDifferentShapes(GraphQLType a, GraphQLType b) => (a, b) switch
    {
        (ListType x, ListType y) => HaveDifferentShapes(x.OfType, y.OfType),
        (ListType, _) or (_, ListType) => true,
        (NonNullType x, NonNullType y) => HaveDifferentShapes(x.OfType, y.OfType),
        (NonNullType, _) or (_, NonNullType) => true,
        _ => (a is not CompositeType || b is not CompositeType) && !ReferenceEquals(a, b),
    };

    // Compared as exclusive is the weaker comparison; it says nothing about the stricter one.
    private static bool WasCompared<TKey>(Dictionary<TKey, bool> compared, TKey key, bool areExclusive)
        where TKey : notnull
    {
        if (compared.TryGetValue(key, out var asExclusive) && (areExclusive || !asExclusive))
            return true;
        compared[key] = areExclusive;
        return false;
    }

    private static string Short(string text) => text.Length > MaxDetail ? text[..MaxDetail] + "..." : text;

    private void Spend(int work)
    {
        budget -= work;
        if (budget >= 0)
            return;
        Context.Errors.Add(DocumentValidator.Error("Document is too complex to validate. Validation aborted.", []));
        throw new ValidationAborted();
    }

    private sealed class FieldSetKeyComparer : IEqualityComparer<(CompositeType?, SelectionSetNode)>
    {
        public static FieldSetKeyComparer Instance { get; } = new();

        public bool Equals((CompositeType?, SelectionSetNode) x, (CompositeType?, SelectionSetNode) y) =>
            ReferenceEquals(x.Item1, y.Item1) && ReferenceEquals(x.Item2, y.Item2);

        public int GetHashCode((CompositeType?, SelectionSetNode) key) => HashCode.Combine(
            key.Item1, System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Item2));
    }
}
