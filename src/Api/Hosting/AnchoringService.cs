using EventCatalog.EventStore;

namespace EventCatalog.Api.Hosting;

/// <summary>Anchors the log while the portal runs, on one node of all.</summary>
public sealed class AnchoringService(Anchors anchors, Leases leases) : BackgroundService
{
    private const string Lease = "anchoring";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leases.RunWhileHeldAsync(Lease, anchors.RunAsync, stoppingToken);
}
