using EventCatalog.Domain;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Memory;
using EventCatalog.ReadModels;
using Npgsql;

namespace EventCatalog.Api.Hosting;

/// <summary>The catalog on its database, migrated and ready: the log and what follows it. Nothing follows until someone runs it.</summary>
public sealed class OpenCatalog : IAsyncDisposable
{
    private readonly CatalogDatabase database;

    private OpenCatalog(CatalogDatabase database)
    {
        this.database = database;
        var types = new EventTypes().Add(CatalogEvents.All);
        Log = new EventLog(database.Source, types);
        File = new LogFile(database.Source, Log, types);
        Bodies = new BodyStore(database.Source);
        Heartbeats = new Heartbeats(database.Source);
        Memory = new CrawlerMemory(database.Source);
        Followers = new Followers(Log, database.Source, [new CrawlerMemoryProjection(), .. AllReadModels.Projections], new FollowerOptions());
    }

    public NpgsqlDataSource Database => database.Source;

    /// <inheritdoc cref="CatalogDatabase.ArchivistAsync"/>
    public Task<NpgsqlDataSource> ArchivistAsync(CancellationToken ct) => database.ArchivistAsync(ct);

    public EventLog Log { get; }
    public LogFile File { get; }
    public BodyStore Bodies { get; }
    public Heartbeats Heartbeats { get; }
    public CrawlerMemory Memory { get; }
    public Followers Followers { get; }

    /// <exception cref="StartException">The embedded PostgreSQL did not start.</exception>
    public static async Task<OpenCatalog> OpenAsync(string dataFolder, CancellationToken ct)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var catalog = new OpenCatalog(await CatalogDatabase.OpenAsync(dataFolder, configuration, ct));
        try
        {
            await catalog.Log.MigrateAsync(ct);
            return catalog;
        }
        catch
        {
            await catalog.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
