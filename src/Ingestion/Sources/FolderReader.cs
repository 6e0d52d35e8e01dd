namespace EventCatalog.Ingestion.Sources;

/// <summary>Reads every descriptor below a folder.</summary>
public sealed class FolderReader(CrawlOptions options) : ISourceReader
{
    public async Task<ISourceSnapshot> OpenAsync(SourceAddress source, CancellationToken ct)
    {
        if (!Directory.Exists(source.Target))
            throw new SourceUnreachableException(File.Exists(source.Target)
                ? $"\"{source.Target}\" is a file; register it with type file"
                : $"The folder \"{source.Target}\" does not exist");
        return new FolderSnapshot(source.Target, only: null, await WorkTree.FindAsync(source.Target, options, ct), options);
    }
}

/// <summary>Reads one descriptor file, and what its Locations name below its folder.</summary>
public sealed class FileReader(CrawlOptions options) : ISourceReader
{
    public async Task<ISourceSnapshot> OpenAsync(SourceAddress source, CancellationToken ct)
    {
        if (!File.Exists(source.Target))
            throw new SourceUnreachableException(Directory.Exists(source.Target)
                ? $"\"{source.Target}\" is a folder; register it with type folder"
                : $"The file \"{source.Target}\" does not exist");
        var folder = Path.GetDirectoryName(source.Target)!;
        return new FolderSnapshot(folder, only: Path.GetFileName(source.Target), await WorkTree.FindAsync(folder, options, ct), options);
    }
}
