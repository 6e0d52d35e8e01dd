using System.Runtime.CompilerServices;
using EventCatalog.GraphQL.Execution;

namespace EventCatalog.GraphQL;

/// <summary>
/// Gathers keys from many fields and loads them in one batch. The executor sends a batch only when no field can go on without
/// one, so the number of batches depends on the query alone. One per request, name and scope; remembers what it loaded.
/// </summary>
public sealed class Loader<TKey, TValue> : ILoader
    where TKey : notnull
{
    private readonly LoaderRegistry registry;
    private readonly Func<IReadOnlyList<TKey>, CancellationToken, ValueTask<IReadOnlyDictionary<TKey, TValue>>> batch;
    private readonly Dictionary<TKey, PendingValue<TValue>> known = [];
    private List<TKey> queue = [];

    internal Loader(
        LoaderRegistry registry, Func<IReadOnlyList<TKey>, CancellationToken, ValueTask<IReadOnlyDictionary<TKey, TValue>>> batch)
    {
        this.registry = registry;
        this.batch = batch;
    }

    /// <summary>Remembers a value that came by another way, so that it need not be loaded; a key already asked for keeps its answer.</summary>
    public void Prime(TKey key, TValue? value)
    {
        var pending = new PendingValue<TValue>();
        pending.Complete(value, error: null, registry.Gate);
        lock (registry.Gate)
            known.TryAdd(key, pending);
    }

    bool ILoader.HasQueue => queue.Count > 0;

    internal PendingValue<TValue> Load(TKey key, FieldContext context)
    {
        PendingValue<TValue>? pending;
        lock (registry.Gate)
        {
            if (!known.TryGetValue(key, out pending))
            {
                known.Add(key, pending = new PendingValue<TValue>());
                queue.Add(key);
            }

            pending.AddWaiter(context);
        }

        registry.Signal();
        return pending;
    }

    async ValueTask ILoader.DispatchAsync(CancellationToken ct)
    {
        List<TKey> keys;
        lock (registry.Gate)
            (keys, queue) = (queue, []);
        IReadOnlyDictionary<TKey, TValue>? loaded = null;
        Exception? failure = null;
        try
        {
            loaded = await batch(keys, ct);
        }
        catch (Exception error)
        {
            // Every field that asked reports it; nothing is swallowed.
            failure = error;
        }

        foreach (var key in keys)
        {
            PendingValue<TValue> pending;
            lock (registry.Gate)
                pending = known[key];
            var value = loaded is not null && loaded.TryGetValue(key, out var found) ? found : default;
            pending.Complete(value, failure, registry.Gate);
        }
    }
}

/// <summary>A value that a later batch brings. Resolvers return it or await it.</summary>
public abstract class PendingValue
{
    private readonly TaskCompletionSource<object?> completion = new();
    private readonly List<FieldContext> waiters = [];

    internal bool IsDone { get; private set; }

    internal object? Value { get; private set; }

    internal Exception? Error { get; private set; }

    private protected Task<object?> Task => completion.Task;

    internal void AddWaiter(FieldContext context)
    {
        if (IsDone)
            return;
        context.LoadStarted();
        waiters.Add(context);
    }

    internal void Complete(object? value, Exception? error, Lock gate)
    {
        // After this nobody can become a waiter any more, so each one is counted down exactly once.
        lock (gate)
            (Value, Error, IsDone) = (value, error, true);
        foreach (var waiter in waiters)
            waiter.LoadEnded();
        // Awaiting resolvers go on right here, on the executor's own thread, in the order they asked.
        if (error is null)
        {
            completion.SetResult(value);
            return;
        }

        completion.SetException(error);
        // Seen here: fields that do not await report the error from Error, and no other observer may exist.
        _ = completion.Task.Exception;
    }
}

/// <inheritdoc cref="PendingValue"/>
public sealed class PendingValue<TValue> : PendingValue
{
    /// <summary>The loaded value; the type's default when the batch had none for the key.</summary>
    public TaskAwaiter<TValue?> GetAwaiter() => AwaitAsync().GetAwaiter();

    /// <summary>The value as an asynchronous resolver returns it.</summary>
    public ValueTask<object?> AsValueTask() => new(Task);

    public static implicit operator ValueTask<object?>(PendingValue<TValue> pending) => pending.AsValueTask();

    private async Task<TValue?> AwaitAsync() => (TValue?)await Task;
}
