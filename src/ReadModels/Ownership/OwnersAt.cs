using EventCatalog.Domain.Ownership;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>Who owned something at an instant, with who owns it now beside it.</summary>
/// <param name="EntityRef">By the name it had then; as asked for, where it was not in the catalog.</param>
/// <param name="SystemRef">The system it was a part of, where that was asked for.</param>
/// <param name="Then">Null where nobody owned it, or the owner was not in the catalog.</param>
/// <param name="OwnerRef">The owner then, in the catalog or not.</param>
/// <param name="Now">Null where nobody owns it now, or it is gone.</param>
public sealed record OwnerThen(string EntityRef, string? SystemRef, OwnershipState State, string? OwnerRef, OwnerSnapshot? Then, OwnerSnapshot? Now)
{
    /// <summary>Whether another answers for it now.</summary>
    public bool Moved => !string.Equals(Then?.Id, Now?.Id, StringComparison.Ordinal);
}

/// <summary>An owner at an instant.</summary>
/// <param name="Id">What stays the same when the name changes.</param>
public sealed record OwnerSnapshot(string Id, string Ref, string Title, IReadOnlyList<Contact> Contacts);

/// <summary>Asks who owned what at an instant, for whoever looks back at an incident.</summary>
public sealed class OwnersAt(EntityQueries entities, RelationQueries relations, OwnershipQueries ownership)
{
    /// <summary>Of entities, and of whole systems with all that was a part of them then; systems first, each entity once, by reference.</summary>
    public async Task<IReadOnlyList<OwnerThen>> FindAsync(IReadOnlyCollection<string> refs, IReadOnlyCollection<string> systems, AsOf at, CancellationToken ct)
    {
        var wanted = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var system in systems)
        {
            foreach (var part in await PartsAsync(system, at, ct))
                wanted.TryAdd(part, system);
        }

        foreach (var reference in refs)
            wanted.TryAdd(reference, null);
        var then = await entities.FollowAsync(wanted.Keys, at, ct);
        var timelines = await ownership.TimelinesAsync([.. then.Values.Select(entity => entity.Id)], at, ct);
        var now = await NowAsync([.. then.Values.Select(entity => entity.Id)], ct);
        var owners = await entities.FollowAsync([.. timelines.Values.Select(spans => spans.LastOrDefault()?.OwnerRef).OfType<string>()], at, ct);
        return
        [
            .. wanted.OrderBy(one => one.Value is null).ThenBy(one => one.Value, StringComparer.Ordinal).ThenBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => then.TryGetValue(one.Key, out var entity)
                    ? Of(entity, one.Value, timelines[entity.Id].LastOrDefault(), owners, now.GetValueOrDefault(entity.Id))
                    : new OwnerThen(one.Key, one.Value, OwnershipState.Absent, null, null, null))
                .DistinctBy(owner => owner.EntityRef, StringComparer.Ordinal),
        ];
    }

    private static OwnerThen Of(
        EntityVersion entity, string? system, OwnershipPeriodRow? span, IReadOnlyDictionary<string, EntityVersion> owners, OwnerSnapshot? now)
    {
        var owner = span?.OwnerRef is { } reference ? owners.GetValueOrDefault(reference) : null;
        return new OwnerThen(entity.Ref, system, span?.State ?? OwnershipState.Unowned, span?.OwnerRef, owner is null ? null : Snapshot(owner), now);
    }

    private async Task<IReadOnlyDictionary<string, OwnerSnapshot>> NowAsync(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var spans = await ownership.TimelinesAsync(ids, AsOf.Present, ct);
        var last = spans.Where(one => one.Value is [.., { To: null, OwnerRef: not null }]).ToDictionary(one => one.Key, one => one.Value[^1].OwnerRef!, StringComparer.Ordinal);
        var owners = await entities.FollowAsync([.. last.Values.Distinct(StringComparer.Ordinal)], AsOf.Present, ct);
        return last.Where(one => owners.ContainsKey(one.Value)).ToDictionary(one => one.Key, one => Snapshot(owners[one.Value]), StringComparer.Ordinal);
    }

    /// <summary>The system and whatever was a part of it, or of one of its parts.</summary>
    private async Task<IReadOnlyCollection<string>> PartsAsync(string system, AsOf at, CancellationToken ct)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { system };
        for (IReadOnlyCollection<string> level = [system]; level.Count > 0;)
        {
            var edges = await relations.OfAsync(level, at, ct);
            level = [.. edges.Values.SelectMany(list => list).Where(edge => edge.Type is "hasPart").Select(edge => edge.TargetRef).Where(found.Add)];
        }

        return found;
    }

    private static OwnerSnapshot Snapshot(EntityVersion owner) => new(owner.Id, owner.Ref, owner.Title, Contacts.Of(owner.Descriptor));
}
