using System.Collections.Concurrent;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors.Kinds;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Ownership;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.History;
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

    private const string EmptyRule = "source-became-empty";
    private const string HeldRule = "disappearance-held";

    /// <summary>Raised every second of every crawl, on any thread. Handlers must not throw.</summary>
    public event Action<CrawlStep>? Progressed;

    private readonly ConcurrentDictionary<string, DescriptorFiles> _files = new(StringComparer.Ordinal);
    private readonly PastReplay _past = new(writer, options);
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
        var model = await memory.ModelAsync(ct);
        try
        {
            await using var tree = await readers.Of(source.State.Type!).OpenAsync(AddressOf(source), ct);
            if (IsSettled(tree, source, remembered, model))
            {
                result = Unchanged(run, remembered);
            }
            else
            {
                var (after, past) = await ReplayAsync(run, tree, model, ct);
                if (past is not null)
                    remembered = await memory.OfSourceAsync(id, ct);
                result = await ReadAsync(after, tree, remembered, model, ct) with { History = past };
            }
        }
        catch (SourceUnreachableException e)
        {
            result = await UnreachableAsync(run, e.Message, ct);
        }

        var finished = clock.GetUtcNow();
        await heartbeats.BeatAsync(
            $"crawl/{id}",
            new CrawlHeartbeat(runId, started, finished, result.Found, result.Changed, result.Removed, result.Failed, await CountAsync(id, remembered.Count, result, ct), finished + options.IntervalOf(source.State.Type), web.Http.Limits.Take(id)),
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
            var harvest = await HarvesterOf(id, tree, new DescriptorFiles()).RunAsync(pattern, [], ct, await memory.ModelAsync(ct));
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

    /// <summary>Tells what the source was before, where that is wanted and not told yet; what it is now is read on top of that.</summary>
    private async Task<(Run After, PastReport? Past)> ReplayAsync(Run run, ISourceSnapshot tree, CatalogModel model, CancellationToken ct)
    {
        if (!(options.History || run.Source.State.History is true))
            return (run, null);
        if (await _past.RunAsync(run.Source, tree, model, run.Started, run.Context, run.Progress, ct) is not var (report, position))
            return (run, null);
        await writer.SettleAsync(ct);
        return (run with { Source = (await memory.SourceAsync(run.Source.Id, ct))!, Mark = position ?? run.Mark }, report);
    }

    private async Task<CrawlResult> ReadAsync(Run run, ISourceSnapshot tree, Dictionary<EntityRef, RememberedEntity> remembered, CatalogModel model, CancellationToken ct)
    {
        var id = run.Source.Id;
        var harvester = HarvesterOf(id, tree, _files.GetOrAdd(id, _ => new DescriptorFiles()));
        harvester.Progress = run.Progress;
        var harvest = await harvester.RunAsync(run.Source.State.Pattern, remembered.Values, ct, model);
        Conflicts.RefuseSecondPlaces(harvest, remembered);
        var ownerless = options.OwnerPolicy is OwnerPolicy.Error ? await Owners.RefuseAsync(harvest, memory, ct) : 0;

        var known = new Dictionary<EntityRef, RememberedEntity>(remembered);
        foreach (var (entity, state) in await memory.FindAsync([.. harvest.Findings.Select(finding => finding.Ref).Where(entity => !remembered.ContainsKey(entity))], ct))
            known[entity] = state;

        var lost = await LostAsync(run, harvester, harvest, tree, remembered, ct);
        var (renamed, atRenames) = await RenameAsync(run, lost, harvest, known, ProvenanceAsync, ct);
        lost = [.. lost.Where(one => !renamed.ContainsKey(one.Entity.Ref))];
        var losses = Losses.Of(
            run.Source, lost, remembered.Count, harvest.Findings.Count, lost.Count > 0 && await HasOthersAsync(id, ct), run.Started, options);
        var over = await OverAsync(run, harvester, harvest, tree, known, ct);

        var observations = harvest.Findings.Select(finding => Observation(finding, options.Precedence)).ToArray();
        var (changed, atChanges) = await writer.AppendAsync(observations, known, ProvenanceAsync, run.Started, run.Context, ct, run.Progress);
        var (gone, atLosses) = await writer.AppendAsync([.. losses.Decisions, .. over], known, ProvenanceAsync, run.Started, run.Context, ct);

        // After the appends, because another source may have taken an entity meanwhile.
        var conflicts = harvest.Findings.Select(finding => Conflicts.WithOtherSource(finding, known[finding.Ref])).OfType<Problem>().ToArray();
        // Two sources that are meant to speak of one entity are no problem.
        var unmeant = options.Precedence.Any(rule => string.Equals(rule.Source, id, StringComparison.Ordinal)) ? [] : conflicts;
        Problem[] problems = [.. harvest.Problems, .. unmeant, .. HeldProblem(losses.Held.Count, remembered.Count, harvest.Findings.Count)];
        var missing = MissingNow(run.Source, losses.Held, harvest, gone, remembered, problems);
        var (_, atReport) = await writer.AppendAsync(
            id, state => [.. DisappearanceDecider.Decide(missing, state), .. SourceDecider.Decide(new ReportCrawl(problems), state)], run.Started, run.Context, ct);

        if (atChanges is not null && options.OwnerPolicy is not OwnerPolicy.Off)
            await writer.SettleAsync(ct);
        var atProposals = options.OwnerPolicy is OwnerPolicy.Off
            ? null
            : await writer.ProposeAsync(await new OwnerSearch(tree, memory).RunAsync(harvest.Findings, ct), run.Started, run.Context, ct);

        var removed = losses.Decisions.Count(loss => loss.IsRemoval && gone.Contains(loss.Entity));
        var depends = conflicts.Length + ownerless > 0 || harvest.Files.Keys.Any(Harvester.IsAddress) || remembered.Values.Any(entity => entity.IsOrphan);
        if (tree.Revision is { } revision && atRenames is null && atChanges is null && atLosses is null && atReport is null && atProposals is null && !depends)
            _settled[id] = Fingerprint(revision, run.Source, remembered, model);
        return new CrawlResult(run.Id, id, harvest.Findings.Count - conflicts.Length, changed.Union(renamed.Values).Count() + gone.Count - removed, removed, problems.Length,
            atProposals ?? atReport ?? atLosses ?? atChanges ?? atRenames ?? run.Mark, null, problems)
        {
            Released = losses.Released,
        };

        async Task<IReadOnlyDictionary<string, Provenance>> ProvenanceAsync(IReadOnlyCollection<string> paths, CancellationToken stop)
        {
            var last = new Dictionary<string, Provenance>(await tree.ProvenanceAsync([.. paths.Where(path => !Harvester.IsAddress(path))], stop), StringComparer.Ordinal);
            var addresses = tree as UrlSnapshot ?? new UrlSnapshot(web, null);
            foreach (var (path, change) in await addresses.ProvenanceAsync([.. paths.Where(Harvester.IsAddress)], stop))
                last[path] = change;
            return last;
        }
    }

    /// <summary>An observation is decided on the state its stream has at that moment, and only contests an entity of another source.</summary>
    private static EntityDecision Observation(Finding finding, IReadOnlyList<PrecedenceRule> precedence)
    {
        var isOfAnother = false;
        return new EntityDecision(finding.Ref, Decide, finding.Document.Files, Place, finding);

        IReadOnlyList<EntityEvent> Decide(RememberedEntity known)
        {
            isOfAnother = known is { IsOrphan: false, Location.Source: var source } && !string.Equals(source, finding.Location.Source, StringComparison.Ordinal);
            return EntityDecider.Decide(new ObserveEntity(finding.Location, finding.Stored, finding.OwnerLine) { Precedence = precedence }, known.State);
        }

        // The entity still stands where the other source has it: only the claim stands here.
        NewEvent Place(Cause cause, EntityEvent happened) => isOfAnother && !(happened is EntityEvent.EntityContested contested && contested.Location == finding.Location)
            ? cause.Of(happened, null, null)
            : cause.OfDocument(happened, finding);
    }

    private async Task<IReadOnlyList<Lost>> LostAsync(
        Run run, Harvester harvester, Harvest harvest, ISourceSnapshot tree, Dictionary<EntityRef, RememberedEntity> remembered, CancellationToken ct)
    {
        var found = harvest.Findings.Select(finding => finding.Ref).ToHashSet();
        var lost = new List<Lost>();
        foreach (var entity in remembered.Values.Where(entity => !found.Contains(entity.Ref)).OrderBy(entity => entity.Ref.ToString(), StringComparer.Ordinal))
        {
            if (await Disappearance.OfAsync(entity, harvester.PathOf(entity.Location!.Target), harvest, tree, run.Started, options, ct) is var fate and not Disappearance.Stays)
                lost.Add(new Lost(entity, fate));
        }

        return lost;
    }

    /// <returns>The old names with the new ones, and the position of the last event.</returns>
    private async Task<(Dictionary<EntityRef, EntityRef> Renamed, long? Position)> RenameAsync(
        Run run, IReadOnlyList<Lost> lost, Harvest harvest, Dictionary<EntityRef, RememberedEntity> known,
        Func<IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyDictionary<string, Provenance>>> provenance, CancellationToken ct)
    {
        var renamed = new Dictionary<EntityRef, EntityRef>();
        var renames = Renames.Of([.. lost.Where(one => one.Fate is Disappearance.Removed { Path: not null }).Select(one => one.Entity)], harvest, known);
        if (renames.Count == 0)
            return (renamed, null);
        long? position = null;
        var cause = new Cause(await provenance([.. renames.Select(rename => rename.Finding.Path).Distinct(StringComparer.Ordinal)], ct), run.Started);
        foreach (var rename in renames)
        {
            if (await writer.RenameAsync(rename.From, rename.Finding, known, cause, run.Context, ct) is not { } at)
                continue;
            renamed.Add(rename.From, rename.Finding.Ref);
            position = at;
        }

        return (renamed, position);
    }

    private async Task<bool> HasOthersAsync(string id, CancellationToken ct) => (await memory.SourcesAsync(ct)).Any(other =>
        !string.Equals(other.Id, id, StringComparison.Ordinal) && readers.Types.Contains(other.State.Type, StringComparer.Ordinal));

    /// <summary>Ends the waiting for entities of other sources that this one does not declare any more.</summary>
    private async Task<IReadOnlyList<EntityDecision>> OverAsync(
        Run run, Harvester harvester, Harvest harvest, ISourceSnapshot tree, Dictionary<EntityRef, RememberedEntity> known, CancellationToken ct)
    {
        var found = harvest.Findings.Select(finding => finding.Ref).ToHashSet();
        var over = new List<EntityDecision>();
        foreach (var (name, entity) in await memory.WaitedForByAsync(run.Source.Id, ct))
        {
            // What a source says of its own entity and does not count is no waiting.
            if (found.Contains(name) || string.Equals(entity.Location?.Source, run.Source.Id, StringComparison.Ordinal))
                continue;
            var claim = ((Entity.Live)entity.State).ClaimOf(run.Source.Id)!;
            var waiting = entity with { State = new Entity.Live(claim.Descriptor, claim.Location), OrphanedAt = null };
            var path = harvester.PathOf(claim.Location.Target);
            if (await Disappearance.OfAsync(waiting, path, harvest, tree, run.Started, options, ct) is Disappearance.Stays)
                continue;
            known[name] = entity;
            over.Add(new EntityDecision(
                name,
                now => EntityDecider.Decide(new EndContest(run.Source.Id, $"{path ?? claim.Location.Target} does not declare it any more"), now.State),
                path is null ? [] : [path],
                (cause, happened) => cause.Of(happened, path, null)));
        }

        return over;
    }

    private static ReportMissing MissingNow(
        RememberedSource source, IReadOnlyList<EntityRef> held, Harvest harvest, IReadOnlyList<EntityRef> gone, Dictionary<EntityRef, RememberedEntity> remembered, Problem[] problems)
    {
        if (source.State.Missing.IsEmpty && held.Count == 0)
            return new ReportMissing([], [], remembered.Count, "");
        var found = harvest.Findings.Select(finding => finding.Ref).ToHashSet();
        var over = source.State.Missing
            .Where(said => found.Contains(said.Key) || gone.Contains(said.Key) || !remembered.ContainsKey(said.Key) || (said.Value is Missing.Held && !held.Contains(said.Key)))
            .Select(said => said.Key);
        return new ReportMissing(held, [.. over], remembered.Count, problems.LastOrDefault(problem => problem.Key.Rule is EmptyRule or HeldRule)?.Message ?? "");
    }

    private static IEnumerable<Problem> HeldProblem(int held, int of, int left)
    {
        if (held == 0)
            yield break;
        yield return left == 0
            ? new Problem(new ProblemKey("", 0, EmptyRule, ""), $"The source held {of} entities and holds none now. Nothing was removed: approve it if that is meant, or keep them")
            : new Problem(new ProblemKey("", 0, HeldRule, ""), $"{held} of the source's {of} entities are gone at once. Nothing was removed: approve it if that is meant, or keep them");
    }

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
    private bool IsSettled(ISourceSnapshot tree, RememberedSource source, Dictionary<EntityRef, RememberedEntity> remembered, CatalogModel model) =>
        tree.Revision is { } revision && source.State.UnreachableBecause is null
        && _settled.TryGetValue(source.Id, out var settled) && string.Equals(settled, Fingerprint(revision, source, remembered, model), StringComparison.Ordinal);

    private static string Fingerprint(string revision, RememberedSource source, Dictionary<EntityRef, RememberedEntity> remembered, CatalogModel model) => FormattableString.Invariant(
        $"{revision} {source.Version} {remembered.Count} {remembered.Values.Sum(entity => entity.Version)} {model.Fingerprint}");

    private Harvester HarvesterOf(string id, ISourceSnapshot tree, DescriptorFiles files) =>
        new(id, tree, tree as UrlSnapshot ?? new UrlSnapshot(web, null), files, options);

    private SourceAddress AddressOf(RememberedSource source) => new(
        source.Id, source.State.Target!, credentials.Of(source.Id), source.State.Origin is Registrations.FromConfiguration);

    private sealed record Run(string Id, RememberedSource Source, DateTimeOffset Started, long Mark, AppendContext Context, CrawlProgress Progress);
}
