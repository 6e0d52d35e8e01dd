namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>
/// Subscriptions at <c>/graphql</c>: server-sent events (graphql-sse, both modes) and WebSocket (graphql-transport-ws). Everything else
/// sent there is left to what comes after.
/// </summary>
public static class StreamingEndpoints
{
    private const string Path = "/graphql";

    internal static IServiceCollection AddGraphQLStreaming(this IServiceCollection services) => services
        .AddSingleton(new StreamTiming())
        .AddSingleton<StreamPlaces>()
        .AddSingleton<SharedAnswers>()
        .AddSingleton<StreamedOperations>()
        .AddSingleton<DistinctConnections>()
        .AddSingleton<SingleConnections>()
        .AddSingleton<Sockets>();

    public static IApplicationBuilder UseGraphQLStreaming(this IApplicationBuilder app)
    {
        var ping = app.ApplicationServices.GetRequiredService<StreamTiming>().Ping;
        // A peer that does not answer a ping for two intervals is gone, and what it subscribed to is freed.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = ping, KeepAliveTimeout = ping });
        return app.Use((http, next) => http.Request.Path == Path ? HandleAsync(http, next) : next(http));
    }

    private static async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        var services = http.RequestServices;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            if (http.WebSockets.IsWebSocketRequest)
                await services.GetRequiredService<Sockets>().HandleAsync(http, stopping);
            else if (SingleConnections.Wants(http.Request))
                await services.GetRequiredService<SingleConnections>().HandleAsync(http, ended.Token);
            else if (DistinctConnections.Wants(http.Request))
                await services.GetRequiredService<DistinctConnections>().HandleAsync(http, ended.Token);
            else
                await next(http);
        }
        catch (RefusedRequest refused)
        {
            await services.GetRequiredService<Answers>().RefuseAsync(http, refused, ResponseMedia.Json);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, or the portal stops. The stream ends without `complete`, which tells a client to come back.
        }
    }
}
