using System.Buffers;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Plugins;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.PostgresFixture;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventCatalog.ReadModels.Tests;

/// <summary>A catalog of one test: what is observed goes through the deciders into a real log, and is read by GraphQL.</summary>
public sealed class Catalog : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public const string Source = "folder-test";

    private static readonly Schema Schema = new SchemaBuilder().AddReadModels().Build();
    private static readonly EventTypes Types = new EventTypes().Add(CatalogEvents.All);

    private static readonly string[] ReadModels = [.. AllReadModels.Projections.Select(projection => projection.Name)];

    private readonly NpgsqlDataSource database;
    private readonly CancellationTokenSource stop = new();
    private readonly Task following;
    private readonly ServiceProvider services;
    private readonly GraphQLExecutor executor;
    private readonly Dictionary<EntityRef, (Entity State, long Version)> entities = [];
    private DateTimeOffset clock = Noon;

    private Catalog(NpgsqlDataSource database, params IReadOnlyList<IProjection> more)
    {
        this.database = database;
        Log = new EventLog(database, Types);
        Followers = new Followers(Log, database, [.. AllReadModels.Projections, .. more], new FollowerOptions());
        services = new ServiceCollection()
            .AddSingleton(database)
            .AddSingleton(Log)
            .AddSingleton(new BodyStore(database))
            .AddSingleton(new Heartbeats(database))
            .AddSingleton(Followers)
            .AddSingleton(new SigningKeyFile(Path.Combine(Directory.CreateTempSubdirectory().FullName, "anchors.pem")))
            .AddSingleton(provider => new Anchors(database, Log, new AnchorOptions(), provider.GetRequiredService<SigningKeyFile>()))
            .AddSingleton(provider => new VerificationRuns(
                new PacedVerification(database, Log), Log, provider.GetRequiredService<Heartbeats>(), "one:7", TimeProvider.System))
            .AddReadModelQueries()
            .BuildServiceProvider();
        executor = new GraphQLExecutor(Schema, new ExecutionOptions { OnError = (error, _) => Errors.Add(error) });
        following = Followers.RunAsync(stop.Token);
    }

    public NpgsqlDataSource Database => database;
    public EventLog Log { get; }
    public Followers Followers { get; }
    public T Query<T>() where T : notnull => services.GetRequiredService<T>();
    public BodyStore Bodies => services.GetRequiredService<BodyStore>();
    public List<Exception> Errors { get; } = [];
    public long Position { get; private set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="more">Followed beside the read models of the portal; queries do not wait for them.</param>
    public static async Task<Catalog> CreateAsync(params IReadOnlyList<IProjection> more) => new(await TestPostgres.NewDatabaseAsync(
        async template => await new EventLog(template, Types).MigrateAsync(Ct), "event-log"), more);

    /// <summary>Over a log that is there already, brought to the schema of today.</summary>
    public static async Task<Catalog> OverAsync(NpgsqlDataSource database)
    {
        await new EventLog(database, Types).MigrateAsync(Ct);
        var catalog = new Catalog(database);
        catalog.Position = await catalog.Log.MarkAsync(Ct);
        return catalog;
    }

    /// <summary>Queries wait until the read models have passed what was appended beside this catalog's back.</summary>
    public void AppendedUpTo(long position) => Position = Math.Max(Position, position);

    /// <summary>Each observation is an hour later than the one before, from noon on.</summary>
    public async Task<long> SeeAsync(string descriptor, string file = "catalog-info.yaml", string source = Source)
    {
        var element = JsonElement.Parse(descriptor);
        var location = new DescriptorLocation(source, $"file:/shop/{file}", "file:/shop");
        return await DecideAsync(Descriptor.RefOf(element), state => EntityDecider.Decide(new ObserveEntity(location, element), state));
    }

    public Task<long> RemoveAsync(string reference) =>
        DecideAsync(EntityRef.Parse(reference), state => EntityDecider.Decide(new RemoveEntity("gone"), state));

    /// <summary>An entity goes on under the name that a descriptor gives it, if it is in the catalog and the name is free.</summary>
    /// <returns>The position of the renaming.</returns>
    public async Task<long> RenameAsync(string from, string descriptor)
    {
        clock = clock.AddHours(1);
        var element = JsonElement.Parse(descriptor);
        var (old, to) = (EntityRef.Parse(from), Descriptor.RefOf(element));
        var (was, wasVersion) = entities.GetValueOrDefault(old, (Entity.None, 0L));
        var (state, version) = entities.GetValueOrDefault(to, (Entity.None, 0L));
        if (RenameDecider.Decide(new RenameEntity(element), was, state) is not { } renaming)
            return Position;
        var results = await Log.AppendAsync(
            [new StreamAppend(EntityDecider.StreamOf(to), version, [new NewEvent(renaming.Begin, clock)]), new StreamAppend(EntityDecider.StreamOf(old), wasVersion, [new NewEvent(renaming.End, clock)])],
            new AppendContext("Ann <ann@example.com>", "run-1"), Ct);
        entities[to] = (EntityDecider.Evolve(state, renaming.Begin), results[0].Version);
        entities[old] = (EntityDecider.Evolve(was, renaming.End), results[1].Version);
        Position = results[1].LastPosition;
        await SeeAsync(descriptor);
        return results[0].FirstPosition;
    }

    /// <summary>A fact as it stands, decided by nobody.</summary>
    public async Task<long> RecordAsync(EntityEvent happened, DateTimeOffset effectiveAt)
    {
        var result = await Log.AppendAsync(
            new StreamAppend(EntityDecider.StreamOf(happened.Entity), ExpectedVersion.Any, [new NewEvent(happened, effectiveAt)]), new AppendContext("tester"), Ct);
        return Position = result.LastPosition;
    }

    public Task<long> OrphanAsync(string reference) =>
        DecideAsync(EntityRef.Parse(reference), state => EntityDecider.Decide(new OrphanEntity("nothing refers to it"), state));

    public async Task SeeSourceAsync(params SourceEvent[] events)
    {
        var result = await Log.AppendAsync(
            new StreamAppend($"source-{Source}", ExpectedVersion.Any, [.. events.Select(e => new NewEvent(e, clock))]), new AppendContext("tester"), Ct);
        Position = result.LastPosition;
    }

    /// <summary>What others than crawlers record.</summary>
    public async Task<long> AppendAsync(string stream, object happened, DateTimeOffset at)
    {
        var result = await Log.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [new NewEvent(happened, at)]), new AppendContext("tester"), Ct);
        return Position = result.LastPosition;
    }

    /// <param name="actor">Who did it.</param>
    public async Task SeePluginAsync(string actor, PluginEvent happened)
    {
        var result = await Log.AppendAsync(
            new StreamAppend(PluginDecider.StreamOf(PluginEvent.IdOf(happened)), ExpectedVersion.Any, [new NewEvent(happened, clock)]), new AppendContext(actor), Ct);
        Position = result.LastPosition;
    }

    /// <summary>The data of a query once every read model has passed what was appended; any error fails the test.</summary>
    public async Task<JsonElement> AskAsync(string query, object? variables = null)
    {
        var answer = await AnswerAsync(query, variables);
        answer.TryGetProperty("errors", out var errors).ShouldBeFalse($"{errors} {string.Join("\n", Errors)}");
        return answer.GetProperty("data");
    }

    /// <summary>Waits until every read model has passed a position.</summary>
    public async Task WaitAsync(long position) =>
        (await Followers.WaitForAsync(position, TimeSpan.FromMinutes(5), Ct, ReadModels)).ShouldBeTrue(string.Join('\n', Followers.Status));

    /// <summary>The whole answer, errors included.</summary>
    public async Task<JsonElement> AnswerAsync(string query, object? variables = null)
    {
        (await Followers.WaitForAsync(Position, TimeSpan.FromSeconds(20), Ct, ReadModels)).ShouldBeTrue(string.Join('\n', Followers.Status));
        var request = new GraphQLRequest(query, null, variables is null ? null : JsonSerializer.SerializeToElement(variables), null);
        return Json(await executor.ExecuteAsync(request, services, Ct));
    }

    /// <summary>A subscription that was not refused; read models are not waited for.</summary>
    public GraphQLSubscription Subscribe(string query, object variables, object? root, CancellationToken ct)
    {
        var subscription = executor.Subscribe(new GraphQLRequest(query, null, JsonSerializer.SerializeToElement(variables), null), services, root, ct);
        subscription.Refusal.ShouldBeNull();
        return subscription;
    }

    /// <summary>Builds a read model beside the one served, and switches to it.</summary>
    public async Task<SwitchReport> RebuildAsync(string projection, CancellationToken ct)
    {
        await new Rebuilds(database).AskAsync(projection, "tester", null, ct);
        var operations = new StoreOperations(database, Log);
        while ((await operations.FindAsync(projection + "+beside", ct)).Rebuild!.State is not "ready")
            await Task.Delay(20, ct);
        return await new Switch(database, Log, AllReadModels.Projections).RunAsync(new SwitchOrder(projection, "tester"), ct);
    }

    public static JsonElement Json(GraphQLResult result)
    {
        var json = new ArrayBufferWriter<byte>();
        result.WriteTo(json);
        return JsonElement.Parse(json.WrittenSpan);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await following;
        stop.Dispose();
        await services.DisposeAsync();
        TestPostgres.Drop(database);
    }

    private async Task<long> DecideAsync(EntityRef entity, Func<Entity, IReadOnlyList<EntityEvent>> decide)
    {
        clock = clock.AddHours(1);
        var (state, version) = entities.GetValueOrDefault(entity, (Entity.None, 0L));
        var events = decide(state);
        if (events.Count == 0)
            return Position;
        var source = new EventSource("https://git.example.com/shop", "0123456789abcdef0123456789abcdef01234567", "catalog-info.yaml", 7);
        var result = await Log.AppendAsync(
            new StreamAppend(EntityDecider.StreamOf(entity), version, [.. events.Select(e => new NewEvent(e, clock, source))]),
            new AppendContext("Ann <ann@example.com>", "run-1"), Ct);
        entities[entity] = (events.Aggregate(state, EntityDecider.Evolve), result.Version);
        return Position = result.LastPosition;
    }
}
