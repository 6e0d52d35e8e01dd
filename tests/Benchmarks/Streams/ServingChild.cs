using System.Globalization;
using System.Text;
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
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventCatalog.Benchmarks.Streams;

/// <summary>
/// The process whose time is measured: the log, its read models and the streaming part of the portal on a free port. It is told what
/// to do by lines, and answers each by a line. <c>/bare</c> is the floor: the same bytes to everybody, without a log or a query.
/// </summary>
internal static class ServingChild
{
    public const string Mode = "streams-serve";

    private static readonly EventTypes Types = new EventTypes().Add(CatalogEvents.All);

    public static async Task RunAsync()
    {
        var database = await TestPostgres.NewDatabaseAsync(async template => await new EventLog(template, Types).MigrateAsync(), "streams");
        var log = new EventLog(database, Types);
        var followers = new Followers(log, database, AllReadModels.Projections, new FollowerOptions());
        using var stop = new CancellationTokenSource();
        var following = followers.RunAsync(stop.Token);
        await using var app = Build(builder => builder.Services
            .AddSingleton(database).AddSingleton(log).AddSingleton(followers).AddSingleton(new BodyStore(database)).AddSingleton(new Heartbeats(database))
            .AddReadModelQueries()
            .AddSingleton(new GraphQLExecutor(new SchemaBuilder().AddReadModels().Build(), new ExecutionOptions()))
            .AddSingleton<ReachedPosition>(() => followers.Reached)
            .AddGraphQLOverHttp(new GraphQLOptions(), PersistedDocuments.None));
        var floor = new BareStreams();
        app.UseGraphQLStreaming();
        app.Map("/bare", floor.HandleAsync);
        await app.StartAsync();
        await followers.WaitForAsync(0, TimeSpan.FromSeconds(30), CancellationToken.None);
        Say(app.Urls.Single());

        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "append":
                    // The reason is when it was begun, for the one who reads it on a stream.
                    var events = Enumerable.Range(0, int.Parse(words[1], CultureInfo.InvariantCulture)).Select(_ => new NewEvent(
                        new SourceEvent.SourceUnreachable("folder-bench", Now()), DateTimeOffset.UnixEpoch)).ToList();
                    await log.AppendAsync(new StreamAppend("source-folder-bench", ExpectedVersion.Any, events), new AppendContext("bench"));
                    Say("done");
                    break;
                case "bare":
                    await floor.SendAsync($"event: next\nid: 1\ndata: {{\"data\":{{\"events\":{{\"position\":\"1\",\"data\":{{\"sourceId\":\"folder-bench\",\"reason\":\"{Now()}\"}}}}}}}}\n\n");
                    Say("done");
                    break;
                case "memory":
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    Say(GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture));
                    break;
            }
        }

        await stop.CancelAsync();
        await following;
    }

    private static string Now() => TimeProvider.System.GetTimestamp().ToString(CultureInfo.InvariantCulture);

    private static WebApplication Build(Action<WebApplicationBuilder> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        add(builder);
        return builder.Build();
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    /// <summary>As many open responses as come, each sent the same.</summary>
    private sealed class BareStreams
    {
        private readonly Lock gate = new();
        private readonly List<HttpResponse> open = [];

        public async Task HandleAsync(HttpContext http)
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(":\n\n:\nid: 1\n\n");
            await http.Response.Body.FlushAsync();
            lock (gate)
                open.Add(http.Response);
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (gate)
                open.Remove(http.Response);
        }

        public async Task SendAsync(string text)
        {
            List<HttpResponse> all;
            lock (gate)
                all = [.. open];
            var bytes = Encoding.UTF8.GetBytes(text);
            foreach (var response in all)
                await response.BodyWriter.WriteAsync(bytes);
        }
    }
}
