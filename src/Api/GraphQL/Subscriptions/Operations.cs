namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>The operations that run on one connection, each under an id of the client's. All end with it.</summary>
/// <param name="max">What may run at once.</param>
internal sealed class Operations(int max)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Operation> running = new(StringComparer.Ordinal);
    private bool isClosed;

    public enum Outcome
    {
        Started,
        IdInUse,
        TooMany,
        Closed,
    }

    /// <summary>Runs something under an id until it ends, the id is stopped, or the connection closes.</summary>
    /// <param name="run">Gets the token that ends it.</param>
    public Outcome Start(string id, Func<Operation, Task> run)
    {
        var operation = new Operation();
        lock (gate)
        {
            if (isClosed)
                return Outcome.Closed;
            if (running.Count >= max)
                return Outcome.TooMany;
            if (!running.TryAdd(id, operation))
                return Outcome.IdInUse;
        }

        operation.Running = RunAsync(id, operation, run);
        return Outcome.Started;
    }

    /// <summary>Ends an operation and frees its id; one that is not running is not an error, its end may have crossed the request.</summary>
    public void Stop(string id)
    {
        if (Take(id) is { } operation)
            operation.Ended.Cancel();
    }

    /// <summary>Frees an id, so that its last message can be sent.</summary>
    /// <returns>False when the client has stopped it meanwhile and wants to hear no more.</returns>
    public bool TryFinish(string id, Operation operation)
    {
        lock (gate)
            return running.TryGetValue(id, out var current) && current == operation && running.Remove(id);
    }

    /// <summary>Ends all, and waits until they have.</summary>
    public async Task CloseAsync()
    {
        List<Operation> left;
        lock (gate)
        {
            isClosed = true;
            left = [.. running.Values];
            running.Clear();
        }

        foreach (var operation in left)
            await operation.Ended.CancelAsync();
        await Task.WhenAll(left.Select(operation => operation.Running));
    }

    private async Task RunAsync(string id, Operation operation, Func<Operation, Task> run)
    {
        await Task.Yield();
        try
        {
            await run(operation);
        }
        catch (OperationCanceledException) when (operation.Ended.IsCancellationRequested)
        {
            // Stopped by the client, or gone with the connection.
        }
        finally
        {
            TryFinish(id, operation);
        }
    }

    private Operation? Take(string id)
    {
        lock (gate)
            return running.Remove(id, out var operation) ? operation : null;
    }

    internal sealed class Operation
    {
        /// <summary>Never disposed: it has no timer, and the client may stop it at any time.</summary>
        public CancellationTokenSource Ended { get; } = new();

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
