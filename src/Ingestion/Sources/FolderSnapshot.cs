using System.Security;

namespace EventCatalog.Ingestion.Sources;

/// <summary>A folder as it is while it is read. Symbolic links are followed as long as they stay inside.</summary>
internal sealed class FolderSnapshot : ISourceSnapshot
{
    private readonly string _root;
    private readonly string _realRoot;
    private readonly string? _only;
    private readonly WorkTree? _workTree;
    private readonly CrawlOptions _options;

    /// <param name="only">The one file that is listed; null for every file a pattern fits.</param>
    public FolderSnapshot(string root, string? only, WorkTree? workTree, CrawlOptions options)
    {
        (_root, _only, _workTree, _options) = (root, only, workTree, options);
        try
        {
            _realRoot = RealPath.Of(root);
        }
        catch (UnreadableFileException e)
        {
            throw new SourceUnreachableException(e.Message);
        }
    }

    public string? Revision => null;

    public string Origin => _only is null ? $"file:{_root}" : LocationOf(_only);

    public Task<Listing> ListAsync(string? pattern, CancellationToken ct)
    {
        if (_only is not null)
            return Task.FromResult(new Listing([_only], []));
        var walk = Walk(ct);
        var fits = DescriptorNames.Matcher(pattern);
        var paths = new SortedSet<string>(walk.Files.Where(fits), StringComparer.Ordinal);
        var refused = walk.Refused;
        foreach (var link in walk.Links.Order(StringComparer.Ordinal))
        {
            if (InsideOrNull(link) is not { } real)
            {
                if (fits(link) || Directory.Exists(Absolute(link)))
                    refused.Add(OutOfSource(link));
            }
            // The file a link names is read once, under its own name where that is found too.
            else if (fits(link) && File.Exists(Absolute(link)) && !paths.Contains(real) && !paths.Any(path => string.Equals(InsideOrNull(path), real, StringComparison.Ordinal)))
            {
                paths.Add(link);
            }
        }

        return Task.FromResult(new Listing([.. paths], refused));
    }

    public Task<IReadOnlyList<string>> MatchAsync(Glob glob, CancellationToken ct)
    {
        var walk = Walk(ct);
        return Task.FromResult<IReadOnlyList<string>>(
            [.. walk.Files.Concat(walk.Links.Where(link => File.Exists(Absolute(link)))).Where(glob.IsMatch).Order(StringComparer.Ordinal)]);
    }

    public Task<bool> ExistsAsync(string path, CancellationToken ct) => Task.FromResult(File.Exists(Absolute(path)));

    public Task PrepareAsync(IReadOnlyCollection<string> paths, CancellationToken ct) => Task.CompletedTask;

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        var real = RealPath.Of(Absolute(path));
        if (SourcePaths.Below(_realRoot, real) is null)
            throw new UnreadableFileException("link-outside-source", OutOfSource(path).Message);
        var file = new FileInfo(real);
        if (!file.Exists)
            return null;
        if (file.Length > _options.MaxFileBytes)
            throw TooLarge(path, file.Length, _options.MaxFileBytes);
        // Pipes and devices say they are empty; opening one could wait for ever.
        if (file.Length == 0)
            return [];
        try
        {
            return await File.ReadAllBytesAsync(real, ct);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw new UnreadableFileException("unreadable-file", $"\"{path}\" cannot be read: {e.Message}");
        }
    }

    public async Task<IReadOnlyDictionary<string, Provenance>> ProvenanceAsync(IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        var known = _workTree is null
            ? new Dictionary<string, Provenance>(StringComparer.Ordinal)
            : await _workTree.ProvenanceAsync(_realRoot, paths, ct);
        foreach (var path in paths.Where(path => !known.ContainsKey(path)))
        {
            var file = new FileInfo(Absolute(path));
            if (file.Exists)
                known[path] = new Provenance(path, new DateTimeOffset(file.LastWriteTimeUtc), _workTree?.Repository);
        }

        return known;
    }

    public string Resolve(string from, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal))
            throw SourcePaths.Outside(target);
        if (!target.StartsWith('/'))
            return SourcePaths.Resolve(from, target);
        var below = SourcePaths.Below(_root, Path.GetFullPath(target)) ?? throw SourcePaths.Outside(target);
        return SourcePaths.Resolve("", target.EndsWith('/') ? below + "/" : below);
    }

    public string LocationOf(string path) => $"file:{Absolute(path)}";

    public string? PathOf(string location) =>
        location.StartsWith("file:", StringComparison.Ordinal) ? SourcePaths.Below(_root, location["file:".Length..]) : null;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static UnreadableFileException TooLarge(string path, long size, long limit) =>
        new("file-too-large", FormattableString.Invariant($"\"{path}\" has {size:N0} bytes; files of more than {limit:N0} are not read"));

    private string Absolute(string path) => _root is "/" ? $"/{path}" : $"{_root}/{path}";

    private string? InsideOrNull(string path)
    {
        try
        {
            return SourcePaths.Below(_realRoot, RealPath.Of(Absolute(path)));
        }
        catch (UnreadableFileException)
        {
            return null;
        }
    }

    private static RefusedPath OutOfSource(string path) =>
        new(path, "link-outside-source", $"\"{path}\" is a symbolic link that leads out of the source; it is not followed");

    private (List<string> Files, List<string> Links, List<RefusedPath> Refused) Walk(CancellationToken ct)
    {
        var (files, links, refused) = (new List<string>(), new List<string>(), new List<RefusedPath>());
        var folders = new Stack<string>([""]);
        while (folders.TryPop(out var folder))
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                foreach (var entry in new DirectoryInfo(folder.Length == 0 ? _root : Absolute(folder)).EnumerateFileSystemInfos())
                {
                    var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
                    if (entry.LinkTarget is not null)
                        links.Add(path);
                    else if (entry is FileInfo)
                        files.Add(path);
                    else if (!DescriptorNames.IsSkippedFolder(entry.Name))
                        folders.Push(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
            {
                if (folder.Length == 0)
                    throw new SourceUnreachableException($"The folder \"{_root}\" cannot be read: {e.Message}");
                refused.Add(new RefusedPath(folder, "unreadable-folder", $"\"{folder}\" cannot be searched: {e.Message}"));
            }
        }

        return (files, links, refused);
    }
}
