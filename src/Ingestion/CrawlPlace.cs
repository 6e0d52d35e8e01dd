namespace EventCatalog.Ingestion;

/// <summary>One of the places for crawls at the same time. Given back when disposed of, or earlier when the crawl takes long.</summary>
internal sealed class CrawlPlace : IDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly Timer _timer;
    private int _isBack;

    private CrawlPlace(SemaphoreSlim places, TimeSpan time)
    {
        _places = places;
        _timer = new Timer(_ => GiveBack(), null, time, Timeout.InfiniteTimeSpan);
    }

    public static async Task<CrawlPlace> TakeAsync(SemaphoreSlim places, TimeSpan time, CancellationToken ct)
    {
        await places.WaitAsync(ct);
        return new CrawlPlace(places, time);
    }

    public void Dispose()
    {
        _timer.Dispose();
        GiveBack();
    }

    private void GiveBack()
    {
        if (Interlocked.Exchange(ref _isBack, 1) == 0)
            _places.Release();
    }
}
