using System.Collections.Concurrent;
using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>
/// Reads a source and appends what is new: the events of its entities, then those of the source itself. Killed at any moment, the
/// next crawl ends in the same state as if nothing had happened.
/// </summary>
public sealed partial class Crawler(
    LogWriter writer, CrawlerMemory memory, Heartbeats heartbeats, AllReaders readers, WebFiles web, Credentials credentials, CrawlTurns turns, CrawlOptions options, TimeProvider clock)
{
    /// <summary>The actor of everything no person is known to have done.</summary>
    public const string Actor = "crawler";

    /// <summary>Raised every second of every crawl, on any thread. Handlers must not throw.</summary>
    public event Action<CrawlStep>? Progressed;

    private readonly ConcurrentDictionary<string, DescriptorFiles> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _settled = new(StringComparer.Ordinal);

    /// <summary>Crawls a registered source now. Crawls of one source follow each other.</summary>
    /// <exception cref="RuleViolation">No such source is registered.</exception>
    /// <exception cref="MemoryBehindException">Nothing could be decided; nothing was appended.</exception>
    /// <param name="id">Id of the source.</param>
    /// <param name="ct">Stops; what was appended until then stays and is completed by the next crawl.</param>
    /// <param name="begun">Called when the crawl has its turn: what changed in the source before that, it sees.</param>
    public async Task<CrawlResult> CrawlAsync(string id, CancellationToken ct, Action? begun = null)
    {
        using var turn = await turns.TakeAsync(id, ct);
        begun?.Invoke();
        var started = clock.GetUtcNow();
        var runId = Guid.CreateVersion7(started).ToString("N");
        using var activity = CrawlTelemetry.StartCrawl(id, runId);
        await using var progress = new CrawlProgress(heartbeats, runId, id, started, clock, Progressed);
        var mark = await writer.SettleAsync(ct);
        var source = await memory.SourceAsync(id, ct);
        if (source is not { State.Registered: true })
            throw new RuleViolation($"No source \"{id}\" is registered");

        var run = new Run(runId, source, started, mark, new AppendContext(Actor, runId), progress);
        CrawlResult result;
        var remembered = await memory.OfSourceAsync(id, ct);
        try
        {
            await using var tree = await readers.Of(source.State.Type!).OpenAsync(AddressOf(source), ct);
            result = IsSettled(tree, source, remembered) ? Unchanged(run, remembered) : await ReadAsync(run, tree, remembered, ct);
        }
        catch (SourceUnreachableException e)
        {
            result = await UnreachableAsync(run, e.Message, ct);
        }

        var finished = clock.GetUtcNow();
        await heartbeats.BeatAsync(
            $"crawl/{id}",
            new CrawlHeartbeat(runId, started, finished, result.Found, result.Changed, result.Removed, result.Failed, await CountAsync(id, remembered.Count, result, ct), finished + options.Interval),
            finished, ct);
        return result;
    }

    /// <summary>What a source would bring, without registering it and without a trace in the log.</summary>
    /// <param name="type">Null to infer it from the target.</param>
    /// <exception cref="RuleViolation">The target cannot be a source.</exception>
    public async Task<Preview> PreviewAsync(string? type, string target, string? pattern, CancellationToken ct)
    {
        var (inferred, whole) = SourceTypes.Infer(target, type);
        var (address, secret) = Redaction.Split(whole);
        var id = SourceDecider.IdOf(inferred, address);
        using var turn = await turns.TakeAsync(id, ct);
        await writer.SettleAsync(ct);
        try
        {
            await using var tree = await readers.Of(inferred).OpenAsync(new SourceAddress(id, address, secret ?? credentials.Of(id)), ct);
            var harvest = await HarvesterOf(id, tree, new DescriptorFiles()).RunAsync(pattern, [], ct);
            var known = await memory.FindAsync([.. harvest.Findings.Select(finding => finding.Ref).Distinct()], ct);
            Conflicts.RefuseSecondPlaces(harvest, known);
            harvest.Problems.AddRange(harvest.Findings.Select(finding => Conflicts.WithOtherSource(finding, known[finding.Ref])).OfType<Problem>());
            var entities = harvest.Findings
                .Where(finding => Conflicts.WithOtherSource(finding, known[finding.Ref]) is null)
                .Select(finding => new PreviewedEntity(finding.Ref, finding.Document.Descriptor!.Value, finding.Location, finding.Document.Line, known[finding.Ref].Location is not null));
            return new Preview(id, [.. entities], harvest.Problems, null);
        }
        catch (SourceUnreachableException e)
        {
            return new Preview(id, [], [], e.Message);
        }
    }

    private async Task<CrawlResult> ReadAsync(Run run, ISourceSnapshot tree, Dictionary<EntityRef, RememberedEntity> remembered, CancellationToken ct)
    {
        var id = run.Source.Id;
        var harvester = HarvesterOf(id, tree, _files.GetOrAdd(id, _ => new DescriptorFiles()));
        harvester.Progress = run.Progress;
        var harvest = await harvester.RunAsync(run.Source.State.Pattern, remembered.Values, ct);
        Conflicts.RefuseSecondPlaces(harvest, remembered);

        var known = new Dictionary<EntityRef, RememberedEntity>(remembered);
        foreach (var (entity, state) in await memory.FindAsync([.. harvest.Findings.Select(finding => finding.Ref).Where(entity => !remembered.ContainsKey(entity))], ct))
            known[entity] = state;

        var observations = harvest.Findings.Select(Observation).ToArray();
        var losses = await LossesAsync(run, harvester, harvest, tree, remembered, ct);
        var (changed, atChanges) = await writer.AppendAsync(observations, known, ProvenanceAsync, run.Started, run.Context, ct, run.Progress);
        var (lost, atLosses) = await writer.AppendAsync(losses, known, ProvenanceAsync, run.Started, run.Context, ct);

        // After the appends, because another source may have taken an entity meanwhile.
        var conflicts = harvest.Findings.Select(finding => Conflicts.WithOtherSource(finding, known[finding.Ref])).OfType<Problem>().ToArray();
        Problem[] problems = [.. harvest.Problems, .. conflicts];
        var (_, atReport) = await writer.AppendAsync(id, state => SourceDecider.Decide(new ReportCrawl(problems), state), run.Started, run.Context, ct);

        var removed = losses.Count(loss => loss.IsRemoval && lost.Contains(loss.Entity));
        var depends = conflicts.Length > 0 || harvest.Files.Keys.Any(Harvester.IsAddress) || remembered.Values.Any(entity => entity.IsOrphan);
        if (tree.Revision is { } revision && atChanges is null && atLosses is null && atReport is null && !depends)
            _settled[id] = Fingerprint(revision, run.Source, remembered);
        return new CrawlResult(run.Id, id, harvest.Findings.Count - conflicts.Length, changed.Count + lost.Count - removed, removed, problems.Length,
            atReport ?? atLosses ?? atChanges ?? run.Mark, null, problems);

        async Task<IReadOnlyDictionary<string, Provenance>> ProvenanceAsync(IReadOnlyCollection<string> paths, CancellationToken stop)
        {
            var last = new Dictionary<string, Provenance>(await tree.ProvenanceAsync([.. paths.Where(path => !Harvester.IsAddress(path))], stop), StringComparer.Ordinal);
            var addresses = tree as UrlSnapshot ?? new UrlSnapshot(web, null, null);
            foreach (var (path, change) in await addresses.ProvenanceAsync([.. paths.Where(Harvester.IsAddress)], stop))
                last[path] = change;
            return last;
        }
    }

    /// <summary>An observation is decided on the state its stream has at that moment, and says nothing about an entity of another source.</summary>
    private static EntityDecision Observation(Finding finding) => new(
        finding.Ref,
        known => Conflicts.WithOtherSource(finding, known) is null ? EntityDecider.Decide(new ObserveEntity(finding.Location, finding.Stored), known.State) : [],
        finding.Document.Files,
        (cause, happened) => cause.OfDocument(happened, finding),
        finding);

    private async Task<IReadOnlyList<EntityDecision>> LossesAsync(
        Run run, Harvester harvester, Harvest harvest, ISourceSnapshot tree, Dictionary<EntityRef, RememberedEntity> remembered, CancellationToken ct)
    {
        var found = harvest.Findings.Select(finding => finding.Ref).ToHashSet();
        var losses = new List<EntityDecision>();
        foreach (var entity in remembered.Values.Where(entity => !found.Contains(entity.Ref)).OrderBy(entity => entity.Ref.ToString(), StringComparer.Ordinal))
        {
            switch (await Disappearance.OfAsync(entity, harvester.PathOf(entity.Location!.Target), harvest, tree, run.Started, options, ct))
            {
                case Disappearance.Orphaned orphaned:
                    losses.Add(Loss(run.Source.Id, entity, null, state => EntityDecider.Decide(new OrphanEntity(orphaned.Reason), state), isRemoval: false));
                    break;
                case Disappearance.Removed removed:
                    losses.Add(Loss(run.Source.Id, entity, removed.Path, state => EntityDecider.Decide(new RemoveEntity(removed.Reason), state), isRemoval: true));
                    break;
            }
        }

        if (found.Count > 0 || losses.Count == 0)
            return losses;
        harvest.Problems.Add(new Problem(
            new ProblemKey("", 0, "source-became-empty", ""),
            $"The source held {remembered.Count} entities and holds none now. Nothing was removed: withdraw the source if that is meant"));
        return [];
    }

    private static EntityDecision Loss(string source, RememberedEntity entity, string? path, Func<Entity, IReadOnlyList<EntityEvent>> decide, bool isRemoval) => new(
        entity.Ref,
        known => string.Equals(known.Location?.Source, source, StringComparison.Ordinal) ? decide(known.State) : [],
        path is null ? [] : [path],
        (cause, happened) => cause.Of(happened, path, null),
        IsRemoval: isRemoval);

    private async Task<CrawlResult> UnreachableAsync(Run run, string reason, CancellationToken ct)
    {
        _settled.TryRemove(run.Source.Id, out _);
        var (_, position) = await writer.AppendAsync(run.Source.Id, state => SourceDecider.Decide(new ReportUnreachable(reason), state), run.Started, run.Context, ct);
        Problem[] problems = [.. run.Source.State.Problems.Values];
        return new CrawlResult(run.Id, run.Source.Id, 0, 0, 0, problems.Length, position ?? run.Mark, reason, problems);
    }

    private static CrawlResult Unchanged(Run run, Dictionary<EntityRef, RememberedEntity> remembered)
    {
        Problem[] problems = [.. run.Source.State.Problems.Values];
        return new CrawlResult(run.Id, run.Source.Id, remembered.Count, 0, 0, problems.Length, run.Mark, null, problems);
    }

    private async Task<int> CountAsync(string id, int before, CrawlResult result, CancellationToken ct)
    {
        if (result.Changed == 0 && result.Removed == 0)
            return before;
        await writer.SettleAsync(ct);
        return await memory.CountOfSourceAsync(id, ct);
    }

    /// <summary>Whether a crawl of this very revision found everything as memory has it, and memory has not changed since.</summary>
    private bool IsSettled(ISourceSnapshot tree, RememberedSource source, Dictionary<EntityRef, RememberedEntity> remembered) =>
        tree.Revision is { } revision && source.State.UnreachableBecause is null
        && _settled.TryGetValue(source.Id, out var settled) && string.Equals(settled, Fingerprint(revision, source, remembered), StringComparison.Ordinal);

    private static string Fingerprint(string revision, RememberedSource source, Dictionary<EntityRef, RememberedEntity> remembered) => FormattableString.Invariant(
        $"{revision} {source.Version} {remembered.Count} {remembered.Values.Sum(entity => entity.Version)}");

    private Harvester HarvesterOf(string id, ISourceSnapshot tree, DescriptorFiles files) =>
        new(id, tree, tree as UrlSnapshot ?? new UrlSnapshot(web, null, null), files, options);

    private SourceAddress AddressOf(RememberedSource source) => new(source.Id, source.State.Target!, credentials.Of(source.Id));

    private sealed record Run(string Id, RememberedSource Source, DateTimeOffset Started, long Mark, AppendContext Context, CrawlProgress Progress);
}
