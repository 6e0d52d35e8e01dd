namespace EventCatalog.Api.Live;

public static class LiveEndpoints
{
    /// <summary>Server-sent events: <c>changed</c> with a <see cref="LiveChange"/>.</summary>
    public static void MapLive(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/live", (LiveUpdates updates, HttpContext http, IHostApplicationLifetime lifetime) =>
        {
            http.Response.Headers["X-Accel-Buffering"] = "no";
            var ct = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
            http.Response.RegisterForDispose(ct);
            return TypedResults.ServerSentEvents(updates.ListenAsync(ct.Token));
        });
}
