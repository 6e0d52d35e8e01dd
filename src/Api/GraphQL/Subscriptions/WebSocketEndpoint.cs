using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>Takes or refuses a WebSocket.</summary>
internal static class WebSocketEndpoint
{
    private const string Protocol = "graphql-transport-ws";

    public static async Task HandleAsync(HttpContext http, GraphQLExecutor executor, CancellationToken stopping, CancellationToken ct)
    {
        // A browser opens a WebSocket to any site and does not ask. Without authentication, who the page belongs to is all there is to go by.
        if (!IsSameHost(http.Request))
        {
            await StreamRequest.RefuseAsync(http, StatusCodes.Status403Forbidden, $"A page of {http.Request.Headers.Origin} may not connect to {http.Request.Host}.", ct);
            return;
        }

        var isSpoken = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol, StringComparer.Ordinal);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(isSpoken ? Protocol : null);
        var connection = new SocketConnection(socket, executor, http.RequestServices);
        if (isSpoken)
            await connection.RunAsync(stopping, http.RequestAborted);
        else
            await connection.CloseAsync(4406, "Subprotocol not acceptable", ct);
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
