using EventCatalog.Api.Gates;
using EventCatalog.Api.Hosting;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.ReadModels;
using EventCatalog.ReadModels.Freshness;
using EventCatalog.ReadModels.Ownership;

namespace EventCatalog.Api.Commands;

/// <summary>A catalog whose read models a verb asks; it joins the database of a portal that runs on the same data folder.</summary>
internal sealed class AskedCatalog : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly OpenCatalog _catalog;
    private readonly IHost _host;

    private AskedCatalog(OpenCatalog catalog, IHost host) => (_catalog, _host) = (catalog, host);

    public IServiceProvider Services => _host.Services;

    public T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    public static async Task<AskedCatalog> OpenAsync(string dataFolder, CancellationToken ct)
    {
        var options = CatalogOptions.Read([], null);
        var catalog = await OpenCatalog.OpenAsync(dataFolder, ct);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddCatalog(catalog, options, dataFolder).AddReadModelQueries(new OwnershipOptions(options.Owners.Policy), new FreshnessOptions(options.StaleAfter)).AddSingleton<DeployGates>();
        var host = builder.Build();
        await host.StartAsync(ct);
        return new AskedCatalog(catalog, host);
    }

    /// <returns>The position that everything read is at least at.</returns>
    /// <exception cref="StartException">A read model does not get there.</exception>
    public async Task<long> LevelAsync(CancellationToken ct)
    {
        var mark = await _catalog.Log.MarkAsync(ct);
        return await _catalog.Followers.WaitForAsync(mark, Patience, ct)
            ? mark
            : throw new StartException("A read model has not caught up with the log: see `eventcatalog store status`.");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await _catalog.DisposeAsync();
    }
}
