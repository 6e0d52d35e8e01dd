using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;
using EventCatalog.PostgresFixture;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventCatalog.Ingestion.Tests;

/// <summary>Everything a crawl needs, on a database of its own.</summary>
internal sealed class TestCatalog : IAsyncDisposable
{
    private static readonly FollowerOptions Quick = new() { Busy = TimeSpan.FromMilliseconds(20), Idle = TimeSpan.FromMilliseconds(100) };

    private readonly NpgsqlDataSource _database;
    private readonly TempFolder _data;
    private readonly WebFiles _web;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;

    private TestCatalog(NpgsqlDataSource database, TempFolder data, CrawlOptions options, TimeProvider clock)
    {
        (_database, _data, Options) = (database, data, options);
        Log = new EventLog(database, Types());
        Followers = new Followers(Log, database, [new CrawlerMemoryProjection()], Quick);
        _following = Followers.RunAsync(_stop.Token);
        Memory = new CrawlerMemory(database);
        _web = new WebFiles(options, clock);
        Readers = new AllReaders(options, _web, clock);
        var readers = Readers;
        var credentials = new Credentials();
        var turns = new CrawlTurns();
        Bodies = new BodyStore(database);
        Writer = new LogWriter(Log, Followers, Memory, Bodies, options);
        Heartbeats = new Heartbeats(database);
        Crawler = new Crawler(Writer, Memory, Heartbeats, readers, _web, credentials, turns, options, clock);
        Approvals = new Approvals(Writer, clock);
        ApprovalUndo = new ApprovalUndo(Log, Writer, Memory, clock);
        Abandoned = new Abandoned(Writer, Memory, options, clock);
        Registrations = new Registrations(Writer, Memory, readers, credentials, turns, clock);
        Schedule = new CrawlSchedule(Crawler, Abandoned, Writer, Memory, readers, options, clock, NullLogger<CrawlSchedule>.Instance);
    }

    public CrawlOptions Options { get; }
    public AllReaders Readers { get; }
    public EventLog Log { get; }
    public BodyStore Bodies { get; }
    public Followers Followers { get; }
    public CrawlerMemory Memory { get; }
    public LogWriter Writer { get; }
    public Heartbeats Heartbeats { get; }
    public Crawler Crawler { get; }
    public Approvals Approvals { get; }
    public ApprovalUndo ApprovalUndo { get; }
    public Abandoned Abandoned { get; }
    public Registrations Registrations { get; }
    public CrawlSchedule Schedule { get; }
    public WebFiles Web => _web;
    public HandMovedClock Clock { get; private init; } = new();
    public string DataFolder => _data.Path;

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TestCatalog> StartAsync(Func<CrawlOptions, CrawlOptions>? tune = null, bool realClock = false)
    {
        var data = new TempFolder();
        var options = new CrawlOptions { DataFolder = data.Path, AllowedHosts = [] };
        var database = await TestPostgres.NewDatabaseAsync(source => new EventLog(source, Types()).MigrateAsync(), "catalog log");
        var clock = new HandMovedClock();
        return new TestCatalog(database, data, (tune?.Invoke(options) ?? options).Validate(), realClock ? TimeProvider.System : clock) { Clock = clock };
    }

    /// <summary>A second crawler with nothing in mind, as after a restart.</summary>
    public Crawler AnotherCrawler(CrawlOptions options) => new(
        Writer, Memory, Heartbeats, new AllReaders(options, _web, Clock), _web, new Credentials(), new CrawlTurns(), options, Clock);

    public async Task<string> RegisterAsync(string target, string? type = null, string? pattern = null) =>
        (await Registrations.RegisterAsync(new ConfiguredSource(target, type, pattern), Registrations.FromConfiguration, "test", Ct)).Source;

    public Task<CrawlResult> CrawlAsync(string source) => Crawler.CrawlAsync(source, Ct);

    /// <summary>Registers a source and crawls it.</summary>
    public async Task<CrawlResult> CrawlNewAsync(string target, string? type = null, string? pattern = null) =>
        await CrawlAsync(await RegisterAsync(target, type, pattern));

    public async Task<IReadOnlyList<RecordedEvent>> EventsAsync(long after = 0)
    {
        var events = new List<RecordedEvent>();
        while (await Log.ReadAsync(events.Count == 0 ? after : events[^1].Position, 1000, Ct) is { Count: > 0 } page)
            events.AddRange(page);
        return events;
    }

    /// <summary>The entity events after a position, and where each stands.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> EntityEventsAsync(long after = 0) =>
        [.. (await EventsAsync(after)).Where(recorded => recorded.Event is EntityEvent)];

    public async Task<Entity> EntityAsync(string reference)
    {
        await Writer.SettleAsync(Ct);
        var name = EntityRef.Parse(reference);
        return (await Memory.FindAsync([name], Ct))[name].State;
    }

    /// <summary>The references of a source's entities in the catalog, in order.</summary>
    public async Task<string[]> EntitiesOfAsync(string source)
    {
        await Writer.SettleAsync(Ct);
        return [.. (await Memory.OfSourceAsync(source, Ct)).Keys.Select(name => name.ToString()).Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyCollection<Problem>> ProblemsOfAsync(string source)
    {
        await Writer.SettleAsync(Ct);
        return [.. (await Memory.SourceAsync(source, Ct))!.State.Problems.Values];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        Schedule.Dispose();
        _web.Dispose();
        _stop.Dispose();
        TestPostgres.Drop(_database);
        _data.Dispose();
    }

    private static EventTypes Types() => new EventTypes().Add(CatalogEvents.All);
}
