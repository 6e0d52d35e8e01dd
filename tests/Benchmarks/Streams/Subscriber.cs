using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace EventCatalog.Benchmarks.Streams;

/// <summary>One client that reads as cheaply as it can, because it shares the machine with the server: it looks for the time in each event.</summary>
internal sealed class Subscriber(Action<TimeSpan> delivered) : IDisposable
{
    private const string Query = "subscription { events { position data } }";
    private static readonly byte[] Reason = "\"reason\":\""u8.ToArray();

    private readonly byte[] buffer = new byte[16 * 1024];
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private ClientWebSocket? webSocket;

    /// <summary>Returns when the server has said that the stream is open.</summary>
    public async Task OpenEventsAsync(Uri server, string path)
    {
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        var target = path == "/graphql" ? $"{path}?query={Uri.EscapeDataString(Query)}" : path;
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: text/event-stream\r\n\r\n"));
        var heard = "";
        while (!heard.Contains("id: ", StringComparison.Ordinal))
        {
            if (await socket.ReceiveAsync(buffer) is > 0 and var count)
                heard += Encoding.UTF8.GetString(buffer, 0, count);
            else
                throw new IOException($"The server closed the stream: {heard}");
        }

        _ = ListenAsync(async () => await socket.ReceiveAsync(buffer));
    }

    /// <inheritdoc cref="OpenEventsAsync"/>
    public async Task OpenSocketAsync(Uri server)
    {
        webSocket = new ClientWebSocket();
        webSocket.Options.AddSubProtocol("graphql-transport-ws");
        await webSocket.ConnectAsync(new Uri($"ws://{server.Authority}/graphql"), CancellationToken.None);
        await SendAsync("""{"type":"connection_init"}""");
        await webSocket.ReceiveAsync(buffer, CancellationToken.None);
        await SendAsync($$$"""{"id":"1","type":"subscribe","payload":{"query":"{{{Query}}}"}}""");
        // The answer to a ping comes after what was sent before it.
        await SendAsync("""{"type":"ping"}""");
        await webSocket.ReceiveAsync(buffer, CancellationToken.None);
        _ = ListenAsync(async () => (await webSocket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).Count);
    }

    public void Dispose()
    {
        webSocket?.Dispose();
        socket.Dispose();
    }

    private Task SendAsync(string text) =>
        webSocket!.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task ListenAsync(Func<Task<int>> read)
    {
        try
        {
            while (await read() is > 0 and var count)
            {
                var left = buffer.AsMemory(0, count);
                while (left.Span.IndexOf(Reason) is >= 0 and var at)
                {
                    left = left[(at + Reason.Length)..];
                    delivered(TimeProvider.System.GetElapsedTime(long.Parse(left.Span[..left.Span.IndexOf((byte)'"')], CultureInfo.InvariantCulture)));
                }
            }
        }
        catch (Exception error) when (error is SocketException or WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed at the end of the run.
        }
    }
}
