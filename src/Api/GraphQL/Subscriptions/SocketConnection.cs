using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>
/// One client on graphql-transport-ws. Messages go out one at a time, and no answer is made before the one before it was sent.
/// Source: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
/// </summary>
internal sealed class SocketConnection(
    WebSocket socket, StreamedOperations requests, string caller, IServiceScopeFactory scopes, StreamTiming timing, GraphQLOptions options, ILogger logger)
{
    private readonly Operations operations = new(options.MaxOperationsPerStream);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource initiated = new();
    private volatile bool isAcknowledged;
    private int closing;

    /// <summary>Talks until one side closes. Everything the client subscribed to is freed when this returns.</summary>
    /// <param name="stopping">The portal stops: the client is told to come back.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken ct)
    {
        await using var goingAway = stopping.UnsafeRegister(_ => _ = CloseAsync(1001, "The portal stops", ct), null);
        var waiting = CloseIfSilentAsync(ct);
        try
        {
            while (await ReceiveAsync(ct) is { } message)
            {
                if (await HandleAsync(message, ct) is { } fault)
                    await CloseAsync(fault.Code, fault.Reason, ct);
            }
        }
        catch (WebSocketException)
        {
            // The client went without a word.
        }
        finally
        {
            await initiated.CancelAsync();
            await waiting;
            await operations.CloseAsync();
            initiated.Dispose();
            turn.Dispose();
        }
    }

    /// <summary>Begins to close; only the first reason counts. The client's answer, or its silence, ends the reading.</summary>
    public async Task CloseAsync(int code, string reason, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref closing, 1) == 1)
            return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(timing.Close);
        try
        {
            await turn.WaitAsync(patience.Token);
            try
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, Shorten(reason), patience.Token);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // It reads no more, or is gone.
            socket.Abort();
        }
    }

    private async Task CloseIfSilentAsync(CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, initiated.Token);
        await Task.Delay(timing.Initialisation, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!either.IsCancellationRequested)
            await CloseAsync(4408, "Connection initialisation timeout", ct);
    }

    /// <returns>Null at the end.</returns>
    private async Task<JsonElement?> ReceiveAsync(CancellationToken ct)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var part = await socket.ReceiveAsync(text.GetMemory(1024), ct);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync((int)WebSocketCloseStatus.NormalClosure, "", ct);
                return null;
            }

            text.Advance(part.Count);
            if (text.WrittenCount > RequestReader.MaxBody)
            {
                await CloseAsync((int)WebSocketCloseStatus.MessageTooBig, $"A message may have {RequestReader.MaxBody} bytes", ct);
                return null;
            }

            if (!part.EndOfMessage)
                continue;
            try
            {
                return JsonElement.Parse(text.WrittenSpan);
            }
            catch (JsonException)
            {
                // Not an object, so it is refused as what it is: an invalid message.
                return default(JsonElement);
            }
        }
    }

    /// <returns>Why the connection must be closed; null when all is well.</returns>
    private async Task<(int Code, string Reason)?> HandleAsync(JsonElement message, CancellationToken ct)
    {
        if (Volatile.Read(ref closing) == 1)
            return null;
        switch (Text(message, "type"))
        {
            case "connection_init" when initiated.IsCancellationRequested:
                return (4429, "Too many initialisation requests");
            case "connection_init":
                await initiated.CancelAsync();
                isAcknowledged = true;
                await SendAsync(Messages.Socket("connection_ack", id: null, payload: null), ct);
                return null;
            case "ping":
                var echo = message.TryGetProperty("payload", out var given) && given.ValueKind == JsonValueKind.Object ? given.WriteTo : (Action<Utf8JsonWriter>?)null;
                await SendAsync(Messages.Socket("pong", id: null, echo), ct);
                return null;
            case "pong":
                return null;
            case "subscribe" when Text(message, "id") is { Length: > 0 } id && message.TryGetProperty("payload", out var payload):
                return isAcknowledged ? await StartAsync(id, payload, ct) : (4401, "Unauthorized");
            case "complete" when Text(message, "id") is { Length: > 0 } id:
                operations.Stop(id);
                return null;
            default:
                return (4400, "Invalid message");
        }
    }

    private async Task<(int Code, string Reason)?> StartAsync(string id, JsonElement payload, CancellationToken ct)
    {
        BeginOperation begin;
        try
        {
            begin = requests.Take(RequestReader.Of(payload), caller);
        }
        catch (RefusedRequest refused) when (refused.Outcome == Outcome.ParametersNotValid)
        {
            return (4400, $"Invalid message: {refused.Message}");
        }
        catch (RefusedRequest refused)
        {
            await SendErrorAsync(id, refused.ToResult(), ct);
            return null;
        }

        switch (operations.Start(id, operation => AnswerAsync(id, begin, operation, ct)))
        {
            case Operations.Outcome.IdInUse:
                return (4409, $"Subscriber for {id} already exists");
            case Operations.Outcome.TooMany:
                var error = new GraphQLError($"{options.MaxOperationsPerStream} operations run on this connection; complete one first.", "TOO_MANY_OPERATIONS");
                await SendErrorAsync(id, GraphQLResult.RequestError(error), ct);
                return null;
            default:
                return null;
        }
    }

    private async Task AnswerAsync(string id, BeginOperation begin, Operations.Operation operation, CancellationToken ct)
    {
        try
        {
            // Sending is not cancelled by the end of one operation: half a message would break all the others.
            await using var scope = scopes.CreateAsyncScope();
            var subscription = begin(scope.ServiceProvider, rootValue: null, operation.Ended.Token);
            var refusal = subscription.Refusal;
            await foreach (var result in subscription.Results)
            {
                operation.Ended.Token.ThrowIfCancellationRequested();
                if (result.IsRequestError)
                    refusal = result;
                else
                    await SendAsync(Messages.Socket("next", id, json => Messages.Write(json, result)), ct);
            }

            if (!operations.TryFinish(id, operation))
                return;
            if (refusal is not null)
                await SendErrorAsync(id, refusal, ct);
            else
                await SendAsync(Messages.Socket("complete", id, payload: null), ct);
        }
        catch (WebSocketException)
        {
            // The client is gone; the reading side notices too.
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LogError(error, "Answering operation {Id} on a WebSocket failed", id);
            await CloseAsync(4500, "Internal server error", ct);
        }
    }

    private Task SendErrorAsync(string id, GraphQLResult refusal, CancellationToken ct) =>
        SendAsync(Messages.Socket("error", id, Messages.Errors(refusal).WriteTo), ct);

    private async Task SendAsync(byte[] message, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            if (socket.State == WebSocketState.Open)
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, ct);
        }
        finally
        {
            turn.Release();
        }
    }

    private static string? Text(JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A close frame has room for 123 bytes.</summary>
    private static string Shorten(string reason) => Encoding.UTF8.GetByteCount(reason) <= 123 ? reason : reason[..30] + "…";
}
