using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Hosting;

/// <summary>
/// The database a verb works on: the one of <c>ConnectionStrings__Catalog</c> when that is set, else the embedded
/// PostgreSQL of the data folder, which is started or, when another process runs it, joined.
/// </summary>
public sealed class CatalogDatabase : IAsyncDisposable
{
    /// <summary>The embedded server has 97 connections for us: a portal and a verb that joins it must both fit.</summary>
    private const int PoolSize = 40;

    /// <summary>Where the embedded server keeps every change, within a minute, and <c>store backup</c> its copies.</summary>
    public const string BackupSetting = "Catalog:Backup:Folder";

    private readonly PostgresServer? server;
    private readonly string? archivist;

    private CatalogDatabase(string connectionString, PostgresServer? server, string? archivist)
    {
        ConnectionString = connectionString;
        Source = Build(connectionString, readOnly: false);
        this.server = server;
        this.archivist = archivist;
    }

    public NpgsqlDataSource Source { get; private set; }

    /// <summary>Nothing can be written: asked for, or the server is a standby.</summary>
    public bool IsReadOnly { get; private set; }

    private string ConnectionString { get; }

    /// <summary>Null on a server of one's own.</summary>
    public PostgresServer? Embedded => server;

    /// <exception cref="StartException">The embedded PostgreSQL did not start.</exception>
    public static async Task<CatalogDatabase> OpenAsync(string dataFolder, IConfiguration configuration, bool readOnly, CancellationToken ct)
    {
        var database = await OpenAsync(dataFolder, configuration, ct);
        try
        {
            if (readOnly || await IsStandbyAsync(database.Source, ct))
                await database.BecomeReadOnlyAsync();
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static async Task<CatalogDatabase> OpenAsync(string dataFolder, IConfiguration configuration, CancellationToken ct)
    {
        if (Given(configuration) is { } given)
            return new CatalogDatabase(given, null, configuration.GetConnectionString("Archive"));
        var started = await PostgresServer.StartAsync(new PostgresOptions(dataFolder) { BackupFolder = configuration[BackupSetting] }, ct);
        return new CatalogDatabase(new NpgsqlConnectionStringBuilder(started.ConnectionString) { MaxPoolSize = PoolSize }.ConnectionString, started, null);
    }

    private static async Task<bool> IsStandbyAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select pg_is_in_recovery()");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task BecomeReadOnlyAsync()
    {
        await Source.DisposeAsync();
        Source = Build(ConnectionString, readOnly: true);
        IsReadOnly = true;
    }

    /// <summary>The database by the role that may archive: of <c>ConnectionStrings__Archive</c>, or made in the embedded PostgreSQL when it is needed.</summary>
    /// <exception cref="StartException">The server is not ours, and the setting is missing.</exception>
    public async Task<NpgsqlDataSource> ArchivistAsync(CancellationToken ct)
    {
        if (server is not null)
            return NpgsqlDataSource.Create(await ArchivistRole.PrepareAsync(server.SuperuserConnectionString, ct));
        return archivist is { Length: > 0 }
            ? NpgsqlDataSource.Create(archivist)
            : throw new StartException($"Only the role {ArchivistRole.Name} may archive: make it as docs/operating.md says, and set ConnectionStrings__Archive to it.");
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }

    /// <summary>The environment, and <c>appsettings.json</c> beside the program.</summary>
    public static IConfiguration Configuration() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>The server of one's own; null: the embedded one.</summary>
    public static string? Given(IConfiguration configuration) => configuration.GetConnectionString("Catalog") is { Length: > 0 } given ? given : null;

    private static NpgsqlDataSource Build(string connectionString, bool readOnly)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "eventcatalog", MaxAutoPrepare = 100 };
        // So that a primary, too, refuses whatever this process should not have tried.
        if (readOnly)
            settings.Options = $"{settings.Options} -c default_transaction_read_only=on".TrimStart();
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
