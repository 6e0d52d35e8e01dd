namespace EventCatalog.Ingestion.Sources;

/// <summary>Which reader reads which type of source. A new type is a reader and a line here.</summary>
public sealed class AllReaders(CrawlOptions options, WebFiles web)
{
    private readonly Dictionary<string, ISourceReader> _readers = new(StringComparer.Ordinal)
    {
        [SourceTypes.File] = new FileReader(options),
        [SourceTypes.Folder] = new FolderReader(options),
        [SourceTypes.Git] = new GitReader(options),
        [SourceTypes.Url] = new UrlReader(web),
    };

    public IEnumerable<string> Types => _readers.Keys;

    /// <exception cref="SourceUnreachableException">No reader reads this type.</exception>
    public ISourceReader Of(string type) =>
        _readers.GetValueOrDefault(type) ?? throw new SourceUnreachableException($"No reader reads sources of type \"{type}\"; known are {string.Join(", ", _readers.Keys)}");
}
