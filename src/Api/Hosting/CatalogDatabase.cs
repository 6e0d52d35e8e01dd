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

    private readonly PostgresServer? server;
    private readonly string? archivist;

    private CatalogDatabase(NpgsqlDataSource source, PostgresServer? server, string? archivist)
    {
        Source = source;
        this.server = server;
        this.archivist = archivist;
    }

    public NpgsqlDataSource Source { get; }

    /// <exception cref="StartException">The embedded PostgreSQL did not start.</exception>
    public static async Task<CatalogDatabase> OpenAsync(string dataFolder, IConfiguration configuration, CancellationToken ct)
    {
        if (configuration.GetConnectionString("Catalog") is { Length: > 0 } given)
            return new CatalogDatabase(Build(given), null, configuration.GetConnectionString("Archive"));
        var started = await PostgresServer.StartAsync(new PostgresOptions(dataFolder), ct);
        return new CatalogDatabase(Build(new NpgsqlConnectionStringBuilder(started.ConnectionString) { MaxPoolSize = PoolSize }.ConnectionString), started, null);
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

    private static NpgsqlDataSource Build(string connectionString) =>
        new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "eventcatalog",
            MaxAutoPrepare = 100,
        }.ConnectionString).Build();
}
