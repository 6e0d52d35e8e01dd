using System.Net.ServerSentEvents;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EventCatalog.Api.GraphQL;
using EventCatalog.Api.GraphQL.Subscriptions;
using EventCatalog.Domain;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.PostgresFixture;
using EventCatalog.ReadModels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventCatalog.Api.Tests.Subscriptions;

/// <summary>The streaming part of the portal on a real server and a real log.</summary>
internal sealed class StreamingPortal : IAsyncDisposable
{
    private static readonly EventTypes Types = new EventTypes().Add(CatalogEvents.All);

    private readonly WebApplication app;
    private readonly NpgsqlDataSource database;
    private readonly CancellationTokenSource stop = new();
    private readonly Task following;
    private int appended;

    private StreamingPortal(WebApplication app, NpgsqlDataSource database, EventLog log, Followers followers)
    {
        (this.app, this.database, Log, Followers) = (app, database, log, followers);
        following = followers.RunAsync(stop.Token);
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    public EventLog Log { get; }
    public Followers Followers { get; }
    public Uri Address { get; }
    public HttpClient Http { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="options">Default: as they are.</param>
    /// <param name="documents">The persisted ones; default: none.</param>
    /// <param name="extend">Adds to the schema.</param>
    public static async Task<StreamingPortal> StartAsync(
        GraphQLOptions? options = null, PersistedDocuments? documents = null, StreamTiming? timing = null, ExecutionOptions? executing = null, Action<SchemaBuilder>? extend = null)
    {
        var schema = new SchemaBuilder().AddReadModels();
        extend?.Invoke(schema);
        var own = await TestPostgres.NewDatabaseAsync(async template => await new EventLog(template, Types).MigrateAsync(Ct), "event-log");
        var log = new EventLog(own, Types);
        var followers = new Followers(log, own, AllReadModels.Projections, new FollowerOptions());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton(own).AddSingleton(log).AddSingleton(followers).AddSingleton(new BodyStore(own)).AddSingleton(new Heartbeats(own))
            .AddReadModelQueries()
            .AddSingleton(new GraphQLExecutor(schema.Build(), executing ?? new ExecutionOptions()))
            .AddSingleton<ReachedPosition>(() => followers.Reached)
            .AddGraphQLOverHttp(options ?? new GraphQLOptions(), documents ?? PersistedDocuments.None)
            .AddSingleton(timing ?? new StreamTiming());
        var server = builder.Build();
        server.UseGraphQLStreaming();
        server.MapGraphQL();
        await server.StartAsync(Ct);
        var portal = new StreamingPortal(server, own, log, followers);
        (await followers.WaitForAsync(0, TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();
        return portal;
    }

    /// <summary>Appends events one by one.</summary>
    /// <returns>Their positions.</returns>
    public async Task<List<long>> AppendAsync(int count)
    {
        var positions = new List<long>(count);
        for (var i = 0; i < count; i++)
            positions.AddRange(await AppendTogetherAsync(1));
        return positions;
    }

    /// <summary>Appends events in one transaction.</summary>
    /// <returns>Their positions.</returns>
    public async Task<IEnumerable<long>> AppendTogetherAsync(int count)
    {
        var events = Enumerable.Range(0, count).Select(_ => new NewEvent(
            appended++ % 2 == 0 ? new SourceEvent.SourceUnreachable("folder-test", "gone") : new SourceEvent.SourceReachable("folder-test"), DateTimeOffset.UnixEpoch)).ToList();
        var result = await Log.AppendAsync(new StreamAppend("source-folder-test", ExpectedVersion.Any, events), new AppendContext("tester"), Ct);
        return Enumerable.Range(1 - count, count).Select(offset => result.LastPosition + offset);
    }

    /// <summary>Does to the log what a restore does to it at its end.</summary>
    /// <returns>The position of the next event.</returns>
    public async Task<long> RestoreAsync() => (await new Epochs(database).BeginAsync(lostUpTo: 0, "a test", Ct)).First;

    /// <summary>Takes the tables of a read model away.</summary>
    public async Task BreakAsync(string readModelSchema)
    {
        await using var command = database.CreateCommand($"drop schema {readModelSchema} cascade");
        await command.ExecuteNonQueryAsync(Ct);
    }

    public async Task<HttpResponseMessage> StreamAsync(string query, string? lastEventId = null, CancellationToken? ct = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(query)}");
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct ?? Ct);
    }

    public static async IAsyncEnumerable<SseItem<string>> MessagesAsync(HttpResponseMessage response, CancellationToken? ct = null)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct ?? Ct);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(ct ?? Ct))
            yield return item;
    }

    public async Task<ClientWebSocket> ConnectAsync(string protocol = "graphql-transport-ws", string? origin = null, CancellationToken? ct = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(protocol);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new Uri($"ws://{Address.Authority}/graphql"), ct ?? Ct);
        return socket;
    }

    public static Task SendAsync(ClientWebSocket socket, string message, CancellationToken? ct = null) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, ct ?? Ct);

    /// <summary>The next message; null when the server closed.</summary>
    public static async Task<JsonElement?> ReceiveAsync(ClientWebSocket socket, CancellationToken? ct = null)
    {
        using var text = new MemoryStream();
        var part = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(part, ct ?? Ct);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            text.Write(part, 0, received.Count);
            if (received.EndOfMessage)
                return JsonElement.Parse(text.ToArray());
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(Ct);
        await app.DisposeAsync();
        await stop.CancelAsync();
        await following;
        stop.Dispose();
        TestPostgres.Drop(database);
    }
}
