using System.Text;
using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Ownership;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>The projection of the crawler's memory does not follow the log; nothing can be decided.</summary>
public sealed class MemoryBehindException() : Exception("The crawler's memory has not caught up with the log; see the state of projection crawler-memory/2");

/// <summary>Decides on what the log says and appends, deciding again where another writer was faster.</summary>
public sealed class LogWriter(EventLog log, Followers followers, CrawlerMemory memory, BodyStore bodies, CrawlOptions options)
{
    private const int Attempts = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until memory knows everything the log holds now.</summary>
    /// <returns>The log's mark.</returns>
    /// <exception cref="MemoryBehindException">It does not catch up within 30 seconds.</exception>
    public async Task<long> SettleAsync(CancellationToken ct)
    {
        var mark = await log.MarkAsync(ct);
        return await followers.WaitForAsync(mark, Patience, ct, CrawlerMemoryProjection.ProjectionName) ? mark : throw new MemoryBehindException();
    }

    /// <summary>Appends what the decisions give, in batches.</summary>
    /// <param name="known">What is known of the entities; read anew where it turns out to be old.</param>
    /// <param name="provenance">Last changes of files.</param>
    /// <param name="progress">Told how many are done with.</param>
    /// <returns>The entities that got events, and the last position; null when there were none.</returns>
    internal async Task<(IReadOnlyList<EntityRef> Changed, long? Position)> AppendAsync(
        IReadOnlyList<EntityDecision> decisions,
        Dictionary<EntityRef, RememberedEntity> known,
        Func<IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyDictionary<string, Provenance>>> provenance,
        DateTimeOffset now,
        AppendContext context,
        CancellationToken ct,
        CrawlProgress? progress = null)
    {
        progress?.Enter(CrawlStage.Deciding, decisions.Count);
        var due = decisions.Where(decision => decision.Decide(known[decision.Entity]).Count > 0).ToArray();
        if (due.Length == 0)
            return ([], null);
        var cause = new Cause(await provenance([.. due.SelectMany(decision => decision.Files).Distinct(StringComparer.Ordinal)], ct), now);
        var changed = new List<EntityRef>();
        long? position = null;
        progress?.Enter(CrawlStage.Appending, due.Length);
        foreach (var batch in due.Chunk(options.BatchSize))
        {
            if (batch.SelectMany(BodiesOf).ToArray() is { Length: > 0 } large)
                await bodies.PutAsync(large, ct);
            var (appended, last) = await AppendBatchAsync(batch, known, cause, context, ct);
            changed.AddRange(appended);
            position = last ?? position;
            progress?.Count(batch.Length);
        }

        return (changed, position);
    }

    /// <summary>All events of some entities, ordered by stream, then version.</summary>
    internal Task<IReadOnlyList<RecordedEvent>> StreamsAsync(IReadOnlyCollection<EntityRef> entities, CancellationToken ct) =>
        log.ReadStreamsAsync([.. entities.Select(EntityDecider.StreamOf)], ct: ct);

