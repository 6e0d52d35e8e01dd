using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Api.Hosting;

/// <summary>Looks at the archive while the portal runs, and says in the log when it begins to fail and when it is well again.</summary>
public sealed class ArchiveWatch(NpgsqlDataSource database, OpenCatalog catalog, ILogger<ArchiveWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    /// <summary>Null until the first look.</summary>
    public ArchiveStatus? Latest { get; private set; }

    /// <summary>1, and one more for each time the log was restored. Null until the first look.</summary>
    public int? Epoch { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            Epoch ??= await new Epochs(database).CurrentAsync(ct);
            var status = await new WalArchiving(database).StatusAsync(ct);
            if (catalog.Embedded is not null && catalog.BackupFolder is { } folder && !status.On)
                status = status with { Problem = $"Nothing is archived to {folder}: the database was started without it; stop everything that uses the data folder, and start again." };
            if (status.Problem is { } problem && Latest?.Problem is null)
                logger.LogError("{Problem}", problem);
            else if (status.Problem is null && Latest?.Problem is not null)
                logger.LogInformation("The archive is well again: {Segment} is in it", status.LastArchived);
            Latest = status;
        }
        catch (NpgsqlException e) when (Weather.Is(e))
        {
            // The database is away; that is said elsewhere.
        }
    }
}
