using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Ownership;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

public sealed partial class Crawler
{
    /// <summary>
    /// Reads some files of a source anew, and nothing else: what an edit costs does not hang on how large the source is. Only for edits of files
    /// that go on to declare the same entities soundly; whatever else may have happened, only a whole crawl can tell.
    /// </summary>
    /// <param name="id">Id of the source.</param>
    /// <param name="changed">Location references of all that has changed since the last crawl, files that came and went included.</param>
    /// <returns>Null when it has to be a whole crawl; nothing was appended then.</returns>
    /// <exception cref="MemoryBehindException">Nothing could be decided; nothing was appended.</exception>
    public async Task<CrawlResult?> CrawlFilesAsync(string id, IReadOnlyCollection<string> changed, CancellationToken ct)
    {
        using var turn = await turns.TakeAsync(id, ct);
        // Where owners decide what is refused, others' descriptors count too.
        if (!_files.TryGetValue(id, out var files) || options.OwnerPolicy is OwnerPolicy.Error)
            return null;
        var started = clock.GetUtcNow();
        var runId = Guid.CreateVersion7(started).ToString("N");
        using var activity = CrawlTelemetry.StartCrawl(id, runId);
        var mark = await writer.SettleAsync(ct);
        if (await memory.SourceAsync(id, ct) is not { State: { Registered: true, UnreachableBecause: null } } source
            || !string.Equals((await memory.ModelAsync(ct)).Fingerprint, files.Model.Fingerprint, StringComparison.Ordinal))
            return null;
        try
        {
            await using var tree = await readers.Of(source.State.Type!).OpenAsync(AddressOf(source), ct);
            var findings = await SameEntitiesAsync(id, tree, files, changed, ct);
            if (findings is null || source.State.Problems.Keys.Any(problem => findings.Exists(finding => string.Equals(finding.Path, problem.File, StringComparison.Ordinal))))
                return null;
            var known = await memory.FindAsync([.. findings.Select(finding => finding.Ref)], ct);
            if (!findings.TrueForAll(finding => known[finding.Ref].State is Entity.Live { Orphaned: false } live && live.Location == finding.Location))
                return null;
            var (entities, position) = await writer.AppendAsync(
                [.. findings.Select(finding => Observation(finding, options.Precedence))], known, tree.ProvenanceAsync, started, new AppendContext(Actor, runId), ct);
            return new CrawlResult(runId, id, findings.Count, entities.Count, 0, source.State.Problems.Count, position ?? mark, null, [.. source.State.Problems.Values]);
        }
        catch (Exception e) when (e is SourceUnreachableException or UnreadableFileException)
        {
            return null; // The whole crawl says so.
        }
    }

    /// <summary>What the files declare now; null unless those are the entities they declared before, each once, and none leads to other files.</summary>
    private static async Task<List<Finding>?> SameEntitiesAsync(
        string id, ISourceSnapshot tree, DescriptorFiles files, IReadOnlyCollection<string> changed, CancellationToken ct)
    {
        var findings = new List<Finding>();
        foreach (var location in changed)
        {
            if (tree.PathOf(location) is not { } path)
                return null;
            var before = files.Last(path);
            if (before is null)
            {
                // An editor's temporary file that is gone again concerns nobody; another may be what a Location waits for.
                if (files.HoldsBelow(path) || await tree.ExistsAsync(path, ct))
                    return null;
                continue;
            }

            if (await tree.ReadAsync(path, ct) is not { } content || before.Any(IsMoreThanItself))
                return null;
            var now = await files.JudgeAsync(path, content, stamp: null, (_, _) => throw new UnreadableFileException("placeholder", "It brings another file"), ct);
            if (now.Any(IsMoreThanItself) || !now.Select(document => document.Ref).SequenceEqual(before.Select(document => document.Ref)))
                return null;
            findings.AddRange(now.Select(document => new Finding(document.Ref!.Value, path, new DescriptorLocation(id, tree.LocationOf(path), tree.Origin), document)));
        }

        return findings.DistinctBy(finding => finding.Ref).Count() == findings.Count ? findings : null;
    }

    /// <summary>Whether what a document says hangs on other files, or others hang on it; or it is refused.</summary>
    internal static bool IsMoreThanItself(JudgedDocument document) =>
        document.Fault is not null || document.Files.Count > 1 || document.Ref is { Kind: "kind" } || LocationTargets.Of(document.Descriptor!.Value) is not null;
}
