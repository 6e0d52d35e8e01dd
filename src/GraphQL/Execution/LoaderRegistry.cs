namespace EventCatalog.GraphQL.Execution;

internal interface ILoader
{
    bool HasQueue { get; }

    ValueTask DispatchAsync(CancellationToken ct);
}

/// <summary>The loaders of one request, by name and scope, in the order they were first used.</summary>
internal sealed class LoaderRegistry
{
    private readonly Dictionary<(string Name, Scope? Scope), ILoader> loaders = [];
    private readonly List<ILoader> inOrder = [];
    private TaskCompletionSource? signal;

    public Lock Gate { get; } = new();

    public Loader<TKey, TValue> Find<TKey, TValue>(
        string name, Scope? scope, Func<IReadOnlyList<TKey>, CancellationToken, ValueTask<IReadOnlyDictionary<TKey, TValue>>> batch)
        where TKey : notnull
    {
        lock (Gate)
        {
            if (!loaders.TryGetValue((name, scope), out var loader))
            {
                loaders.Add((name, scope), loader = new Loader<TKey, TValue>(this, batch));
                inOrder.Add(loader);
            }

            return loader as Loader<TKey, TValue>
                ?? throw new InvalidOperationException($"The loader \"{name}\" is used with two different types of keys or values.");
        }
    }

    /// <summary>
    /// Ends at the next <see cref="Signal"/> after this call: a resolver has ended, or one that was waiting elsewhere now waits for a batch.
    /// </summary>
    public Task NextSignal()
    {
        lock (Gate)
            return (signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public void Signal()
    {
        TaskCompletionSource? waiting;
        lock (Gate)
            (waiting, signal) = (signal, null);
        waiting?.SetResult();
    }

    /// <summary>Sends one batch for every loader that has keys, all at once, and waits for all of them.</summary>
    /// <returns>Whether there was any.</returns>
    public async ValueTask<bool> DispatchAsync(CancellationToken ct)
    {
        List<ILoader> ready;
        lock (Gate)
            ready = inOrder.FindAll(loader => loader.HasQueue);
        if (ready.Count == 1)
            await ready[0].DispatchAsync(ct);
        else if (ready.Count > 1)
            await Task.WhenAll(ready.ConvertAll(loader => loader.DispatchAsync(ct).AsTask()));
        return ready.Count > 0;
    }
}