    /// <summary>Appends many events in the order given, with the long texts of the documents they came by.</summary>
    /// <exception cref="StreamConflictException">Someone appended to one of the streams first; of a few thousand events nothing was written.</exception>
    internal async Task<ImportResult> ImportAsync(IReadOnlyList<StreamAppend> appends, IEnumerable<Finding> findings, AppendContext context, CancellationToken ct)
    {
        var large = findings.SelectMany(finding => finding.Document.Bodies).DistinctBy(body => body.Key, StringComparer.Ordinal)
            .Select(body => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(body.Value))).ToArray();
        if (large.Length > 0)
            await bodies.PutAsync(large, ct);
        return await log.ImportAsync(appends.ToAsyncEnumerable(), context, ct: ct);
    }

    /// <summary>Lets an entity go on under the name a finding gives it: the events of both names, or none.</summary>
    /// <param name="known">Says afterwards what is known of both.</param>
    /// <returns>The position of the last; null when it is no renaming after all.</returns>
    internal async Task<long?> RenameAsync(
        EntityRef from, Finding finding, Dictionary<EntityRef, RememberedEntity> known, Cause cause, AppendContext context, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (RenameDecider.Decide(new RenameEntity(finding.Stored), known[from].State, known[finding.Ref].State) is not { } renaming)
                return null;
            StreamAppend[] appends =
            [
                .. new EntityEvent[] { renaming.Begin, renaming.End }.Select(happened =>
                    new StreamAppend(EntityDecider.StreamOf(happened.Entity), known[happened.Entity].Version, [cause.OfDocument(happened, finding)])),
            ];
            try
            {
                var results = await log.AppendAsync(appends, context, ct);
                known[finding.Ref] = new RememberedEntity(finding.Ref, results[0].Version, EntityDecider.Evolve(known[finding.Ref].State, renaming.Begin));
                known[from] = new RememberedEntity(from, results[1].Version, EntityDecider.Evolve(known[from].State, renaming.End));
                return results[1].LastPosition;
            }
            catch (StreamConflictException) when (attempt < Attempts)
            {
                await SettleAsync(ct);
                foreach (var (entity, anew) in await memory.FindAsync([from, finding.Ref], ct))
                    known[entity] = anew;
            }
        }
    }

    /// <summary>Records who may own what, where that is not what was proposed last.</summary>
    /// <returns>The position of the last; null when nothing is new.</returns>
    internal async Task<long?> ProposeAsync(IReadOnlyList<ProposeOwners> found, DateTimeOffset now, AppendContext context, CancellationToken ct)
    {
        if (found.Count == 0)
            return null;
        var past = (await log.ReadStreamsAsync([.. found.Select(one => ProposalDecider.StreamOf(one.Entity))], ct: ct))
            .GroupBy(recorded => recorded.Stream, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var appends = new List<StreamAppend>();
        foreach (var one in found)
        {
            var last = past.GetValueOrDefault(ProposalDecider.StreamOf(one.Entity));
            var events = ProposalDecider.Decide(one, last?.Event as OwnershipEvent.OwnerProposed);
            if (events.Count > 0)
                appends.Add(new StreamAppend(ProposalDecider.StreamOf(one.Entity), last?.StreamVersion ?? ExpectedVersion.NoStream, [.. events.Select(happened => new NewEvent(happened, now))]));
        }

        try
        {
            return appends.Count == 0 ? null : (await log.AppendAsync(appends, context, ct))[^1].LastPosition;
        }
        catch (StreamConflictException)
        {
            return null; // Another crawler proposes at this moment; the next crawl looks again.
        }
    }

    /// <summary>Appends what a decision about a source gives.</summary>
    /// <returns>The events, and the position of the last; null when there were none.</returns>
    public async Task<(IReadOnlyList<SourceEvent> Events, long? Position)> AppendAsync(
        string id, Func<Source, IReadOnlyList<SourceEvent>> decide, DateTimeOffset now, AppendContext context, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await memory.SourceAsync(id, ct) ?? new RememberedSource(id, 0, Source.None);
            var events = decide(known.State);
            if (events.Count == 0)
                return (events, null);
            try
            {
                var append = new StreamAppend(SourceDecider.StreamOf(id), known.Version, [.. events.Select(happened => new NewEvent(happened, now, PlaceOf(happened)))]);
                return (events, (await log.AppendAsync(append, context, ct)).LastPosition);
            }
            catch (StreamConflictException) when (attempt < Attempts)
            {
                await SettleAsync(ct);
            }
        }
    }

    private async Task<(IReadOnlyList<EntityRef> Changed, long? Position)> AppendBatchAsync(
        EntityDecision[] batch, Dictionary<EntityRef, RememberedEntity> known, Cause cause, AppendContext context, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var decided = batch
                .Select(decision => (decision.Entity, Append: new StreamAppend(
                    EntityDecider.StreamOf(decision.Entity),
                    known[decision.Entity].Version,
                    [.. decision.Decide(known[decision.Entity]).Select(happened => decision.Place(cause, happened))])))
                .Where(decision => decision.Append.Events.Count > 0)
                .ToArray();
            if (decided.Length == 0)
                return ([], null);
            try
            {
                var results = await log.AppendAsync([.. decided.Select(decision => decision.Append)], context, ct);
                return ([.. decided.Select(decision => decision.Entity)], results.Max(result => result.LastPosition));
            }
            catch (StreamConflictException) when (attempt < Attempts)
            {
                await SettleAsync(ct);
                foreach (var (entity, anew) in await memory.FindAsync([.. batch.Select(decision => decision.Entity)], ct))
                    known[entity] = anew;
            }
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> BodiesOf(EntityDecision decision) =>
        decision.Finding?.Document.Bodies.Values.Select(body => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(body))) ?? [];

    private static EventSource? PlaceOf(SourceEvent happened) =>
        happened is SourceEvent.DescriptorRejected { Problem: var problem } ? new EventSource(Path: problem.Key.File, Line: problem.Line) : null;
}
