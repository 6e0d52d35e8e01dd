using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Hosting;

/// <summary>Keeps the store's own bookkeeping small while the portal runs.</summary>
public sealed class UpkeepService(NpgsqlDataSource database) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new Upkeep(database).RunAsync(stoppingToken);
}
