using System.Collections.Concurrent;
using EventCatalog.Domain.Descriptors.Kinds;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.History;

/// <summary>
/// Tells the log what the commits of a source did. Killed at any moment, the next time goes on where it was: it moves over the commits again and
/// tells what the log does not say yet.
/// </summary>
internal sealed class PastReplay(LogWriter writer, CrawlOptions options)
{
    private readonly ConcurrentDictionary<string, PastFold> _folds = new(StringComparer.Ordinal);

    /// <returns>What it found, and the position of the last event; null when all is told.</returns>
    /// <exception cref="SourceUnreachableException">The repository cannot be read on.</exception>
    public async Task<(PastReport Report, long? Position)?> RunAsync(
        RememberedSource source, ISourceSnapshot tree, CatalogModel model, DateTimeOffset now, AppendContext context, CrawlProgress progress, CancellationToken ct)
    {
        if (tree is not IKnowsPast { Past: { } past } || string.Equals(source.State.ToldUpTo, past.Head, StringComparison.Ordinal))
            return null;
        try
        {
            return await RunAsync(source, past, model, now, context, progress, ct);
        }
        catch (GitFailedException e)
        {
            throw new SourceUnreachableException($"The history of the git repository could not be read: {e.Message}");
        }
    }

    private async Task<(PastReport Report, long? Position)?> RunAsync(
        RememberedSource source, GitPast past, CatalogModel model, DateTimeOffset now, AppendContext context, CrawlProgress progress, CancellationToken ct)
    {
        var told = source.State.ToldUpTo;
        // What a branch held before it was rewritten, it held: that stays told, and what it holds instead is told from now on.
        if (told is not null && !await past.WentThroughAsync(told, ct))
            return (new PastReport(0, 0, 0), await EndAsync(source.Id, past.Head, new PastReport(0, 0, 0), now, context, ct));

        var fold = await FoldAsync(source, past, told, model, ct);
        var teller = new PastTeller(writer, source.Id, context);
        var (commits, unreadable, isTold) = (0, fold.Unreadable, told is null || fold.Commit is not null);
        progress.Enter(CrawlStage.Replaying, await past.CountAsync(fold.Commit, ct));
        var facts = new List<PastFact>();
        await foreach (var commit in past.CommitsAsync(fold.Commit, ct))
        {
            var did = await fold.MoveAsync(commit, now, ct);
            progress.Count();
            if (isTold && did is not null)
            {
                commits++;
                facts.AddRange(did);
            }

            if (!isTold)
                (isTold, unreadable) = (string.Equals(commit.Hash, told, StringComparison.Ordinal), fold.Unreadable);
            if (facts.Count >= 4 * options.BatchSize)
                await TellAsync();
        }

        await TellAsync();
        _folds[source.Id] = fold;
        var report = new PastReport(commits, teller.Found, fold.Unreadable - unreadable);
        if (told is not null && commits == 0)
            return null;
        return (report, await EndAsync(source.Id, past.Head, report, now, context, ct) ?? teller.Position);

        async Task TellAsync()
        {
            if (facts.Count == 0)
                return;
            await teller.TellAsync(facts, ct);
            facts.Clear();
            await writer.SettleAsync(ct);
        }
    }

    /// <summary>The fold where it stopped, if the branch went on from there; else one at the beginning, with all it will read brought at once.</summary>
    private async Task<PastFold> FoldAsync(RememberedSource source, GitPast past, string? told, CatalogModel model, CancellationToken ct)
    {
        // One that was cut short is not gone on with: what it had moved over may be untold.
        if (_folds.TryRemove(source.Id, out var fold) && told is not null && fold.Commit is { } at && fold.GoOn(past, source.State.Pattern, model) && await past.WentThroughAsync(at, ct))
            return fold;
        await past.BringAsync(DescriptorNames.Matcher(source.State.Pattern), ct);
        return new PastFold(source.Id, past, source.State.Pattern, model, options);
    }

    private async Task<long?> EndAsync(string id, string commit, PastReport report, DateTimeOffset now, AppendContext context, CancellationToken ct) =>
        (await writer.AppendAsync(id, state => SourceDecider.Decide(new ReportHistory(commit, report.Commits, report.Found, report.Unreadable), state), now, context, ct)).Position;
}
