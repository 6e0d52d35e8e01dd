using System.Collections.Concurrent;

namespace EventCatalog.EventStore.Tests;

/// <summary>Stands for SIGSTOP: what runs here goes no step further while it is frozen, and its connections stay open.</summary>
internal sealed class Freezable : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Step, object? State)> _waiting = new();
    private volatile bool _isFrozen;

    public Task Run(Func<Task> work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            return work();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public void Freeze() => _isFrozen = true;

    public void Thaw()
    {
        _isFrozen = false;
        while (_waiting.TryDequeue(out var next))
            Post(next.Step, next.State);
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (_isFrozen)
        {
            _waiting.Enqueue((d, state));
            return;
        }
        ThreadPool.QueueUserWorkItem(_ =>
        {
            SetSynchronizationContext(this);
            d(state);
            SetSynchronizationContext(null);
        });
    }
}
