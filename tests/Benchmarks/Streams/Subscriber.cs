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
    private int held;

    /// <summary>Returns when the server has said that the stream is open.</summary>
    /// <param name="after">Where to begin; null for now.</param>
    public async Task OpenEventsAsync(Uri server, string path, long? after = null)
    {
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        var target = path == "/graphql" ? $"{path}?query={Uri.EscapeDataString(Query)}" : path;
        var resume = after is { } position ? string.Create(CultureInfo.InvariantCulture, $"Last-Event-ID: {position}\r\n") : "";
        // HTTP/1.0, because chunks would cut through events.
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.0\r\nHost: {server.Authority}\r\nAccept: text/event-stream\r\n{resume}\r\n"));
        while (buffer.AsSpan(0, held).IndexOf("id: "u8) < 0)
        {
            if (await socket.ReceiveAsync(buffer.AsMemory(held)) is > 0 and var count)
                held += count;
            else
                throw new IOException($"The server closed the stream: {Encoding.UTF8.GetString(buffer, 0, held)}");
        }

        Look();
        _ = ListenAsync(() => socket.ReceiveAsync(buffer.AsMemory(held)));
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
        _ = ListenAsync(async () => (await webSocket.ReceiveAsync(buffer.AsMemory(held), CancellationToken.None)).Count);
    }

    public void Dispose()
    {
        webSocket?.Dispose();
        socket.Dispose();
    }

    private Task SendAsync(string text) =>
        webSocket!.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private async Task ListenAsync(Func<ValueTask<int>> read)
    {
        try
        {
            while (await read() is > 0 and var count)
            {
                held += count;
                Look();
            }
        }
        catch (Exception error) when (error is SocketException or WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed at the end of the run.
        }
    }

    /// <summary>Counts the whole events that are held and keeps what may be the beginning of one.</summary>
    private void Look()
    {
        var left = buffer.AsSpan(0, held);
        while (left.IndexOf(Reason) is >= 0 and var at && left[(at + Reason.Length)..].IndexOf((byte)'"') is >= 0 and var length)
        {
            left = left[(at + Reason.Length)..];
            delivered(TimeProvider.System.GetElapsedTime(long.Parse(left[..length], CultureInfo.InvariantCulture)));
            left = left[length..];
        }

        // An event is never that long: only its beginning is worth keeping.
        left = left[Math.Max(0, left.Length - 512)..];
        left.CopyTo(buffer);
        held = left.Length;
    }
}
