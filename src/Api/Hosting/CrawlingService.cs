using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.Ingestion;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Api.Hosting;

/// <summary>
/// Registers what is configured, brings the demo organisation where nothing else was ever there, and keeps crawling: on one node of all.
/// Whichever crawls applies its own configuration, so all need the same.
/// </summary>
public sealed class CrawlingService(
    StartingSources starting, CrawlSchedule schedule, Leases leases, ILogger<CrawlingService> logger) : BackgroundService
{
    public const string Lease = "crawling";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => leases.RunWhileHeldAsync(Lease, CrawlAsync, stoppingToken);

    private async Task CrawlAsync(CancellationToken ct)
    {
        while (!await IsStartedAsync(ct))
            await Task.Delay(Pause, ct);
        await schedule.RunAsync(ct);
    }

    private async Task<bool> IsStartedAsync(CancellationToken ct)
    {
        try
        {
            await starting.ApplyAsync(ct);
            return true;
        }
        catch (RuleViolation refused)
        {
            logger.LogError("A configured source is refused: {Reason}", refused.Message);
            return true;
        }
        catch (Exception e) when (Weather.Is(e) || e is MemoryBehindException)
        {
            // The node before this one may have gone together with the database.
            logger.LogWarning("Crawling cannot begin yet: {Reason}", e.Message);
            return false;
        }
    }
}
