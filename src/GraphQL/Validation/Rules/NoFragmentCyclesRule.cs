using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>No fragment spreads itself, directly or through others. Source: https://spec.graphql.org/September2025/#sec-Fragment-Spreads-Must-Not-Form-Cycles</summary>
public sealed class NoFragmentCyclesRule : ValidationRule
{
    private readonly HashSet<string> visited = new(StringComparer.Ordinal);
    private readonly List<FragmentSpreadNode> path = [];
    private readonly Dictionary<string, int> startInPath = new(StringComparer.Ordinal);

    protected internal override void EnterFragment(FragmentDefinitionNode node) => Follow(node);

    private void Follow(FragmentDefinitionNode fragment)
    {
        if (!visited.Add(fragment.Name.Value))
            return;
        startInPath[fragment.Name.Value] = path.Count;
        foreach (var spread in Context.SpreadsIn(fragment.SelectionSet))
        {
            var name = spread.Name.Value;
            path.Add(spread);
            if (startInPath.TryGetValue(name, out var start))
                ReportCycle(name, path[start..]);
            else if (Context.Fragment(name) is { } next)
                Follow(next);
            path.RemoveAt(path.Count - 1);
        }

        startInPath.Remove(fragment.Name.Value);
    }

    private void ReportCycle(string name, List<FragmentSpreadNode> cycle)
    {
        var via = string.Join(", ", cycle.SkipLast(1).Select(spread => $"\"{spread.Name.Value}\""));
        Report($"Cannot spread fragment \"{name}\" within itself{(via.Length > 0 ? $" via {via}." : ".")}", cycle);
    }
}
