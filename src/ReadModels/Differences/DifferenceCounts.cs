using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Differences;

public sealed record ChangeCount(string? OwnerRef, string EntityKind, ChangeKind Kind, int Count);

/// <summary>Counts differences by owner, kind of entity and kind of change.</summary>
public sealed class DifferenceCounts(EntityQueries entities)
{
    /// <summary>The instant a change is told from: the later one, or the earlier one for what is gone by then.</summary>
    public static AsOf SeenAt(EntityChange change) => change.Kind is ChangeKind.Removed ? change.From : change.To;

    /// <summary>Most first.</summary>
    public async Task<IReadOnlyList<ChangeCount>> OfAsync(IReadOnlyList<EntityChange> changes, CancellationToken ct)
    {
        var counts = new Dictionary<(string?, string, ChangeKind), int>();
        foreach (var together in changes.GroupBy(SeenAt))
        {
            var versions = await entities.FindAsync([.. together.Select(change => change.Ref)], together.Key, ct);
            foreach (var change in together)
            {
                var version = versions[change.Ref];
                var key = (version.Owner, version.Kind, change.Kind);
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        return [.. counts.Select(count => new ChangeCount(count.Key.Item1, count.Key.Item2, count.Key.Item3, count.Value)).OrderByDescending(count => count.Count)
            .ThenBy(count => count.OwnerRef, StringComparer.Ordinal).ThenBy(count => count.EntityKind, StringComparer.Ordinal).ThenBy(count => count.Kind)];
    }
}
