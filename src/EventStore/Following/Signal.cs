namespace EventCatalog.EventStore;

/// <summary>Wakes one waiter; a signal given while nobody waits is kept, several are kept as one.</summary>
internal sealed class Signal
{
    private readonly SemaphoreSlim _set = new(0, 1);
    private readonly Lock _lock = new();

    public void Set()
    {
        lock (_lock)
        {
            if (_set.CurrentCount == 0)
                _set.Release();
        }
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => _set.WaitAsync(longest, ct);
}

/// <summary>Wakes everyone who waits at the moment.</summary>
internal sealed class Broadcast
{
    private volatile TaskCompletionSource _next = New();

    /// <summary>Completes at the first <see cref="Send"/> after this was read.</summary>
    public Task Next => _next.Task;

    public void Send() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
