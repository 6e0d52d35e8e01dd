using EventCatalog.EventStore;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>What a crawl is doing.</summary>
public enum CrawlStage
{
    Opening,
    Replaying,
    Reading,
    Deciding,
    Appending,
}

/// <summary>How far a crawl is, kept as heartbeat <c>crawling/{source}</c> while it runs.</summary>
/// <param name="Done">Of the <paramref name="Total"/> files or entities of this stage.</param>
/// <param name="Total">0 where the stage has nothing to count.</param>
public sealed record CrawlStep(string RunId, string Source, CrawlStage Stage, int Done, int Total, DateTimeOffset StartedAt);

/// <summary>Tells of one crawl every second until disposed of; those that take less are not told of.</summary>
internal sealed class CrawlProgress : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _telling;
    private volatile CrawlStep _step;
    private int _done;

    public CrawlProgress(Heartbeats heartbeats, string run, string source, DateTimeOffset started, TimeProvider clock, Action<CrawlStep>? watch)
    {
        _step = new CrawlStep(run, source, CrawlStage.Opening, 0, 0, started);
        _telling = TellAsync(heartbeats, clock, watch);
    }

    public void Enter(CrawlStage stage, int total)
    {
        Volatile.Write(ref _done, 0);
        _step = _step with { Stage = stage, Total = total };
    }

    /// <summary>By any thread.</summary>
    public void Count(int more = 1) => Interlocked.Add(ref _done, more);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _telling;
        _stop.Dispose();
    }

    private async Task TellAsync(Heartbeats heartbeats, TimeProvider clock, Action<CrawlStep>? watch)
    {
        try
        {
            using var period = new PeriodicTimer(Period, clock);
            while (await period.WaitForNextTickAsync(_stop.Token))
            {
                var step = _step with { Done = Volatile.Read(ref _done) };
                watch?.Invoke(step);
                await heartbeats.BeatAsync($"crawling/{step.Source}", step, clock.GetUtcNow(), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or Npgsql.NpgsqlException)
        {
            // The crawl is over; or nobody learns how far it is, and it goes on.
        }
    }
}
