using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;

namespace EventCatalog.Ingestion;

/// <summary>What taking an approval back did, or would do.</summary>
/// <param name="Approval">The position of the approval.</param>
/// <param name="Restored">What is in the catalog again, in ordinal order.</param>
/// <param name="LeftAlone">What was approved to go and is not restored, with the reason.</param>
/// <param name="Position">Null for a dry run.</param>
public sealed record UndoneApproval(long Approval, IReadOnlyList<EntityRef> Restored, IReadOnlyDictionary<EntityRef, string> LeftAlone, long? Position);

/// <summary>
/// Takes an approved disappearance back by events that compensate it: what was removed is restored as it last was, so it has its identity and
/// history, and it is kept until its source declares it again. What happened to an entity since is left alone.
/// </summary>
public sealed class ApprovalUndo(EventLog log, LogWriter writer, CrawlerMemory memory, TimeProvider clock)
{
    private const int Attempts = 6;

    /// <summary>Takes back the last approval of a source, all of it or none.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="dryRun">Says what would happen, and writes nothing.</param>
    /// <exception cref="RuleViolation">Nothing was approved, or the last approval was taken back or answered anew already.</exception>
    public async Task<UndoneApproval> RunAsync(string source, bool dryRun, string actor, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await writer.SettleAsync(ct);
            var (approval, entities) = await LastAsync(source, ct);
            var known = await memory.FindAsync([.. entities], ct);
            var restorations = entities.Select(entity => (Entity: entity, Events: EntityDecider.Decide(new RestoreEntity(), known[entity].State))).ToLookup(one => one.Events.Count > 0);
            var undone = new UndoneApproval(
                approval, [.. restorations[true].Select(one => one.Entity)], restorations[false].ToDictionary(one => one.Entity, one => Reason(known[one.Entity].State)), null);
            if (dryRun)
                return undone;
            try
            {
                return undone with { Position = await AppendAsync(source, entities, [.. restorations[true]], known, new AppendContext(actor, Causation: FormattableString.Invariant($"@{approval}")), ct) };
            }
            catch (StreamConflictException) when (attempt < Attempts)
            {
                // Somebody was faster: looked at anew.
            }
        }
    }

    private async Task<long> AppendAsync(
        string source, IReadOnlyCollection<EntityRef> entities, IReadOnlyList<(EntityRef Entity, IReadOnlyList<EntityEvent> Events)> restorations,
        Dictionary<EntityRef, RememberedEntity> known, AppendContext context, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var remembered = await memory.SourceAsync(source, ct) ?? new RememberedSource(source, 0, Source.None);
        // Kept before they are back, in one append: no crawl sees them in between and removes them again.
        var kept = DisappearanceDecider.Decide(new UndoApproval(entities), remembered.State);
        StreamAppend[] appends =
        [
            new(SourceDecider.StreamOf(source), remembered.Version, [.. kept.Select(happened => new NewEvent(happened, now))]),
            .. restorations.Select(one => new StreamAppend(EntityDecider.StreamOf(one.Entity), known[one.Entity].Version, [.. one.Events.Select(happened => new NewEvent(happened, now))])),
        ];
        return (await log.AppendAsync(appends, context, ct)).Max(result => result.LastPosition);
    }

    private async Task<(long Position, IReadOnlyList<EntityRef> Entities)> LastAsync(string source, CancellationToken ct)
    {
        (long, IReadOnlyList<EntityRef>)? last = null;
        await foreach (var recorded in log.ReadStreamAsync(SourceDecider.StreamOf(source), ct: ct))
        {
            last = recorded.Event switch
            {
                SourceEvent.DisappearanceApproved approved => (recorded.Position, approved.Entities),
                SourceEvent.DisappearanceHeld or SourceEvent.DisappearanceKept => null,
                _ => last,
            };
        }

        return last ?? throw new RuleViolation($"The source \"{source}\" has no approval that could be taken back");
    }

    private static string Reason(Entity state) => state switch
    {
        Entity.Live => "it is in the catalog",
        Entity.Renamed renamed => $"it is called {renamed.To} now",
        _ => "it was never registered",
    };
}
