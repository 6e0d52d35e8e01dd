using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Ownership;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Hosts;
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

    /// <summary>
    /// How long an entity whose descriptor is gone waits as an orphan for another source to show it, so that a move is a move whichever
    /// source is crawled first. With a single source nothing waits.
    /// </summary>
    public TimeSpan MoveGrace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What comes of an owner that is not an existing Group; only <see cref="OwnerPolicy.Error"/> refuses its descriptor.</summary>
    public OwnerPolicy OwnerPolicy { get; init; } = OwnerPolicy.Warning;

    /// <summary>Whose word counts where several sources speak of one entity.</summary>
    public IReadOnlyList<PrecedenceRule> Precedence { get; init; } = [];

    /// <summary>Whether the history of every source that has one is read, and not only of those registered so.</summary>
    public bool History { get; init; }

    /// <summary>Larger files are refused without being read.</summary>
    public long MaxFileBytes { get; init; } = 5_000_000;

    /// <summary>How many Locations may stand between a source and a descriptor.</summary>
    public int MaxDepth { get; init; } = 32;

    public TimeSpan GitTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For one answer as a whole, from the connection to the last byte.</summary>
    public TimeSpan HttpTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>First pause before a request that failed is repeated; the next is twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// As <see cref="Interval"/>, for code hosts: an idle day of 5,000 repositories at GitHub is then 96 looks and 50 pages of a full listing.
    /// </summary>
    public TimeSpan HostInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a code host is listed from end to end, with its teams, for what the cheap look does not show.</summary>
    public TimeSpan HostListingInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Tokens and addresses of code hosts.</summary>
    public IReadOnlyList<CodeHostOptions> Hosts { get; init; } = [];

    /// <summary>Hosts, <c>*.example.com</c> or <c>host:port</c> included, that a Location may name beside the one its source was read from.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = CodeHostPages.Known;

    /// <summary>Which source may declare which kinds.</summary>
    public KindRules KindRules { get; init; } = KindRules.Everything;

    /// <summary>Networks such as <c>10.0.0.0/8</c> that addresses of strangers may lead to although they are private.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>A crawl that takes longer gives its place to another and goes on beside it, so that no source waits for one that hangs.</summary>
    public TimeSpan PlaceTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Sources crawled at the same time.</summary>
    public int Parallelism { get; init; } = 4;

    /// <summary>Entities whose events are appended in one transaction. Every read model follows transaction by transaction: many small ones cost more there than here.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Time from the end of a crawl to the next one of a source of this type.</summary>
    public TimeSpan IntervalOf(string? type) => type is not null && SourceTypes.Hosts.Contains(type, StringComparer.Ordinal) ? HostInterval : Interval;

    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    public CrawlOptions Validate()
    {
        Require(DataFolder.Length > 0 && Path.IsPathFullyQualified(DataFolder), nameof(DataFolder), "an absolute path");
        Require(Interval >= TimeSpan.FromMilliseconds(100) && Interval <= TimeSpan.FromDays(1), nameof(Interval), "between 100 ms and one day");
        Require(Debounce >= TimeSpan.Zero && Debounce <= TimeSpan.FromMinutes(1), nameof(Debounce), "between 0 and one minute");
        Require(LongestBackOff >= Interval && LongestBackOff <= TimeSpan.FromDays(1), nameof(LongestBackOff), $"between {nameof(Interval)} and one day");
        Require(RemoveOrphansAfter >= TimeSpan.Zero, nameof(RemoveOrphansAfter), "not negative");
        Require(MoveGrace >= TimeSpan.Zero && MoveGrace <= TimeSpan.FromDays(30), nameof(MoveGrace), "between 0 and 30 days");
        Require(Precedence.All(rule => rule.Path.StartsWith("/spec/", StringComparison.Ordinal) || (rule.Path.StartsWith("/metadata/", StringComparison.Ordinal) && rule.Path is not ("/metadata/name" or "/metadata/namespace"))),
            nameof(Precedence), "paths below /spec or /metadata, such as /spec/profile, and not the name");
        Require(MaxFileBytes is > 0 and <= 100_000_000, nameof(MaxFileBytes), "between 1 and 100,000,000");
        Require(MaxDepth is > 0 and <= 1000, nameof(MaxDepth), "between 1 and 1000");
        Require(GitTimeout > TimeSpan.Zero && GitTimeout <= TimeSpan.FromDays(1), nameof(GitTimeout), "more than 0 and at most one day");
        Require(HttpTimeout > TimeSpan.Zero && HttpTimeout <= TimeSpan.FromHours(1), nameof(HttpTimeout), "more than 0 and at most one hour");
        Require(RetryDelay >= TimeSpan.Zero && RetryDelay <= TimeSpan.FromMinutes(1), nameof(RetryDelay), "between 0 and one minute");
        Require(HostInterval >= TimeSpan.FromMilliseconds(100) && HostInterval <= TimeSpan.FromDays(1), nameof(HostInterval), "between 100 ms and one day");
        Require(HostListingInterval >= HostInterval, nameof(HostListingInterval), $"at least {nameof(HostInterval)}");
        Require(PlaceTime > TimeSpan.Zero, nameof(PlaceTime), "more than 0");
        Require(AllowedNetworks.All(text => System.Net.IPNetwork.TryParse(text, out _)), nameof(AllowedNetworks), "networks such as 10.0.0.0/8");
        foreach (var fault in Hosts.Select(host => host.Fault).OfType<string>())
            throw Wrong(fault, nameof(Hosts));
        Require(Parallelism is > 0 and <= 64, nameof(Parallelism), "between 1 and 64");
        Require(BatchSize is > 0 and <= 1000, nameof(BatchSize), "between 1 and 1000");
        return this;
    }

    private static void Require(bool holds, string name, string expected)
    {
        if (!holds)
            throw Wrong($"Catalog:Crawl:{name} must be {expected}", name);
    }

    private static ArgumentException Wrong(string message, string name) => new(message, name);
}
