using System.Text;

namespace EventCatalog.Ingestion.Sources;

/// <summary>The files of one commit, seen through links that stay inside. Can be moved from commit to commit, one change after the other.</summary>
internal sealed class GitTree(GitBlobs blobs)
{
    private const string SymbolicLink = "120000";
    private const string Submodule = "160000";
    private readonly Dictionary<string, (string Mode, string Blob)> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _links = new(StringComparer.Ordinal);
    private (string? Pattern, Func<string, bool> Fits, SortedSet<string> Paths)? _listed;

    /// <summary>Where contents come from.</summary>
    public GitBlobs Blobs { get; set; } = blobs;

    public void Set(string path, string mode, string blob)
    {
        Remove(path);
        if (mode is Submodule)
            return;
        _files[path] = (mode, blob);
        if (IsSkipped(path))
            return;
        if (mode is SymbolicLink)
            _links.Add(path);
        else if (_listed is { } listed && listed.Fits(path))
            listed.Paths.Add(path);
    }

    public void Remove(string path)
    {
        if (!_files.Remove(path))
            return;
        _links.Remove(path);
        _listed?.Paths.Remove(path);
    }

    public bool Holds(string path) => _files.ContainsKey(path);

    public bool IsLink(string path) => _links.Contains(path);

    /// <summary>The contents a path has, unless it is a link.</summary>
    public string? BlobOf(string path) => _files.TryGetValue(path, out var file) && file.Mode is not SymbolicLink ? file.Blob : null;

    /// <exception cref="GitFailedException">Git cannot give what a link holds.</exception>
    public async Task<Listing> ListAsync(string? pattern, CancellationToken ct)
    {
        if (_listed is not { } listed || !string.Equals(listed.Pattern, pattern, StringComparison.Ordinal))
        {
            var fits = DescriptorNames.Matcher(pattern);
            var found = _files.Where(file => file.Value.Mode is not SymbolicLink && !IsSkipped(file.Key) && fits(file.Key)).Select(file => file.Key);
            _listed = listed = (pattern, fits, new SortedSet<string>(found, StringComparer.Ordinal));
        }

        if (_links.Count == 0)
            return new Listing([.. listed.Paths], []);
        var paths = new SortedSet<string>(listed.Paths, StringComparer.Ordinal);
        var refused = new List<RefusedPath>();
        foreach (var link in _links.Where(listed.Fits))
        {
            try
            {
                // The file a link names is read once, under its own name where that is found too.
                if (await RealAsync(link, ct) is var real && _files.ContainsKey(real) && !paths.Contains(real))
                    paths.Add(link);
            }
            catch (UnreadableFileException e)
            {
                refused.Add(new RefusedPath(link, e.Rule, e.Message));
            }
        }

        return new Listing([.. paths], refused);
    }

    public IReadOnlyList<string> Match(Glob glob) => [.. _files.Keys.Where(path => !IsSkipped(path) && glob.IsMatch(path)).Order(StringComparer.Ordinal)];

    /// <exception cref="UnreadableFileException">It is too large, or a link that leads out or in circles.</exception>
    /// <exception cref="GitFailedException">Git cannot give it.</exception>
    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        var real = await RealAsync(path, ct);
        return _files.TryGetValue(real, out var file) ? await Blobs.ReadAsync(real, file.Blob, ct) : null;
    }

    /// <summary>The path without links in its last step, which is where repositories have them.</summary>
    private async Task<string> RealAsync(string path, CancellationToken ct)
    {
        for (var links = 0; links <= 40; links++)
        {
            if (!_files.TryGetValue(path, out var file) || file.Mode is not SymbolicLink)
                return path;
            var target = Encoding.UTF8.GetString(await Blobs.ReadAsync(path, file.Blob, ct));
            try
            {
                if (target.StartsWith('/'))
                    throw SourcePaths.Outside(target);
                path = SourcePaths.Resolve(path, target.TrimEnd('/'));
            }
            catch (UnreadableFileException)
            {
                throw new UnreadableFileException("link-outside-source", $"\"{path}\" is a symbolic link that leads out of the source; it is not followed");
            }
        }

        throw new UnreadableFileException("link-cycle", $"\"{path}\" is a symbolic link that leads in circles");
    }

    private static bool IsSkipped(string path) =>
        path.StartsWith("node_modules/", StringComparison.Ordinal) || path.Contains("/node_modules/", StringComparison.Ordinal);
}
