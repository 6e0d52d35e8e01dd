using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Hosting;

/// <summary>Anchors the log while the portal runs, on one node of all.</summary>
public sealed class AnchoringService(NpgsqlDataSource database, EventLog log, Leases leases) : BackgroundService
{
    private const string Lease = "anchoring";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leases.RunWhileHeldAsync(Lease, new Anchors(database, log, new AnchorOptions()).RunAsync, stoppingToken);
}
