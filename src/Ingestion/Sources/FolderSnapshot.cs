using System.IO.Enumeration;
using System.Security;

namespace EventCatalog.Ingestion.Sources;

/// <summary>A folder as it is while it is read. Symbolic links are followed as long as they stay inside.</summary>
internal sealed class FolderSnapshot : ISourceSnapshot, IKnowsPast
{
    private readonly string _root;
    private readonly string _realRoot;
    private readonly string? _only;
    private readonly WorkTree? _workTree;
    private readonly CrawlOptions _options;
    private Walked? _walked;
    private GitPast? _past;

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

    /// <summary>That of the work tree it lies in; of a single file none is told.</summary>
    public GitPast? Past => _only is null && _workTree is not null ? _past ??= _workTree.PastOf(this, _realRoot) : null;

    public string Origin => _only is null ? $"file:{_root}" : LocationOf(_only);

    public Task<Listing> ListAsync(string? pattern, CancellationToken ct)
    {
        if (_only is not null)
            return Task.FromResult(new Listing([_only], []));
        var walk = Walk(ct);
        var fits = DescriptorNames.Matcher(pattern);
        var paths = new SortedSet<string>(walk.Files.Keys.Where(fits), StringComparer.Ordinal);
        var refused = new List<RefusedPath>(walk.Refused);
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
            [.. walk.Files.Keys.Concat(walk.Links.Where(link => File.Exists(Absolute(link)))).Where(glob.IsMatch).Order(StringComparer.Ordinal)]);
    }

    public Task<bool> ExistsAsync(string path, CancellationToken ct) => Task.FromResult(File.Exists(Absolute(path)));

    public Task PrepareAsync(IReadOnlyCollection<string> paths, CancellationToken ct) => Task.CompletedTask;

    public string? StampOf(string path) => _walked?.Files.GetValueOrDefault(path);

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        var real = RealOf(path);
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

    public ValueTask DisposeAsync() => _past?.Blobs.DisposeAsync() ?? ValueTask.CompletedTask;

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

    /// <summary>The walk came to a file without passing a link: only the file itself may have become one since.</summary>
    private string RealOf(string path)
    {
        var below = _realRoot is "/" ? $"/{path}" : $"{_realRoot}/{path}";
        return _walked?.Files.ContainsKey(path) is true && !new FileInfo(below).Attributes.HasFlag(FileAttributes.ReparsePoint) ? below : RealPath.Of(Absolute(path));
    }

    /// <summary>Once for a snapshot: every Location with a glob would look through all folders again.</summary>
    private Walked Walk(CancellationToken ct)
    {
        if (_walked is not null)
            return _walked;
        var walked = new Walked(new Dictionary<string, string?>(StringComparer.Ordinal), [], []);
        var folders = new Stack<string>([""]);
        // A file written a moment ago may be written again and look the same: clocks of file systems are coarse.
        var old = DateTimeOffset.UtcNow.AddSeconds(-2);
        while (folders.TryPop(out var folder))
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                foreach (var entry in Entries(folder.Length == 0 ? _root : Absolute(folder)))
                {
                    var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
                    if (entry.IsLink)
                        walked.Links.Add(path);
                    else if (!entry.IsFolder)
                        walked.Files[path] = entry.WrittenAt < old ? FormattableString.Invariant($"{entry.Length} {entry.WrittenAt.UtcTicks}") : null;
                    else if (!DescriptorNames.IsSkippedFolder(entry.Name))
                        folders.Push(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException)
            {
                if (folder.Length == 0)
                    throw new SourceUnreachableException($"The folder \"{_root}\" cannot be read: {e.Message}");
                walked.Refused.Add(new RefusedPath(folder, "unreadable-folder", $"\"{folder}\" cannot be searched: {e.Message}"));
            }
        }

        return _walked = walked;
    }

    private static FileSystemEnumerable<Entry> Entries(string folder) => new(
        folder,
        (ref FileSystemEntry entry) => new Entry(
            entry.FileName.ToString(), entry.Attributes.HasFlag(FileAttributes.ReparsePoint), entry.IsDirectory, entry.Length, entry.LastWriteTimeUtc),
        new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false });

    private readonly record struct Entry(string Name, bool IsLink, bool IsFolder, long Length, DateTimeOffset WrittenAt);

    /// <param name="Files">Each with its stamp.</param>
    private sealed record Walked(Dictionary<string, string?> Files, List<string> Links, List<RefusedPath> Refused);
}
