namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>Takes or refuses a WebSocket.</summary>
internal sealed class Sockets(StreamedOperations operations, StreamPlaces places, StreamTiming timing, GraphQLOptions options, ILogger<Sockets> logger)
{
    private const string Protocol = "graphql-transport-ws";

    // Source: https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number
    private const int TryAgainLater = 1013;

    /// <exception cref="RefusedRequest">The page that asks is foreign; there is no socket.</exception>
    public async Task HandleAsync(HttpContext http, CancellationToken stopping)
    {
        // A browser opens a WebSocket to any site and does not ask. Without authentication, who the page belongs to is all there is to go by.
        if (!IsSameHost(http.Request))
            throw new RefusedRequest(Outcome.Forbidden, $"A page of {http.Request.Headers.Origin} may not connect to {http.Request.Host}.", "FOREIGN_PAGE");

        var isSpoken = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol, StringComparer.Ordinal);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(isSpoken ? Protocol : null);
        var caller = Caller.Of(http);
        var scopes = http.RequestServices.GetRequiredService<IServiceScopeFactory>();
        var connection = new SocketConnection(socket, operations, caller, scopes, timing, options, logger);
        if (!isSpoken)
        {
            await connection.CloseAsync(4406, "Subprotocol not acceptable", http.RequestAborted);
            return;
        }

        IDisposable place;
        try
        {
            place = places.Take(caller);
        }
        catch (RefusedRequest full)
        {
            // Said on the socket, where a page can hear it; clients come back by themselves after this code.
            await connection.CloseAsync(TryAgainLater, full.Message, http.RequestAborted);
            return;
        }

        using (place)
            await connection.RunAsync(stopping, http.RequestAborted);
    }

    /// <summary>Programs send no origin; a page of another host, or another port of this one, is foreign.</summary>
    private static bool IsSameHost(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && HostString.FromUriComponent(page).Equals(WithPort(request.Host, page.Scheme)));
    }

    // A host header leaves the usual port out, and FromUriComponent does too.
    private static HostString WithPort(HostString host, string scheme) =>
        (host.Port, scheme) is (80, "http") or (443, "https") ? new HostString(host.Host) : host;
}
