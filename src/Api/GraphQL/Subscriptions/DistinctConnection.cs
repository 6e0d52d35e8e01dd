using System.Globalization;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Events;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>
/// One operation, one response. Each event's id is its position, so that a browser that lost the connection resumes by itself, with
/// <c>Last-Event-ID</c>. Source: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
/// </summary>
internal static class DistinctConnection
{
    public static async Task HandleAsync(HttpContext http, GraphQLExecutor executor, CancellationToken ct)
    {
        var lastEventId = http.Request.Headers["Last-Event-ID"].ToString();
        long resumeAt = 0;
        if (lastEventId.Length > 0 && !long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out resumeAt))
        {
            await StreamRequest.RefuseAsync(http, StatusCodes.Status400BadRequest, $"Last-Event-ID \"{lastEventId}\" is not a position of the log.", ct);
            return;
        }

        if (await StreamRequest.ReadAsync(http, executor, ct) is not { } request)
            return;
        var bookmark = new EventBookmark(lastEventId.Length > 0 ? resumeAt : null);
        // Everything below hangs on this, so that a failed write ends the source too.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var stream = new ServerSentEvents(http.Response);
        var subscription = executor.Subscribe(request, http.RequestServices, bookmark, ended.Token);
        await stream.OpenAsync(ct);
        if (subscription.Refusal is { } refusal)
        {
            await stream.NextAsync(refusal, position: null, operation: null, ct);
            await stream.CompleteAsync(operation: null, ct);
            return;
        }

        // Told at once where it begins, a client cut off before the first event loses none either.
        await stream.PingAsync(bookmark.Position, ct);
        var pinging = PingAsync(stream, bookmark, ended.Token, ct);
        try
        {
            await foreach (var result in subscription.Results)
                await stream.NextAsync(result, (result.SourceEvent as RecordedEvent)?.Position, operation: null, ct);
        }
        finally
        {
            await ended.CancelAsync();
            await pinging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await stream.CompleteAsync(operation: null, ct);
    }

    /// <summary>
    /// Says that the stream lives. A position in it is one that was handed over before, never one that is on its way: the bookmark
    /// moves when the next event is asked for.
    /// </summary>
    /// <param name="ended">Ends the pings, but not one that is being written.</param>
    internal static async Task PingAsync(ServerSentEvents stream, EventBookmark? bookmark, CancellationToken ended, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(StreamingEndpoints.PingInterval);
        while (await timer.WaitForNextTickAsync(ended))
            await stream.PingAsync(bookmark?.Position, ct);
    }
}
