using EventCatalog.Api.Commands;
using EventCatalog.Api.GraphQL;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Ownership;
using EventCatalog.Domain.Sources;
using EventCatalog.Ingestion;
using EventCatalog.Ingestion.Sources;

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

    /// <summary>What comes of an owner that is not an existing Group.</summary>
    public OwnersOption Owners { get; } = new();

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

        options.GraphQL.Check();
        foreach (var target in sources)
            options.Sources.Add(new SourceOption { Target = target, Pattern = pattern });
        return options;
    }

    public IReadOnlyList<ConfiguredSource> Configured => [.. Sources.Select(source => new ConfiguredSource(source.Target, source.Type, source.Pattern))];

    /// <exception cref="UsageException">A setting makes no sense.</exception>
    public CrawlOptions Crawling(string dataFolder)
    {
        var options = new CrawlOptions
        {
            DataFolder = Path.GetFullPath(dataFolder),
            Interval = CrawlInterval,
            RemoveOrphansAfter = RemoveOrphansAfter,
            OwnerPolicy = Owners.Policy,
            Precedence = [.. Precedence.Select(rule => rule.Rule)],
            MoveGrace = MoveGrace ?? TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMinute, 2 * CrawlInterval.Ticks)),
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

/// <summary>One entry of <c>Catalog:Sources</c>; the type is guessed from the target when left out.</summary>
public sealed class SourceOption
{
    public string? Type { get; set; }
    public string Target { get; set; } = "";
    public string? Pattern { get; set; }
}
