using System.Globalization;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Changes;
using EventCatalog.ReadModels.Events;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>
/// One operation, one response. Each event's id is its position, so that a browser that lost the connection resumes by itself, with
/// <c>Last-Event-ID</c>. Source: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
/// </summary>
internal sealed class DistinctConnections(StreamedOperations operations, StreamPlaces places, Answers answers, StreamTiming timing)
{
    /// <summary>Whether a request belongs to this mode.</summary>
    public static bool Wants(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method)) && ServerSentEvents.IsAccepted(request);

    /// <exception cref="RefusedRequest">It is not begun; nothing is written.</exception>
    public async Task HandleAsync(HttpContext http, CancellationToken ct)
    {
        var bookmark = new EventBookmark(ResumeAt(http.Request));
        var begin = operations.Take(await RequestReader.ReadAsync(http.Request, ct), http);
        using var place = places.Take(Caller.Of(http));
        // Everything below hangs on this, so that a failed write ends the source too.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var stream = new ServerSentEvents(http.Response);
        var subscription = begin(http.RequestServices, bookmark, ended.Token);
        if (subscription.Refusal is { Errors: [BudgetExceeded] } exceeded)
        {
            await answers.SendAsync(http, exceeded, ResponseMedia.Json);
            return;
        }

        await stream.OpenAsync(ct);
        if (subscription.Refusal is { } refusal)
        {
            await stream.NextAsync(refusal, position: null, operation: null, ct);
            await stream.CompleteAsync(operation: null, ct);
            return;
        }

        // Told at once where it begins, a client cut off before the first event loses none either.
        await stream.PingAsync(bookmark.Position, ct);
        var pinging = stream.KeepAliveAsync(timing.Ping, bookmark, ended.Token, ct);
        try
        {
            await foreach (var result in subscription.Results)
                await stream.NextAsync(result, DonePosition(result.SourceEvent), operation: null, ct);
        }
        finally
        {
            await ended.CancelAsync();
            await pinging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await stream.CompleteAsync(operation: null, ct);
    }

    /// <summary>The position that is handed over whole with this answer.</summary>
    private static long? DonePosition(object? source) => source switch
    {
        RecordedEvent recorded => recorded.Position,
        Change { IsLast: true } change => change.Position,
        _ => null,
    };

    private static long? ResumeAt(HttpRequest request)
    {
        var lastEventId = request.Headers["Last-Event-ID"].ToString();
        if (lastEventId.Length == 0)
            return null;
        return long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new RefusedRequest(Outcome.ParametersNotValid, $"Last-Event-ID \"{lastEventId}\" is not a position of the log.", "BAD_REQUEST");
    }
}
