using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>One reserved stream and the operations whose answers go over it. They wait until it is open.</summary>
/// <param name="place">Freed when it closes.</param>
internal sealed class SingleConnection(int maxOperations, IDisposable place)
{
    private readonly Operations operations = new(maxOperations);
    private readonly TaskCompletionSource<ServerSentEvents> open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int taken;

    /// <returns>True once: for who opens it, or for who gives it up because nobody came.</returns>
    public bool TryTake() => Interlocked.Exchange(ref taken, 1) == 0;

    /// <summary>The headers are out; answers may follow.</summary>
    public void Ready(ServerSentEvents stream) => open.TrySetResult(stream);

    /// <exception cref="RefusedRequest">It was not started.</exception>
    public void Start(string id, Func<CancellationToken, GraphQLSubscription> begin, IAsyncDisposable services)
    {
        var outcome = operations.Start(id, operation => RunAsync(id, begin, services, operation));
        if (outcome != Operations.Outcome.Started)
        {
            throw outcome switch
            {
                Operations.Outcome.IdInUse => new RefusedRequest(Outcome.Conflict, $"Operation \"{id}\" runs already on this stream.", "OPERATION_EXISTS"),
                Operations.Outcome.TooMany => new RefusedRequest(
                    Outcome.TooManyRequests, $"{maxOperations} operations run on this stream; stop one first.", "TOO_MANY_OPERATIONS"),
                _ => new RefusedRequest(Outcome.NotFound, "This stream is closed.", "STREAM_NOT_FOUND"),
            };
        }
    }

    public void Stop(string id) => operations.Stop(id);

    public async Task CloseAsync()
    {
        using (place)
            await operations.CloseAsync();
    }

    private async Task RunAsync(string id, Func<CancellationToken, GraphQLSubscription> begin, IAsyncDisposable services, Operations.Operation operation)
    {
        await using var scope = services;
        var ct = operation.Ended.Token;
        var subscription = begin(ct);
        var target = await open.Task.WaitAsync(ct);
        if (subscription.Refusal is { } refusal)
            await target.NextAsync(refusal, position: null, id, ct);
        await foreach (var result in subscription.Results)
            await target.NextAsync(result, position: null, id, ct);
        if (operations.TryFinish(id, operation))
            await target.CompleteAsync(id, ct);
    }
}
