using EventCatalog.Domain;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;
using Microsoft.Extensions.Logging;

namespace EventCatalog.Ingestion;

/// <summary>
/// Crawls every registered source: at start, on a timer, when its folder changes, and on request. A slow source keeps no other
/// waiting as long as there are free places.
/// </summary>
public sealed partial class CrawlSchedule(
    Crawler crawler, Abandoned abandoned, LogWriter writer, CrawlerMemory memory, AllReaders readers, CrawlOptions options, TimeProvider clock, ILogger<CrawlSchedule> logger) : IDisposable
{
    private static readonly TimeSpan LookForSources = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _places = new(options.Parallelism, options.Parallelism);
    private readonly Dictionary<string, Task<CrawlResult>> _requested = new(StringComparer.Ordinal);
    private readonly Lock _requests = new();

    /// <summary>Whether this process is the one that crawls on and on; another node may be.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Crawls until cancelled. Run it once at a time.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        IsRunning = true;
        var loops = new Dictionary<string, (Task Loop, CancellationTokenSource Stop)>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                var sources = await SourcesOrNullAsync(ct);
                foreach (var source in sources?.Where(source => !loops.ContainsKey(source.Id)) ?? [])
                {
                    var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
                    loops[source.Id] = (Task.Run(() => FollowAsync(source, stop.Token), CancellationToken.None), stop);
                }

                foreach (var id in sources is null ? [] : loops.Keys.Except(sources.Select(source => source.Id), StringComparer.Ordinal).ToArray())
                {
                    await EndAsync(loops[id]);
                    loops.Remove(id);
                }

                await Task.Delay(LookForSources, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            IsRunning = false;
            foreach (var loop in loops.Values)
                await EndAsync(loop);
        }
    }

    /// <summary>Crawls all registered sources once.</summary>
    /// <returns>One result for each source, in the order of their ids.</returns>
    public async Task<IReadOnlyList<CrawlResult>> CrawlAllAsync(CancellationToken ct)
    {
        await writer.SettleAsync(ct);
        var results = (await CrawlAsync((await ReadableAsync(ct)).Select(source => source.Id), ct)).ToDictionary(result => result.Source, StringComparer.Ordinal);
        // What one let go, another that was crawled already may wait for.
        foreach (var result in await CrawlAsync(results.Values.SelectMany(result => result.Released).Distinct(StringComparer.Ordinal).ToArray(), ct))
            results[result.Source] = result with { Changed = results[result.Source].Changed + result.Changed };
        await abandoned.RemoveAsync(ct);
        return [.. results.Values.OrderBy(result => result.Source, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<CrawlResult>> CrawlAsync(IEnumerable<string> sources, CancellationToken ct) => await Task.WhenAll(sources.Select(async id =>
    {
        using var place = await CrawlPlace.TakeAsync(_places, options.PlaceTime, ct);
        return await crawler.CrawlAsync(id, ct);
    }));

    /// <summary>
    /// Crawls now, before all scheduled crawls. Requests that wait for the same source share the crawl, which sees everything
    /// that was in the source when they were made.
    /// </summary>
    /// <param name="source">Id of a source, or the reference of an entity, whose source is then crawled.</param>
    /// <param name="ct">Stops waiting; the crawl goes on.</param>
    /// <exception cref="RuleViolation">There is no such source or entity.</exception>
    public async Task<CrawlResult> RequestAsync(string source, CancellationToken ct)
    {
        await writer.SettleAsync(ct);
        var id = await memory.SourceAsync(source, ct) is { State.Registered: true } ? source
            : EntityRef.TryParse(source, out var entity) && await memory.SourceOfAsync(entity, ct) is { } its ? its
            : throw new RuleViolation($"\"{source}\" is neither a registered source nor an entity of the catalog");
        if (await memory.SourceAsync(id, ct) is { State.Type: var type } && !readers.Types.Contains(type, StringComparer.Ordinal))
            throw new RuleViolation($"The source \"{id}\" is of type \"{type}\": it was made up, there is nothing to crawl");

        Task<CrawlResult> crawl;
        lock (_requests)
        {
            if (!_requested.TryGetValue(id, out crawl!))
                _requested[id] = crawl = Task.Run(() => CrawlRequestedAsync(id), CancellationToken.None);
        }

        return await crawl.WaitAsync(ct);
    }

    public void Dispose() => _places.Dispose();

    private async Task<CrawlResult> CrawlRequestedAsync(string id)
    {
        var waiting = true;
        try
        {
            var result = await crawler.CrawlAsync(id, CancellationToken.None, begun: Forget);
            await Task.WhenAll(result.Released.Select(waiting => CrawlAsync(waiting, CancellationToken.None)));
            return result;
        }
        finally
        {
            Forget();
        }

        void Forget()
        {
            lock (_requests)
            {
                if (waiting)
                    _requested.Remove(id);
                waiting = false;
            }
        }
    }

    private async Task FollowAsync(RememberedSource source, CancellationToken ct)
    {
        var failures = 0;
        var (type, target) = (source.State.Type!, source.State.Target!);
        FolderWatch? watch = null;
        IReadOnlyCollection<string>? changed = null;
        try
        {
            for (var whole = clock.GetTimestamp(); ;)
            {
                // Before the crawl: what changes while it reads is crawled after it.
                watch ??= FolderWatch.Of(type, target, options.Debounce);
                if (changed is null || !await CrawlFilesAsync(source.Id, changed, ct))
                {
                    failures = await CrawlAsync(source.Id, ct) ? 0 : failures + 1;
                    whole = clock.GetTimestamp();
                }

                // However often single files change, all of them are looked at in time.
                var pause = Pause(type, failures) - clock.GetElapsedTime(whole);
                changed = await WaitAsync(watch, pause > TimeSpan.Zero ? pause : TimeSpan.Zero, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Withdrawn, or the schedule ends.
        }
        finally
        {
            watch?.Dispose();
        }
    }

    /// <returns>Whether the source could be read.</returns>
    private async Task<bool> CrawlAsync(string id, CancellationToken ct)
    {
        IReadOnlyList<string> released = [];
        try
        {
            using var place = await CrawlPlace.TakeAsync(_places, options.PlaceTime, ct);
            var result = await crawler.CrawlAsync(id, ct);
            if (result.Unreachable is { } reason)
                LogUnreachable(id, reason);
            else if (result.Changed + result.Removed > 0)
                LogCrawled(id, result.Found, result.Changed, result.Removed, result.Failed);
            released = result.Released;
            return result.Unreachable is null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One source must not stop the others; it is tried again, and the log of the process says what happened.
            LogFailed(e, id);
            return false;
        }
        finally
        {
            foreach (var waiting in released)
                await CrawlAsync(waiting, ct);
        }
    }

    /// <returns>Whether reading the files was enough; if not, the source has to be crawled.</returns>
    private async Task<bool> CrawlFilesAsync(string id, IReadOnlyCollection<string> files, CancellationToken ct)
    {
        try
        {
            return await crawler.CrawlFilesAsync(id, [.. files.Select(file => $"file:{file}")], ct) is not null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, id);
            return false;
        }
    }

    /// <returns>The files whose change ended the pause; null when it was over, or everything may have changed.</returns>
    private async Task<IReadOnlyCollection<string>?> WaitAsync(FolderWatch? watch, TimeSpan pause, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pauses = Task.Delay(pause, clock, enough.Token);
        var changes = watch?.ChangedAsync(enough.Token);
        await (changes is null ? pauses : await Task.WhenAny(pauses, changes));
        await enough.CancelAsync();
        return changes is { IsCompletedSuccessfully: true } ? await changes : null;
    }

    private TimeSpan Pause(string type, int failures)
    {
        if (failures == 0)
            return options.IntervalOf(type);
        var longer = options.Interval * Math.Pow(2, Math.Min(failures - 1, 30));
        return longer < options.LongestBackOff ? longer : options.LongestBackOff;
    }

    private async Task<IReadOnlyList<RememberedSource>?> SourcesOrNullAsync(CancellationToken ct)
    {
        try
        {
            await abandoned.RemoveAsync(ct);
            return await ReadableAsync(ct);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or MemoryBehindException)
        {
            LogNoSources(e);
            return null;
        }
    }

    private async Task<IReadOnlyList<RememberedSource>> ReadableAsync(CancellationToken ct) =>
        [.. (await memory.SourcesAsync(ct)).Where(source => readers.Types.Contains(source.State.Type, StringComparer.Ordinal))];

    private static async Task EndAsync((Task Loop, CancellationTokenSource Stop) loop)
    {
        await loop.Stop.CancelAsync();
        await loop.Loop;
        loop.Stop.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Crawled {Source}: {Found} found, {Changed} changed, {Removed} removed, {Failed} refused")]
    private partial void LogCrawled(string source, int found, int changed, int removed, int failed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Source {Source} cannot be read: {Reason}")]
    private partial void LogUnreachable(string source, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The crawl of {Source} failed and is tried again")]
    private partial void LogFailed(Exception failure, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The registered sources cannot be read from the database")]
    private partial void LogNoSources(Exception failure);
}
