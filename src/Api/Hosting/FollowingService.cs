using EventCatalog.EventStore;

namespace EventCatalog.Api.Hosting;

/// <summary>Keeps the read models level with the log while the portal runs, together with the other nodes; a read-only node only looks on.</summary>
public sealed class FollowingService(OpenCatalog catalog, ILogger<FollowingService> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestBuild = TimeSpan.FromHours(6);

    /// <summary>Returns when every read model has its tables, so that whatever starts after this can ask them.</summary>
    /// <exception cref="SharedSessionException">Leases cannot be held on this connection.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!catalog.IsReadOnly)
            await catalog.Leases.RequireOwnSessionAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
        await catalog.Followers.WaitForAsync(0, Patience, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        catalog.Followers.Changed += status =>
        {
            if (status.Failure is { Position: { } position } failure)
                logger.LogError("Read model {Name} stopped at event @{Position} ({Type}): {Message}", status.Name, position, failure.Type, failure.Message);
            else if (status is { State: FollowerState.Stopped, Failure: { } reason })
                logger.LogError("Read model {Name} stopped at @{Position}: {Message}", status.Name, status.Position, reason.Message);
        };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var givingBack = GiveBackAsync(ended.Token);
        try
        {
            await (catalog.IsReadOnly ? catalog.Followers.WatchAsync(stoppingToken) : catalog.FollowAsync(stoppingToken));
        }
        finally
        {
            await ended.CancelAsync();
            await givingBack;
        }
    }

    /// <summary>Builds from the start of a long log leave hundreds of megabytes behind, which the collector would keep for the next one: there is none.</summary>
    private async Task GiveBackAsync(CancellationToken ct)
    {
        try
        {
            if (await catalog.Followers.WaitForAsync(await catalog.Log.MarkAsync(ct), LongestBuild, ct))
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception e) when (Weather.Is(e))
        {
            // The memory is only not given back.
        }
    }
}
