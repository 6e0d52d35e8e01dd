using EventCatalog.Api.Commands;
using EventCatalog.Domain;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Facts;
using EventCatalog.Ingestion.Memory;
using EventCatalog.ReadModels;
using Npgsql;

namespace EventCatalog.Api.Hosting;

/// <summary>The catalog on its database, migrated and ready: the log, what follows it, and this node's leases. Nothing follows until someone runs it.</summary>
public sealed class OpenCatalog : IAsyncDisposable
{
    /// <summary>A private key of Ed25519 in PEM that somebody else keeps.</summary>
    public const string SigningKeySetting = "Catalog:Anchors:Key";

    private readonly CatalogDatabase database;

    private OpenCatalog(CatalogDatabase database, string? backupFolder, SigningKeyFile signingKey)
    {
        SigningKey = signingKey;
        BackupFolder = backupFolder is { Length: > 0 } ? backupFolder : database.Embedded?.BackupFolder;
        this.database = database;
        var types = new EventTypes().Add(CatalogEvents.All);
        Log = new EventLog(database.Source, types, database.IsReadOnly);
        File = new LogFile(database.Source, Log, types);
        Anchors = new Anchors(database.Source, Log, new AnchorOptions(), signingKey);
        Leases = new Leases(database.Source, new LeaseOptions());
        Bodies = new BodyStore(database.Source);
        Heartbeats = new Heartbeats(database.Source);
        Memory = new CrawlerMemory(database.Source);
        Projections = [new CrawlerMemoryProjection(), new FactMemoryProjection(), .. AllReadModels.Projections];
        Followers = new Followers(Log, database.Source, Projections, new FollowerOptions(), Leases);
    }

    public NpgsqlDataSource Database => database.Source;

    /// <summary>Only looks on: asked for, or the database is a standby.</summary>
    public bool IsReadOnly => database.IsReadOnly;

    /// <summary>Null on a server of one's own.</summary>
    public PostgresServer? Embedded => database.Embedded;

    /// <summary>Where backups go: as configured, else where this data folder's went before; null when nobody ever said.</summary>
    public string? BackupFolder { get; }

    /// <inheritdoc cref="CatalogDatabase.ArchivistAsync"/>
    public Task<NpgsqlDataSource> ArchivistAsync(CancellationToken ct) => database.ArchivistAsync(ct);

    /// <summary>What signs anchors and exports: the file of <c>Catalog:Anchors:Key</c>, else one in the data folder, made when it is needed.</summary>
    public SigningKeyFile SigningKey { get; }

    public Anchors Anchors { get; }
    public EventLog Log { get; }
    public LogFile File { get; }
    public BodyStore Bodies { get; }
    public Heartbeats Heartbeats { get; }
    public CrawlerMemory Memory { get; }
    public IReadOnlyList<IProjection> Projections { get; }
    public Followers Followers { get; }
    public Leases Leases { get; }

    /// <inheritdoc cref="SigningKey"/>
    public static SigningKeyFile SigningKeyOf(string dataFolder, IConfiguration configuration) => configuration[SigningKeySetting] is { Length: > 0 } given
        ? new SigningKeyFile(given, isGiven: true)
        : new SigningKeyFile(Path.Combine(Path.GetFullPath(dataFolder), "keys", "anchors.pem"));

    /// <exception cref="StartException">The embedded PostgreSQL did not start.</exception>
    public static Task<OpenCatalog> OpenAsync(string dataFolder, CancellationToken ct) => OpenAsync(dataFolder, readOnly: false, ct);

    /// <inheritdoc cref="OpenAsync(string, CancellationToken)"/>
    public static async Task<OpenCatalog> OpenAsync(string dataFolder, bool readOnly, CancellationToken ct)
    {
        var configuration = CatalogDatabase.Configuration();
        var catalog = new OpenCatalog(await CatalogDatabase.OpenAsync(dataFolder, configuration, readOnly, ct), configuration[CatalogDatabase.BackupSetting], SigningKeyOf(dataFolder, configuration));
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

    /// <exception cref="UsageException">Nothing can be written here.</exception>
    public void RequireWritable()
    {
        if (IsReadOnly)
            throw new UsageException("ConnectionStrings__Catalog names a standby, which takes no changes: name the primary.");
    }

    /// <summary>Keeps the read models level with the log until cancelled, and shares that work with the other processes on the database.</summary>
    public async Task FollowAsync(CancellationToken ct)
    {
        // Leases are given back when nothing works under them any more.
        using var ended = new CancellationTokenSource();
        var sharing = Leases.RunAsync(ended.Token);
        var following = Followers.RunAsync(ct);
        await Task.WhenAny(sharing, following);
        await ended.CancelAsync();
        await sharing;
        await following;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
