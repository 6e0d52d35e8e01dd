using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Hosting;

/// <summary>Anchors the log while the portal runs.</summary>
public sealed class AnchoringService(NpgsqlDataSource database, EventLog log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new Anchors(database, log, new AnchorOptions()).RunAsync(stoppingToken);
}
