using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>One reserved stream and the operations whose answers go over it. They wait until it is open.</summary>
internal sealed class SingleConnection
{
    private readonly Operations operations = new();
    private readonly TaskCompletionSource<ServerSentEvents> open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long reservedAt = TimeProvider.System.GetTimestamp();
    private ServerSentEvents? stream;

    /// <summary>Whether nobody came to open it for that long.</summary>
    public bool IsForgotten(TimeSpan after) => Volatile.Read(ref stream) is null && TimeProvider.System.GetElapsedTime(reservedAt) > after;

    /// <returns>False when another request has opened it.</returns>
    public bool TryOpen(ServerSentEvents opened) => Interlocked.CompareExchange(ref stream, opened, null) is null;

    /// <summary>The headers are out; answers may follow.</summary>
    public void Ready() => open.TrySetResult(stream!);

    /// <returns>Why not; null when it was started.</returns>
    public string? Start(string id, Func<CancellationToken, GraphQLSubscription> subscribe, IAsyncDisposable services) =>
        operations.Start(id, operation => RunAsync(id, subscribe, services, operation)) switch
        {
            Operations.Outcome.Started => null,
            Operations.Outcome.IdInUse => $"Operation \"{id}\" runs already on this stream.",
            Operations.Outcome.TooMany => $"{Operations.Max} operations run on this stream; stop one first.",
            _ => "This stream is closed.",
        };

    public void Stop(string id) => operations.Stop(id);

    public Task CloseAsync() => operations.CloseAsync();

    private async Task RunAsync(string id, Func<CancellationToken, GraphQLSubscription> subscribe, IAsyncDisposable services, Operations.Operation operation)
    {
        await using var scope = services;
        var ct = operation.Ended.Token;
        var subscription = subscribe(ct);
        var target = await open.Task.WaitAsync(ct);
        if (subscription.Refusal is { } refusal)
            await target.NextAsync(refusal, position: null, id, ct);
        await foreach (var result in subscription.Results)
            await target.NextAsync(result, position: null, id, ct);
        if (operations.TryFinish(id, operation))
            await target.CompleteAsync(id, ct);
    }
}
