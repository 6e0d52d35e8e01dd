using EventCatalog.Domain;
using EventCatalog.Ingestion;

namespace EventCatalog.Api.Hosting;

/// <summary>Registers what is configured, brings the demo organisation where nothing else was ever there, and keeps crawling.</summary>
public sealed class CrawlingService(
    StartingSources starting, CrawlSchedule schedule, ILogger<CrawlingService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await starting.ApplyAsync(stoppingToken);
        }
        catch (RuleViolation refused)
        {
            logger.LogError("A configured source is refused: {Reason}", refused.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        await schedule.RunAsync(stoppingToken);
    }
}
