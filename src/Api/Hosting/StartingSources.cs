using EventCatalog.Ingestion;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Demo;
using EventCatalog.Ingestion.Memory;

namespace EventCatalog.Api.Hosting;

/// <summary>
/// What the catalog is read from when a verb begins: the configured sources and, where no source was ever registered,
/// the demo organisation. The demo goes as soon as there is a source of one's own.
/// </summary>
public sealed class StartingSources(
    CatalogOptions options, Registrations registrations, LogWriter writer, CrawlerMemory memory, DemoSource demo, ILogger<StartingSources> logger)
{
    public const string WithdrawnForOwnSources = "There are sources of one's own now";

    /// <summary>Registers and withdraws as configured; appends nothing when all is as it was.</summary>
    public async Task ApplyAsync(CancellationToken ct)
    {
        await registrations.ApplyConfiguredAsync(options.Configured, ct);
        await writer.SettleAsync(ct);
        var registered = await memory.SourcesAsync(ct);
        var demos = registered.Where(source => source.State.Type is DemoOrganisation.SourceType).ToList();
        if (registered.Count > demos.Count || options.Sources.Count > 0)
        {
            foreach (var source in demos)
                await registrations.WithdrawAsync(source.Id, WithdrawnForOwnSources, DemoSource.Actor, ct);
            return;
        }

        if (await demo.AppendAsync(ct: ct) is > 0 and var events)
            logger.LogInformation("No source is configured: the demo organisation was added, {Events} events. Use --source to point at your own code.", events);
    }
}
