using EventCatalog.Ingestion;

namespace EventCatalog.Api.Hosting;

/// <summary>The section <c>Catalog</c> of the configuration.</summary>
public sealed class CatalogOptions
{
    public const string Section = "Catalog";

    /// <summary>Sources crawled in addition to those of the command line.</summary>
    public IList<ConfiguredSource> Sources { get; } = [];

    /// <summary>Time from the end of a source's crawl to its next one. Default: 30 s.</summary>
    public TimeSpan CrawlInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an entity that nothing refers to stays visible as an orphan. Default: 1 h.</summary>
    public TimeSpan RemoveOrphansAfter { get; set; } = TimeSpan.FromHours(1);

    public CrawlOptions Crawling(string dataFolder) => new CrawlOptions
    {
        DataFolder = Path.GetFullPath(dataFolder),
        Interval = CrawlInterval,
        RemoveOrphansAfter = RemoveOrphansAfter,
    }.Validate();
}

/// <summary>One entry of <c>Catalog:Sources</c>; the type is guessed from the target when left out.</summary>
public sealed class ConfiguredSource
{
    public string? Type { get; set; }
    public string Target { get; set; } = "";
    public string? Pattern { get; set; }
}
