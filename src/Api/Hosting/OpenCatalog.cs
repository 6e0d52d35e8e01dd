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

    private OpenCatalog(CatalogDatabase database, string? backupFolder)
    {
        BackupFolder = backupFolder is { Length: > 0 } ? backupFolder : database.Embedded?.BackupFolder;
        this.database = database;
        Log = new EventLog(database.Source, new EventTypes().Add(CatalogEvents.All));
        Bodies = new BodyStore(database.Source);
        Heartbeats = new Heartbeats(database.Source);
        Memory = new CrawlerMemory(database.Source);
        Followers = new Followers(Log, database.Source, [new CrawlerMemoryProjection(), .. AllReadModels.Projections], new FollowerOptions());
    }

    public NpgsqlDataSource Database => database.Source;

    /// <summary>Null on a server of one's own.</summary>
    public PostgresServer? Embedded => database.Embedded;

    /// <summary>Where backups go: as configured, else where this data folder's went before; null when nobody ever said.</summary>
    public string? BackupFolder { get; }

    public EventLog Log { get; }
    public BodyStore Bodies { get; }
    public Heartbeats Heartbeats { get; }
    public CrawlerMemory Memory { get; }
    public Followers Followers { get; }

    /// <exception cref="StartException">The embedded PostgreSQL did not start.</exception>
    public static async Task<OpenCatalog> OpenAsync(string dataFolder, CancellationToken ct)
    {
        var configuration = CatalogDatabase.Configuration();
        var catalog = new OpenCatalog(await CatalogDatabase.OpenAsync(dataFolder, configuration, ct), configuration[CatalogDatabase.BackupSetting]);
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
