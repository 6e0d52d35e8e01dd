using EventCatalog.EventStore;

namespace EventCatalog.Api.Hosting;

/// <summary>Keeps the read models level with the log while the portal runs.</summary>
public sealed class FollowingService(Followers followers, ILogger<FollowingService> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when every read model has its tables, so that whatever starts after this can ask them.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await followers.WaitForAsync(0, Patience, cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        followers.Changed += status =>
        {
            if (status.Failure is { Position: { } position } failure)
                logger.LogError("Read model {Name} stopped at event @{Position} ({Type}): {Message}", status.Name, position, failure.Type, failure.Message);
            else if (status is { State: FollowerState.Stopped, Failure: { } reason })
                logger.LogError("Read model {Name} stopped at @{Position}: {Message}", status.Name, status.Position, reason.Message);
        };
        return followers.RunAsync(stoppingToken);
    }
}
