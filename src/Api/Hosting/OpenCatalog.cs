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
        Log = new EventLog(database.Source, new EventTypes().Add(CatalogEvents.All));
        Bodies = new BodyStore(database.Source);
        Heartbeats = new Heartbeats(database.Source);
        Memory = new CrawlerMemory(database.Source);
        Projections = [new CrawlerMemoryProjection(), .. AllReadModels.Projections];
        Followers = new Followers(Log, database.Source, Projections, new FollowerOptions());
    }

    public NpgsqlDataSource Database => database.Source;
    public EventLog Log { get; }
    public BodyStore Bodies { get; }
    public Heartbeats Heartbeats { get; }
    public CrawlerMemory Memory { get; }
    public IReadOnlyList<IProjection> Projections { get; }
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
