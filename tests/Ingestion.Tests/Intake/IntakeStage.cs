using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Facts;
using EventCatalog.Ingestion.Formats.Events;
using EventCatalog.Ingestion.Intake;
using EventCatalog.Ingestion.Memory;
using EventCatalog.PostgresFixture;
using Npgsql;

namespace EventCatalog.Ingestion.Tests.Intake;

/// <summary>The intake on a database of its own; what it remembers of facts follows the log.</summary>
internal sealed class IntakeStage : IAsyncDisposable
{
    private static readonly FollowerOptions Quick = new() { Busy = TimeSpan.FromMilliseconds(20), Idle = TimeSpan.FromMilliseconds(100) };
    private static readonly EventTypes Types = new EventTypes().Add(CatalogEvents.All);

    private readonly NpgsqlDataSource database;
    private readonly CancellationTokenSource stop = new();
    private readonly Task following;

    private IntakeStage(NpgsqlDataSource database)
    {
        this.database = database;
        Log = new EventLog(database, Types);
        Followers = new Followers(Log, database, [new CrawlerMemoryProjection(), new FactMemoryProjection()], Quick);
        following = Followers.RunAsync(stop.Token);
        Bodies = new BodyStore(database);
        Memory = new CrawlerMemory(database);
        Heartbeats = new Heartbeats(database);
        var deliveries = new DeliveryWriter(Log);
        Facts = new FactWriter(Log, Followers, new FactMemory(database));
        var addressees = new Addressees(Memory);
        Events = new EventIntake(deliveries, addressees, Clock);
        Reports = new ReportIntake(deliveries, Facts, new CostWriter(Log, Bodies), Bodies, addressees, Clock);
        FactIntake = new FactIntake(Facts, addressees, Clock);
    }

    public EventLog Log { get; }
    public Followers Followers { get; }
    public BodyStore Bodies { get; }
    public CrawlerMemory Memory { get; }
    public Heartbeats Heartbeats { get; }
    public FactWriter Facts { get; }
    public EventIntake Events { get; }
    public ReportIntake Reports { get; }
    public FactIntake FactIntake { get; }
    public HandMovedClock Clock { get; } = new();

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<IntakeStage> StartAsync()
    {
        var stage = new IntakeStage(await TestPostgres.NewDatabaseAsync(source => new EventLog(source, Types).MigrateAsync(), "catalog log"));
        // Tables are made when the followers begin.
        (await stage.Followers.WaitForAsync(0, TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();
        return stage;
    }

    /// <summary>All that is committed: behind an append that is not over, also one that is refused, nobody reads for a moment.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> RecordedAsync()
    {
        await using var count = database.CreateCommand("select count(*) from events.mt_events");
        for (var attempt = 0; ; attempt++)
        {
            var committed = (long)(await count.ExecuteScalarAsync(Ct))!;
            var read = await Log.ReadAsync(0, 10_000, Ct);
            if (read.Count >= committed || attempt == 400)
                return read;
            await Task.Delay(TimeSpan.FromMilliseconds(50), Ct);
        }
    }

    public static ReceivedEvent Told(string id, string type = "build.finished", string entity = "component:cart", string? commit = null, string time = "2026-06-01T11:00:00Z")
    {
        var data = $$$"""{"subject":{"id":"{{{id}}}","content":{"environment":{"id":"production"} } },"customData":{"entity":"{{{entity}}}","commit":"{{{commit ?? "c1"}}}"} }""";
        var envelope = $$$"""[{"specversion":"1.0","id":"{{{id}}}","source":"https://ci.example.com","type":"dev.cdevents.{{{type}}}.0.2.0","time":"{{{time}}}","data":{{{data}}} }]""";
        return CloudEventReader.Read(CloudEventReader.Batch, new Dictionary<string, string>(StringComparer.Ordinal), Encoding.UTF8.GetBytes(envelope))![0];
    }

    public static ReadOnlyMemory<byte> Json(object body) => JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web);

    public static Stream Text(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await following;
        stop.Dispose();
        TestPostgres.Drop(database);
    }
}
