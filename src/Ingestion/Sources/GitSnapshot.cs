using System.Text;

namespace EventCatalog.Ingestion.Sources;

/// <summary>One commit of a repository.</summary>
internal sealed class GitSnapshot(GitProgram git, FileStream held, string address, string? branch, string commit, string? pages, CrawlOptions options) : ISourceSnapshot, IKnowsAuthors
{
    private const string SymbolicLink = "120000";
    private const string Submodule = "160000";
    private readonly GitBlobs _blobs = new(git, options);
    private readonly string _prefix = pages is not null ? $"url:{pages}" : $"git:{address}{(branch is null ? "" : "@" + branch)}#";
    private Dictionary<string, (string Mode, string Blob)>? _files;

    public string? Revision => commit;

    public string Origin => pages is not null ? $"url:{pages}" : $"git:{address}{(branch is null ? "" : "#" + branch)}";

    public async Task<Listing> ListAsync(string? pattern, CancellationToken ct)
    {
        var files = await FilesAsync(ct);
        var fits = DescriptorNames.Matcher(pattern);
        var refused = new List<RefusedPath>();
        var paths = new SortedSet<string>(files.Where(file => !IsLink(file.Value.Mode) && !IsSkipped(file.Key) && fits(file.Key)).Select(file => file.Key), StringComparer.Ordinal);
        var links = files.Where(file => IsLink(file.Value.Mode) && !IsSkipped(file.Key)).Select(file => file.Key).Order(StringComparer.Ordinal).ToArray();
        foreach (var link in links.Where(fits))
        {
            try
            {
                // The file a link names is read once, under its own name where that is found too.
                if (await RealAsync(link, ct) is { } real && files.ContainsKey(real) && !paths.Contains(real))
                    paths.Add(link);
            }
            catch (UnreadableFileException e)
            {
                refused.Add(new RefusedPath(link, e.Rule, e.Message));
            }
        }

        return new Listing([.. paths], refused);
    }

    public async Task<IReadOnlyList<string>> MatchAsync(Glob glob, CancellationToken ct) =>
        [.. (await FilesAsync(ct)).Keys.Where(path => !IsSkipped(path) && glob.IsMatch(path)).Order(StringComparer.Ordinal)];

    public async Task<bool> ExistsAsync(string path, CancellationToken ct) => (await FilesAsync(ct)).ContainsKey(path);

    public async Task PrepareAsync(IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        var files = await FilesAsync(ct);
        await Guarded(() => _blobs.BringAsync(commit, [.. paths.Where(files.ContainsKey).Select(path => files[path].Blob)], ct));
    }

    public string? StampOf(string path) => _files is not null && _files.TryGetValue(path, out var file) && !IsLink(file.Mode) ? file.Blob : null;

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        var files = await FilesAsync(ct);
        return await RealAsync(path, ct) is { } real && files.TryGetValue(real, out var file)
            ? await Guarded(() => _blobs.ReadAsync(real, file.Blob, ct))
            : null;
    }

    public async Task<IReadOnlyDictionary<string, Provenance>> ProvenanceAsync(IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        var commits = await Guarded(() => GitHistory.LastCommitsAsync(git, commit, paths, options.GitTimeout, ct));
        return commits.ToDictionary(
            found => found.Key,
            found => new Provenance(found.Key, found.Value.At, address, found.Value.Hash, found.Value.Author,
                CodeHostPages.FilePages(address, found.Value.Hash) is { } atCommit ? atCommit + CodeHostPages.Escape(found.Key) : null),
            StringComparer.Ordinal);
    }

    public Task<IReadOnlyDictionary<string, int>> AuthorsAsync(string folder, CancellationToken ct) => Guarded(async () =>
    {
        var addresses = await git.AskAsync(["log", "-n", "200", "--format=%aE", "--end-of-options", commit, "--", .. folder.Length == 0 ? Array.Empty<string>() : [folder]], null, ct);
        return (IReadOnlyDictionary<string, int>)addresses.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .CountBy(address => address.ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    });

    public string Resolve(string from, string target)
    {
        if (!target.Contains("://", StringComparison.Ordinal))
            return SourcePaths.Resolve(from, target);
        // The page of a file of this very repository and branch is that file.
        if (pages is not null)
        {
            string[] same = [pages, pages.Replace("/blob/", "/tree/", StringComparison.Ordinal), pages.Replace("/blob/", "/raw/", StringComparison.Ordinal)];
            if (Array.Find(same, prefix => target.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } prefix)
                return SourcePaths.Resolve("", Uri.UnescapeDataString(target[prefix.Length..]));
        }

        throw SourcePaths.Outside(target);
    }

    public string LocationOf(string path) => _prefix + (pages is null ? path : CodeHostPages.Escape(path));

    public string? PathOf(string location)
    {
        if (!location.StartsWith(_prefix, StringComparison.Ordinal))
            return null;
        return pages is null ? location[_prefix.Length..] : Uri.UnescapeDataString(location[_prefix.Length..]);
    }

    public async ValueTask DisposeAsync()
    {
        await _blobs.DisposeAsync();
        await held.DisposeAsync();
    }

    private static bool IsLink(string mode) => mode is SymbolicLink;

    private static bool IsSkipped(string path) =>
        path.StartsWith("node_modules/", StringComparison.Ordinal) || path.Contains("/node_modules/", StringComparison.Ordinal);

    private async Task<Dictionary<string, (string Mode, string Blob)>> FilesAsync(CancellationToken ct)
    {
        if (_files is not null)
            return _files;
        var listed = await Guarded(() => git.RunAsync(["ls-tree", "-r", "-z", "--full-tree", commit], null, ct));
        var files = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var entry in Encoding.UTF8.GetString(listed).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = entry.IndexOf('\t', StringComparison.Ordinal);
            if (entry[..tab].Split(' ') is [var mode, _, var blob] && mode is not Submodule)
                files[entry[(tab + 1)..]] = (mode, blob);
        }

        return _files = files;
    }

    /// <summary>The path without links in its last step, which is where repositories have them.</summary>
    private async Task<string?> RealAsync(string path, CancellationToken ct)
    {
        var files = await FilesAsync(ct);
        for (var links = 0; links <= 40; links++)
        {
            if (!files.TryGetValue(path, out var file) || !IsLink(file.Mode))
                return path;
            var target = Encoding.UTF8.GetString(await Guarded(() => _blobs.ReadAsync(path, file.Blob, ct)));
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

    private static Task Guarded(Func<Task> ask) => Guarded(async () =>
    {
        await ask();
        return true;
    });

    private static async Task<T> Guarded<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (GitFailedException e)
        {
            throw new SourceUnreachableException($"The git repository could not be read on: {e.Message}");
        }
    }
}
