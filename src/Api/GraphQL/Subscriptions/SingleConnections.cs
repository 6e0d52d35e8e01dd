using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>
/// Many operations on one stream, for browsers on HTTP/1.1, which allow six connections: PUT reserves a stream, GET opens it, POST
/// starts an operation, DELETE stops one. Source: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
/// </summary>
internal sealed class SingleConnections
{
    private const string Header = "X-GraphQL-Event-Stream-Token";
    private const int MaxStreams = 1_000;
    private static readonly TimeSpan ReservedFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, SingleConnection> connections = new(StringComparer.Ordinal);

    /// <summary>Whether a request belongs to this mode: it reserves or stops, or names a stream.</summary>
    public bool Wants(HttpRequest request) =>
        HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method) || TokenOf(request) is not null;

    public async Task HandleAsync(HttpContext http, GraphQLExecutor executor, CancellationToken ct)
    {
        if (HttpMethods.IsPut(http.Request.Method))
            await ReserveAsync(http, ct);
        else if (!connections.TryGetValue(TokenOf(http.Request) ?? "", out var connection))
            await StreamRequest.RefuseAsync(http, StatusCodes.Status404NotFound, "No stream is reserved under this token; reserve one with PUT.", ct);
        else if (HttpMethods.IsDelete(http.Request.Method))
            await StopAsync(http, connection, ct);
        else if (HttpMethods.IsGet(http.Request.Method) && ServerSentEvents.IsAccepted(http.Request))
            await OpenAsync(http, connection, ct);
        else
            await StartAsync(http, connection, executor, ct);
    }

    private async Task ReserveAsync(HttpContext http, CancellationToken ct)
    {
        foreach (var (old, connection) in connections)
        {
            if (connection.IsForgotten(ReservedFor) && connections.TryRemove(old, out _))
                await connection.CloseAsync();
        }

        if (connections.Count >= MaxStreams)
        {
            await StreamRequest.RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, $"{MaxStreams} streams are reserved or open; try again later.", ct);
            return;
        }

        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        connections.TryAdd(token, new SingleConnection());
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(token, ct);
    }

    private async Task OpenAsync(HttpContext http, SingleConnection connection, CancellationToken ct)
    {
        using var stream = new ServerSentEvents(http.Response);
        if (!connection.TryOpen(stream))
        {
            await StreamRequest.RefuseAsync(http, StatusCodes.Status409Conflict, "This stream is open already.", ct);
            return;
        }

        try
        {
            await stream.OpenAsync(ct);
            connection.Ready();
            await DistinctConnection.PingAsync(stream, bookmark: null, ct, ct);
        }
        finally
        {
            connections.TryRemove(TokenOf(http.Request)!, out _);
            await connection.CloseAsync();
        }
    }

    private static async Task StartAsync(HttpContext http, SingleConnection connection, GraphQLExecutor executor, CancellationToken ct)
    {
        if (await StreamRequest.ReadAsync(http, executor, ct) is not { } request)
            return;
        if (request.Extensions is not { } extensions || !extensions.TryGetProperty("operationId", out var id)
            || id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 } operation)
        {
            await StreamRequest.RefuseAsync(http, StatusCodes.Status400BadRequest, "Name the operation in extensions.operationId.", ct);
            return;
        }

        var services = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        if (connection.Start(operation, ended => executor.Subscribe(request, services.ServiceProvider, rootValue: null, ended), services) is { } refusal)
        {
            await services.DisposeAsync();
            await StreamRequest.RefuseAsync(http, StatusCodes.Status409Conflict, refusal, ct);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static async Task StopAsync(HttpContext http, SingleConnection connection, CancellationToken ct)
    {
        if (http.Request.Query["operationId"].ToString() is { Length: > 0 } operation)
            connection.Stop(operation);
        else
            await StreamRequest.RefuseAsync(http, StatusCodes.Status400BadRequest, "Name the operation in the parameter operationId.", ct);
    }

    private static string? TokenOf(HttpRequest request) =>
        request.Headers[Header].ToString() is { Length: > 0 } header ? header
        : request.Query["token"].ToString() is { Length: > 0 } parameter ? parameter
        : null;
}
