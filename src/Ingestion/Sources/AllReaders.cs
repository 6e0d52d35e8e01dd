using EventCatalog.Ingestion.Hosts;

namespace EventCatalog.Ingestion.Sources;

/// <summary>Which reader reads which type of source. A new type is a reader and a line here; a new code host is a line in <see cref="AllHosts"/>.</summary>
public sealed class AllReaders
{
    private readonly Dictionary<string, ISourceReader> _readers;

    public AllReaders(CrawlOptions options, WebFiles web, TimeProvider? clock = null)
    {
        _readers = new(StringComparer.Ordinal)
        {
            [SourceTypes.File] = new FileReader(options),
            [SourceTypes.Folder] = new FolderReader(options),
            [SourceTypes.Git] = new GitReader(options),
            [SourceTypes.Url] = new UrlReader(web),
        };
        foreach (var host in AllHosts.Types)
            _readers[host.Name] = new HostReader(host, web.Http, Changes, options, clock ?? TimeProvider.System);
    }

    public IEnumerable<string> Types => _readers.Keys;

    /// <summary>What webhooks told the readers of code hosts.</summary>
    public HostChanges Changes { get; } = new();

    /// <exception cref="SourceUnreachableException">No reader reads this type.</exception>
    public ISourceReader Of(string type) =>
        _readers.GetValueOrDefault(type) ?? throw new SourceUnreachableException($"No reader reads sources of type \"{type}\"; known are {string.Join(", ", _readers.Keys)}");
}
