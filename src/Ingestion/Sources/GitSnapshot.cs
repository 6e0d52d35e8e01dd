using System.Text;

namespace EventCatalog.Ingestion.Sources;

/// <summary>One commit of a repository.</summary>
internal sealed class GitSnapshot(GitProgram git, FileStream held, string address, string? branch, string commit, string? pages, CrawlOptions options)
    : ISourceSnapshot, IKnowsAuthors, IKnowsPast
{
    private readonly GitBlobs _blobs = new(git, options);
    private readonly string _prefix = pages is not null ? $"url:{pages}" : $"git:{address}{(branch is null ? "" : "@" + branch)}#";
    private GitTree? _tree;

    public string? Revision => commit;

    public string Origin => pages is not null ? $"url:{pages}" : $"git:{address}{(branch is null ? "" : "#" + branch)}";

    public GitPast Past => new(this, git, _blobs, commit, address, folder: "", isPartial: true);

    public async Task<Listing> ListAsync(string? pattern, CancellationToken ct)
    {
        var tree = await TreeAsync(ct);
        return await Guarded(() => tree.ListAsync(pattern, ct));
    }

    public async Task<IReadOnlyList<string>> MatchAsync(Glob glob, CancellationToken ct) => (await TreeAsync(ct)).Match(glob);

    public async Task<bool> ExistsAsync(string path, CancellationToken ct) => (await TreeAsync(ct)).Holds(path);

    public async Task PrepareAsync(IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        var tree = await TreeAsync(ct);
        await Guarded(() => _blobs.BringAsync(commit, [.. paths.Select(tree.BlobOf).OfType<string>()], ct));
    }

    public string? StampOf(string path) => _tree?.BlobOf(path);

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        var tree = await TreeAsync(ct);
        return await Guarded(() => tree.ReadAsync(path, ct));
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

    private async Task<GitTree> TreeAsync(CancellationToken ct)
    {
        if (_tree is not null)
            return _tree;
        var listed = await Guarded(() => git.RunAsync(["ls-tree", "-r", "-z", "--full-tree", commit], null, ct));
        var tree = new GitTree(_blobs);
        foreach (var entry in Encoding.UTF8.GetString(listed).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = entry.IndexOf('\t', StringComparison.Ordinal);
            if (entry[..tab].Split(' ') is [var mode, _, var blob])
                tree.Set(entry[(tab + 1)..], mode, blob);
        }

        return _tree = tree;
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
