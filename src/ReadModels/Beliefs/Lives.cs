using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Beliefs;

/// <summary>
/// The entities that some streams tell of. One that was renamed goes on in another stream, and the name it gave up may be another's since (ADR 13). Names
/// do not overlap: what happened under one name had taken effect when it was given up, and nobody has it before that.
/// </summary>
internal sealed class Lives
{
    private readonly Dictionary<string, List<(EffectOrder Entity, DateTimeOffset From)>> holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> freed = new(StringComparer.Ordinal);
    private readonly HashSet<string> merged = new(StringComparer.Ordinal);

    /// <summary>Events arrive in the order of the log, all of every stream that one of them leads to.</summary>
    /// <returns>The entity it is about; null when it says nothing.</returns>
    public EffectOrder? Apply(RecordedEvent recorded, EntityEvent happened)
    {
        if (happened is EntityRenamed)
            return null;
        var name = happened.Entity.ToString();
        var at = happened is EntityRegistered or EntityRenamedFrom && freed.TryGetValue(name, out var since) && since > recorded.EffectiveAt ? since : recorded.EffectiveAt;
        EffectOrder entity;
        if (happened is EntityRenamedFrom { From: var from })
        {
            entity = HolderOf(from.ToString(), DateTimeOffset.MaxValue, recorded);
            at = entity.LastFact > at ? entity.LastFact.Value : at;
            freed[from.ToString()] = at;
            Hold(name, entity, at);
        }
        else
        {
            entity = happened is EntityRegistered && IsFree(name) ? Begin(name, at, recorded) : HolderOf(name, happened is PastVersionFound ? at : DateTimeOffset.MaxValue, recorded);
        }

        if (happened is EntityMerged)
        {
            freed[name] = at;
            merged.Add(name);
        }

        entity.Add(recorded, happened, at);
        return entity;
    }

    private bool IsFree(string name) =>
        !holders.TryGetValue(name, out var all) || merged.Contains(name) || (all[^1].Entity.Name is { } present && !string.Equals(present, name, StringComparison.Ordinal));

    /// <summary>Who had the name at a time; before any had, the first.</summary>
    private EffectOrder HolderOf(string name, DateTimeOffset at, RecordedEvent recorded)
    {
        if (!holders.TryGetValue(name, out var all))
            return Begin(name, DateTimeOffset.MinValue, recorded);
        var (entity, from) = all[Math.Max(all.FindLastIndex(holder => holder.From <= at), 0)];
        // Found at a time when nobody had it any more: it was something of its own.
        return at != DateTimeOffset.MaxValue && freed.TryGetValue(name, out var since) && from < since && since <= at ? Begin(name, since, recorded) : entity;
    }

    private EffectOrder Begin(string name, DateTimeOffset at, RecordedEvent recorded)
    {
        var entity = new EffectOrder(holders.ContainsKey(name) ? FormattableString.Invariant($"{name}~{recorded.StreamVersion}") : name);
        Hold(name, entity, at);
        return entity;
    }

    private void Hold(string name, EffectOrder entity, DateTimeOffset at)
    {
        if (!holders.TryGetValue(name, out var all))
            holders.Add(name, all = []);
        merged.Remove(name);
        all.Add((entity, at));
    }
}
