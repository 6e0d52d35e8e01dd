using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>
/// Many operations on one stream, for browsers on HTTP/1.1, which allow six connections: PUT reserves a stream, GET opens it, POST
/// starts an operation, DELETE stops one. Source: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
/// </summary>
internal sealed class SingleConnections(StreamedOperations operations, StreamPlaces places, StreamTiming timing, GraphQLOptions options)
{
    private const string Header = "X-GraphQL-Event-Stream-Token";

    private readonly ConcurrentDictionary<string, SingleConnection> connections = new(StringComparer.Ordinal);

    /// <summary>Whether a request belongs to this mode: it reserves or stops, or names a stream.</summary>
    public static bool Wants(HttpRequest request) =>
        HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method)
        || ((HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method)) && TokenOf(request) is not null);

    /// <exception cref="RefusedRequest">Nothing was done and nothing is written.</exception>
    public Task HandleAsync(HttpContext http, CancellationToken ct)
    {
        if (HttpMethods.IsPut(http.Request.Method))
            return ReserveAsync(http, ct);
        var token = TokenOf(http.Request);
        if (!connections.TryGetValue(token ?? "", out var connection))
            throw new RefusedRequest(Outcome.NotFound, "No stream is reserved under this token; reserve one with PUT.", "STREAM_NOT_FOUND");
        if (HttpMethods.IsDelete(http.Request.Method))
            return StopAsync(http, connection);
        return HttpMethods.IsGet(http.Request.Method) && ServerSentEvents.IsAccepted(http.Request)
            ? OpenAsync(http, token!, connection, ct)
            : StartAsync(http, connection, ct);
    }

    private async Task ReserveAsync(HttpContext http, CancellationToken ct)
    {
        var connection = new SingleConnection(options.MaxOperationsPerStream, places.Take(Caller.Of(http)));
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        connections.TryAdd(token, connection);
        _ = ForgetAsync(token, connection);
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(token, ct);
    }

    /// <summary>Gives a stream up that nobody comes to open.</summary>
    private async Task ForgetAsync(string token, SingleConnection connection)
    {
        await Task.Delay(timing.Reservation);
        if (connection.TryTake())
            await CloseAsync(token, connection);
    }

    private async Task OpenAsync(HttpContext http, string token, SingleConnection connection, CancellationToken ct)
    {
        if (!connection.TryTake())
            throw new RefusedRequest(Outcome.Conflict, "This stream is open already.", "STREAM_OPEN");
        using var stream = new ServerSentEvents(http.Response);
        try
        {
            await stream.OpenAsync(ct);
            connection.Ready(stream);
            await stream.KeepAliveAsync(timing.Ping, bookmark: null, ct, ct);
        }
        finally
        {
            await CloseAsync(token, connection);
        }
    }

    private Task CloseAsync(string token, SingleConnection connection)
    {
        connections.TryRemove(token, out _);
        return connection.CloseAsync();
    }

    private async Task StartAsync(HttpContext http, SingleConnection connection, CancellationToken ct)
    {
        var parameters = await RequestReader.ReadAsync(http.Request, ct);
        if (parameters.Extensions is not { } extensions || !extensions.TryGetProperty("operationId", out var id)
            || id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 } operation)
            throw new RefusedRequest(Outcome.ParametersNotValid, "Name the operation in extensions.operationId.", "BAD_REQUEST");

        var begin = operations.Take(parameters, http);
        var services = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        try
        {
            connection.Start(operation, ended => begin(services.ServiceProvider, rootValue: null, ended), services);
        }
        catch (RefusedRequest)
        {
            await services.DisposeAsync();
            throw;
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static Task StopAsync(HttpContext http, SingleConnection connection)
    {
        if (http.Request.Query["operationId"].ToString() is not { Length: > 0 } operation)
            throw new RefusedRequest(Outcome.ParametersNotValid, "Name the operation in the parameter operationId.", "BAD_REQUEST");
        connection.Stop(operation);
        return Task.CompletedTask;
    }

    private static string? TokenOf(HttpRequest request) =>
        request.Headers[Header].ToString() is { Length: > 0 } header ? header
        : request.Query["token"].ToString() is { Length: > 0 } parameter ? parameter
        : null;
}
