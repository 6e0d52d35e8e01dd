using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion;

/// <summary>How sources are crawled. Checked at start with <see cref="Validate"/>.</summary>
public sealed record CrawlOptions
{
    /// <summary>Where clones of git repositories are kept between crawls. They can be deleted at any time and cost one longer crawl.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Time from the end of a source's crawl to its next one.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Quiet time after a change in a watched folder before it is crawled.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait between attempts at a source that cannot be read.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an entity that nothing refers to stays visible as an orphan.</summary>
    public TimeSpan RemoveOrphansAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Larger files are refused without being read.</summary>
    public long MaxFileBytes { get; init; } = 5_000_000;

    /// <summary>How many Locations may stand between a source and a descriptor.</summary>
    public int MaxDepth { get; init; } = 32;

    public TimeSpan GitTimeout { get; init; } = TimeSpan.FromMinutes(5);
    public TimeSpan HttpTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Hosts, <c>*.example.com</c> or <c>host:port</c> included, that a Location may name beside the one its source was read from.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = CodeHostPages.Known;

    /// <summary>Sources crawled at the same time.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Entities whose events are appended in one transaction. Every read model follows transaction by transaction: many small ones cost more there than here.</summary>
    public int BatchSize { get; init; } = 500;

    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    public CrawlOptions Validate()
    {
        Require(DataFolder.Length > 0 && Path.IsPathFullyQualified(DataFolder), nameof(DataFolder), "an absolute path");
        Require(Interval >= TimeSpan.FromMilliseconds(100) && Interval <= TimeSpan.FromDays(1), nameof(Interval), "between 100 ms and one day");
        Require(Debounce >= TimeSpan.Zero && Debounce <= TimeSpan.FromMinutes(1), nameof(Debounce), "between 0 and one minute");
        Require(LongestBackOff >= Interval && LongestBackOff <= TimeSpan.FromDays(1), nameof(LongestBackOff), $"between {nameof(Interval)} and one day");
        Require(RemoveOrphansAfter >= TimeSpan.Zero, nameof(RemoveOrphansAfter), "not negative");
        Require(MaxFileBytes is > 0 and <= 100_000_000, nameof(MaxFileBytes), "between 1 and 100,000,000");
        Require(MaxDepth is > 0 and <= 1000, nameof(MaxDepth), "between 1 and 1000");
        Require(GitTimeout > TimeSpan.Zero && GitTimeout <= TimeSpan.FromDays(1), nameof(GitTimeout), "more than 0 and at most one day");
        Require(HttpTimeout > TimeSpan.Zero && HttpTimeout <= TimeSpan.FromHours(1), nameof(HttpTimeout), "more than 0 and at most one hour");
        Require(Parallelism is > 0 and <= 64, nameof(Parallelism), "between 1 and 64");
        Require(BatchSize is > 0 and <= 1000, nameof(BatchSize), "between 1 and 1000");
        return this;
    }

    private static void Require(bool holds, string name, string expected)
    {
        if (!holds)
            throw new ArgumentException($"Catalog:Crawl:{name} must be {expected}", name);
    }
}
