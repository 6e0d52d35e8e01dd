using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Ingestion;

/// <summary>That an entity goes on as part of another.</summary>
/// <param name="At">From when on.</param>
/// <param name="Position">The event that says so; null when the log said the same already.</param>
public sealed record Merge(EntityRef Entity, EntityRef Into, DateTimeOffset At, long? Position);

/// <summary>Takes decisions that an entity that is declared no more goes on as part of another.</summary>
public sealed class Merges(EventLog log, TimeProvider clock)
{
    /// <param name="at">From when on; null for since it is gone, so that there is no time between.</param>
    /// <exception cref="RuleViolation">It cannot be; see <see cref="MergeDecider"/>.</exception>
    /// <exception cref="StreamConflictException">Another said something of the entity meanwhile; nothing was recorded.</exception>
    public async Task<Merge> MergeAsync(MergeEntity merge, DateTimeOffset? at, string actor, CancellationToken ct)
    {
        var streams = (await log.ReadStreamsAsync([.. new[] { merge.Entity, merge.Into }.Select(EntityDecider.StreamOf)], ct: ct)).ToLookup(recorded => recorded.Stream, StringComparer.Ordinal);
        var events = streams[EntityDecider.StreamOf(merge.Entity)].ToList();
        var now = clock.GetUtcNow();
        var since = at ?? events.FindLast(recorded => recorded.Event is EntityRemoved or EntityOrphaned or EntityMerged)?.EffectiveAt ?? now;
        if (since > now)
            throw new RuleViolation($"{since:O} is yet to come: leave --at out, or give a time that is over");
        var decided = MergeDecider.Decide(merge, StateOf(events), StateOf(streams[EntityDecider.StreamOf(merge.Into)]));
        if (decided.Count == 0)
            return new Merge(merge.Entity, merge.Into, since, null);
        var result = await log.AppendAsync(
            new StreamAppend(EntityDecider.StreamOf(merge.Entity), events[^1].StreamVersion, [.. decided.Select(happened => new NewEvent(happened, since))]), new AppendContext(actor), ct);
        return new Merge(merge.Entity, merge.Into, since, result.LastPosition);
    }

    private static Entity StateOf(IEnumerable<RecordedEvent> events) => events.Select(recorded => recorded.Event).OfType<EntityEvent>().Aggregate(Entity.None, EntityDecider.Evolve);
}
