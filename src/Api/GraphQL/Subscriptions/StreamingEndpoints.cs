using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>
/// Subscriptions at <c>/graphql</c>: server-sent events (graphql-sse, both modes) and WebSocket (graphql-transport-ws). Everything else
/// sent there is left to what comes after.
/// </summary>
public static class StreamingEndpoints
{
    private const string Path = "/graphql";

    /// <summary>How often a quiet stream says that it lives; proxies give up on silence after a minute or so.</summary>
    internal static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(12);

    public static IApplicationBuilder UseGraphQLStreaming(this IApplicationBuilder app)
    {
        var streams = new SingleConnections();
        // A peer that does not answer a ping for two intervals is gone, and what it subscribed to is freed.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = PingInterval, KeepAliveTimeout = PingInterval });
        return app.Use((http, next) => http.Request.Path == Path ? HandleAsync(http, next, streams) : next(http));
    }

    private static async Task HandleAsync(HttpContext http, RequestDelegate next, SingleConnections streams)
    {
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var executor = http.RequestServices.GetRequiredService<GraphQLExecutor>();
        try
        {
            if (http.WebSockets.IsWebSocketRequest)
                await WebSocketEndpoint.HandleAsync(http, executor, stopping, ended.Token);
            else if (streams.Wants(http.Request))
                await streams.HandleAsync(http, executor, ended.Token);
            else if (ServerSentEvents.IsAccepted(http.Request))
                await DistinctConnection.HandleAsync(http, executor, ended.Token);
            else
                await next(http);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, or the portal stops. The stream ends without `complete`, which tells a client to come back.
        }
    }
}
