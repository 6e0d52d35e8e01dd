using EventCatalog.Api.Commands;
using EventCatalog.Api.GraphQL;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Ownership;
using EventCatalog.Domain.Sources;
using EventCatalog.Ingestion;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Hosts;
using EventCatalog.Ingestion.Sources;
using EventCatalog.ReadModels.Freshness;

namespace EventCatalog.Api.Hosting;

/// <summary>The section <c>Catalog</c> of the configuration.</summary>
public sealed class CatalogOptions
{
    public const string Section = "Catalog";

    /// <summary>Sources crawled in addition to those of the command line.</summary>
    public IList<SourceOption> Sources { get; } = [];

    /// <summary>Time from the end of a source's crawl to its next one. Default: 30 s.</summary>
    public TimeSpan CrawlInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an entity that nothing refers to stays visible as an orphan. Default: 1 h.</summary>
    public TimeSpan RemoveOrphansAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long something gone from one source may turn up in another and count as moved. Default: two crawls, at least a minute.</summary>
    public TimeSpan? MoveGrace { get; set; }

    /// <summary>How long an entity may go unconfirmed by its source before it counts as stale. Default: 7 days.</summary>
    public TimeSpan StaleAfter { get; set; } = FreshnessOptions.Default.StaleAfter;

    /// <summary>The kinds AiResource, and API of type mcp-server, as in the model mode of Backstage. Default: false, as there.</summary>
    public bool AiResources { get; set; }

    /// <summary>Where the kinds stand that a switch adds.</summary>
    public IReadOnlyList<string> KindFiles => AiResources ? [Path.Combine(AppContext.BaseDirectory, "kinds", "ai-resources.yaml")] : [];

    /// <summary>Which source may declare which kinds (<c>Catalog:Rules</c>). Default: every source every kind.</summary>
    public KindRules KindRules { get; private set; } = KindRules.Everything;

    /// <summary>What comes of an owner that is not an existing Group.</summary>
    public OwnersOption Owners { get; } = new();

    /// <summary>What sources may lead to.</summary>
    public CrawlLimits Crawl { get; } = new();

    /// <summary>Tokens, secrets and addresses of code hosts.</summary>
    public IList<CodeHostOptions> Hosts { get; } = [];

    /// <summary>Whose word counts where several sources speak of one entity; the first that fits counts.</summary>
    public IList<PrecedenceOption> Precedence { get; } = [];

    /// <summary>How GraphQL is served.</summary>
    public GraphQLOptions GraphQL { get; } = new();

    /// <summary>The configuration of the environment and of <c>appsettings.json</c> beside the program, with the sources of the command line added.</summary>
    /// <exception cref="UsageException">A value is not of its setting's type, or makes no sense.</exception>
    public static CatalogOptions Read(IEnumerable<string> sources, string? pattern)
    {
        var configuration = CatalogDatabase.Configuration();
        CatalogOptions options;
        try
        {
            options = configuration.GetSection(Section).Get<CatalogOptions>() ?? new CatalogOptions();
        }
        catch (InvalidOperationException wrong)
        {
            throw new UsageException(wrong.Message);
        }

        options.KindRules = KindRuleSettings.Read(configuration.GetSection($"{Section}:Rules"));
        options.GraphQL.Check();
        if (options.StaleAfter <= TimeSpan.Zero)
            throw new UsageException($"{Section}:StaleAfter must be longer than no time at all, such as 7.00:00:00; it is {options.StaleAfter}");
        foreach (var target in sources)
            options.Sources.Add(new SourceOption { Target = target, Pattern = pattern });
        return options;
    }

    /// <summary>The sources of the configuration; the switched-on kinds only beside others, because a start without sources changes none.</summary>
    public IReadOnlyList<ConfiguredSource> Configured =>
        Sources.Count == 0
            ? []
            : [.. Sources.Select(source => new ConfiguredSource(source.Target, source.Type, source.Pattern, source.History)), .. KindFiles.Select(file => new ConfiguredSource(file))];

    /// <exception cref="UsageException">A setting makes no sense.</exception>
    public CrawlOptions Crawling(string dataFolder)
    {
        var options = new CrawlOptions
        {
            DataFolder = Path.GetFullPath(dataFolder),
            Interval = CrawlInterval,
            RemoveOrphansAfter = RemoveOrphansAfter,
            KindRules = KindRules,
            OwnerPolicy = Owners.Policy,
            Precedence = [.. Precedence.Select(rule => rule.Rule)],
            MoveGrace = MoveGrace ?? TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMinute, 2 * CrawlInterval.Ticks)),
            AllowedHosts = [.. CodeHostPages.Known, .. Crawl.AllowedHosts],
            AllowedNetworks = [.. Crawl.AllowedNetworks],
            HostInterval = Crawl.HostInterval,
            HttpTimeout = Crawl.HttpTimeout,
            History = Crawl.History,
            Hosts = [.. Hosts],
        };
        try
        {
            return (CrawlInterval > options.LongestBackOff ? options with { LongestBackOff = CrawlInterval } : options).Validate();
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}

/// <summary>One entry of <c>Catalog:Precedence</c>: what the source says at the path counts, and below it.</summary>
public sealed class PrecedenceOption
{
    public string Path { get; set; } = "";

    /// <summary>As in <c>Catalog:Sources</c>; the type is guessed when left out.</summary>
    public string Source { get; set; } = "";
    public string? Type { get; set; }

    internal PrecedenceRule Rule
    {
        get
        {
            var (type, target) = SourceTypes.Infer(Source, Type);
            return new PrecedenceRule(Path, SourceDecider.IdOf(type, Redaction.Split(target).Target));
        }
    }
}

/// <summary>The section <c>Catalog:Owners</c>.</summary>
public sealed class OwnersOption
{
    /// <summary><c>Off</c>, <c>Warning</c> or <c>Error</c>. Default: warning.</summary>
    public OwnerPolicy Policy { get; set; } = OwnerPolicy.Warning;
}

/// <summary>The section <c>Catalog:Crawl</c>.</summary>
public sealed class CrawlLimits
{
    /// <summary>Hosts (<c>host</c>, <c>host:port</c>, <c>*.example.com</c>) that descriptors may name, in private networks too.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Private networks, such as <c>10.0.0.0/8</c>, that names written by strangers may lead to.</summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>Time between two looks at a code host. Default: 15 min.</summary>
    public TimeSpan HostInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether the history of every source that has one is read. Default: only where its entry of <c>Catalog:Sources</c> says so.</summary>
    public bool History { get; set; }

    /// <summary>For one answer of another server as a whole. Default: 20 s.</summary>
    public TimeSpan HttpTimeout { get; set; } = TimeSpan.FromSeconds(20);
}

/// <summary>One entry of <c>Catalog:Sources</c>; the type is guessed from the target when left out.</summary>
public sealed class SourceOption
{
    public string? Type { get; set; }
    public string Target { get; set; } = "";
    public string? Pattern { get; set; }

    /// <summary>Whether its history is read too: what every commit of its branch changed.</summary>
    public bool? History { get; set; }
}
