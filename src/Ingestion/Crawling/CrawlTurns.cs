using System.Collections.Concurrent;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>One source is crawled, or withdrawn, by one at a time in this process.</summary>
public sealed class CrawlTurns
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>Waits for the source's turn; disposing of the answer ends it.</summary>
    public async Task<IDisposable> TakeAsync(string source, CancellationToken ct)
    {
        var turn = _turns.GetOrAdd(source, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(ct);
        return new Turn(turn);
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
