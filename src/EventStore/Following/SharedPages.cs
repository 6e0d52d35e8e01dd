namespace EventCatalog.EventStore;

/// <summary>
/// Reads each page once for all followers that want it at about the same time: mostly they stand at the same position,
/// and reading and deserialising costs more than applying.
/// </summary>
internal sealed class SharedPages(EventLog log)
{
    private const int Kept = 4;

    private readonly Lock _lock = new();
    private readonly Queue<(long After, Task<IReadOnlyList<RecordedEvent>> Page)> _recent = new();

    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(long after, int limit, CancellationToken ct)
    {
        var (read, isOwn) = Begin(after, limit, ct);
        try
        {
            var page = await read;
            if (page.Count > 0 || isOwn)
                return page;
        }
        catch (OperationCanceledException) when (!isOwn && !ct.IsCancellationRequested)
        {
            // Whoever began it is no longer to follow; this one is.
        }

        // A read begun by someone else before the append that woke this follower: look again, or it would sleep through it.
        return await log.ReadAsync(after, limit, ct);
    }

    private (Task<IReadOnlyList<RecordedEvent>> Read, bool IsOwn) Begin(long after, int limit, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_recent.FirstOrDefault(recent => recent.After == after && IsWorthSharing(recent.Page)).Page is { } shared)
                return (shared, false);
            while (_recent.Count >= Kept)
                _recent.Dequeue();
            var own = log.ReadAsync(after, limit, ct);
            _recent.Enqueue((after, own));
            return (own, true);
        }
    }

    private static bool IsWorthSharing(Task<IReadOnlyList<RecordedEvent>> page) =>
        !page.IsCompleted || (page.IsCompletedSuccessfully && page.Result.Count > 0);
}
