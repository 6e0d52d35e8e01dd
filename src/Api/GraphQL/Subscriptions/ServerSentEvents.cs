using System.Buffers;
using System.Globalization;
using System.Text;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Events;
using Microsoft.Net.Http.Headers;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>
/// One open stream of server-sent events. Every message is sent at once, one at a time; a writer waits while the client does not
/// read. Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
/// </summary>
internal sealed class ServerSentEvents(HttpResponse response) : IDisposable
{
    private const string MediaType = "text/event-stream";
    private readonly SemaphoreSlim turn = new(1, 1);

    public static bool IsAccepted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));

    /// <summary>Answers 200 and the headers, so that the client knows it is connected before there is anything to say.</summary>
    public Task OpenAsync(CancellationToken ct)
    {
        response.ContentType = $"{MediaType}; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        return WriteAsync(static output => Text(output, ":\n\n"), ct);
    }

    /// <summary>A comment, which keeps the connection; with a position, also the place a client will resume at.</summary>
    public Task PingAsync(long? position, CancellationToken ct) => WriteAsync(
        output =>
        {
            Text(output, ":\n");
            if (position is { } known)
                Text(output, string.Create(CultureInfo.InvariantCulture, $"id: {known}\n"));
            Text(output, "\n");
        },
        ct);

    /// <summary>
    /// Says again and again that the stream lives. A position in it is one that was handed over before, never one that is on its way:
    /// the bookmark moves when the next event is asked for.
    /// </summary>
    /// <param name="ended">Ends the pings, but not one that is being written.</param>
    public async Task KeepAliveAsync(TimeSpan interval, EventBookmark? bookmark, CancellationToken ended, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(interval);
        while (await timer.WaitForNextTickAsync(ended))
            await PingAsync(bookmark?.Position, ct);
    }

    /// <param name="position">Becomes the client's <c>Last-Event-ID</c>.</param>
    /// <param name="operation">The operation answered, where one stream carries several.</param>
    public Task NextAsync(GraphQLResult result, long? position, string? operation, CancellationToken ct) => WriteAsync(
        output =>
        {
            Text(output, "event: next\n");
            if (position is { } known)
                Text(output, string.Create(CultureInfo.InvariantCulture, $"id: {known}\n"));
            Text(output, "data: ");
            Messages.Write(output, result, operation);
            Text(output, "\n\n");
        },
        ct);

    /// <summary>The empty data line is needed: without one a browser's EventSource does not raise the event.</summary>
    public Task CompleteAsync(string? operation, CancellationToken ct) => WriteAsync(
        output =>
        {
            Text(output, "event: complete\ndata: ");
            if (operation is not null)
                Messages.WriteId(output, operation);
            Text(output, "\n\n");
        },
        ct);

    public void Dispose() => turn.Dispose();

    private async Task WriteAsync(Action<IBufferWriter<byte>> write, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            write(response.BodyWriter);
            await response.BodyWriter.FlushAsync(ct);
        }
        finally
        {
            turn.Release();
        }
    }

    private static void Text(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
