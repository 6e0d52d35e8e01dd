using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EventCatalog.Benchmarks.Catalog;

/// <summary>What connections that ask again as soon as they were answered saw; times in milliseconds.</summary>
internal sealed record Seen(double RequestsPerSecond, double P50, double P99, long Requests);

/// <summary>
/// Asks over plain sockets, each a connection: it shares the machine with the server, and a whole HTTP client would cost as much as an answer.
/// </summary>
internal static class Load
{
    private const int Connections = 16;

    /// <param name="path">The path of the n-th request.</param>
    public static async Task<Seen> RunAsync(Uri server, Func<int, string> path, TimeSpan time)
    {
        var (next, until) = (-1, Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));
        var started = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await ConnectAsync(server);
            var times = new List<double>();
            while (Stopwatch.GetTimestamp() < until)
            {
                var asked = Stopwatch.GetTimestamp();
                await AskAsync(connection, server, path(Interlocked.Increment(ref next)));
                times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return times;
        })));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var sorted = all.SelectMany(times => times).Order().ToList();
        return new Seen(sorted.Count / seconds, sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.99)], sorted.Count);
    }

    private static async Task<Connection> ConnectAsync(Uri server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        return new Connection(socket, new byte[1024 * 1024]);
    }

    private static async Task AskAsync(Connection connection, Uri server, string path)
    {
        await connection.Socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\n\r\n"));
        var (read, end, length) = (0, -1, 0);
        while (end < 0 || (length < 0 ? !connection.Buffer.AsSpan(0, read).EndsWith("\r\n0\r\n\r\n"u8) : read < end + length))
        {
            var got = await connection.Socket.ReceiveAsync(connection.Buffer.AsMemory(read));
            if (got == 0)
                throw new InvalidOperationException($"The server closed the connection after GET {path}");
            read += got;
            if (end < 0 && connection.Buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) is >= 0 and var blank)
                (end, length) = (blank + 4, LengthOf(Encoding.ASCII.GetString(connection.Buffer, 0, blank), path));
        }
    }

    /// <summary>The length of the body; -1 for one that comes in chunks. No line ends stand in JSON, so that the last chunk cannot be mistaken.</summary>
    private static int LengthOf(string headers, string path)
    {
        if (!headers.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
            throw new InvalidOperationException($"GET {path} was answered {headers.Split('\r')[0]}");
        if (!headers.Contains("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            return -1;
        var at = headers.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) + "Content-Length: ".Length;
        return int.Parse(headers.AsSpan(at, headers.AsSpan(at).IndexOf('\r') is >= 0 and var line ? line : headers.Length - at), CultureInfo.InvariantCulture);
    }

    private sealed record Connection(Socket Socket, byte[] Buffer) : IDisposable
    {
        public void Dispose() => Socket.Dispose();
    }
}
