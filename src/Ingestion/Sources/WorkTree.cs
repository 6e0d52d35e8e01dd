using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EventCatalog.Ingestion.Sources;

/// <summary>The git work tree a folder lies in.</summary>
internal sealed class WorkTree
{
    private readonly GitProgram _git;
    private readonly string _root;
    private readonly string _head;
    private readonly CrawlOptions _options;

    private WorkTree(GitProgram git, string root, string head, string repository, CrawlOptions options)
    {
        (_git, _root, _head, Repository, _options) = (git, root, head, repository, options);
    }

    /// <summary>The address it was cloned from, without credentials; else its path.</summary>
    public string Repository { get; }

    /// <summary>The work tree around a folder; null when there is none, it has no commit yet, or there is no git program.</summary>
    public static async Task<WorkTree?> FindAsync(string folder, CrawlOptions options, CancellationToken ct)
    {
        // Only rev-parse, config, ls-tree, rev-list, log and cat-file are run, offline, which start no program a repository's own configuration names. So a
        // tree that belongs to another user, the rule rather than the exception for a mounted folder, may be read.
        var trust = new Dictionary<string, string>(StringComparer.Ordinal) { ["safe.directory"] = "*" };
        var git = new GitProgram(folder, options.GitTimeout, trust, offline: true);
        string[] answer;
        try
        {
            answer = (await git.AskAsync(["rev-parse", "--show-toplevel", "HEAD"], null, ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (GitFailedException)
        {
            return null; // Outside of a work tree this is how git answers the question.
        }

        // From the root, because git log takes the paths it is given as below the folder it runs in.
        return answer is [var root, var head]
            ? new WorkTree(new GitProgram(root, options.GitTimeout, trust, offline: true), root, head, await RemoteAsync(git, ct) ?? root, options)
            : null;
    }

    /// <summary>What a folder in it held before, as committed.</summary>
    public GitPast PastOf(ISourceSnapshot now, string folder) => new(now, _git, new GitBlobs(_git, _options), _head, Repository, PrefixOf(folder), isPartial: false);

    /// <summary>The last commit of each file that is as committed; files that are changed, new or ignored are left out.</summary>
    public async Task<Dictionary<string, Provenance>> ProvenanceAsync(string folder, IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        var prefix = PrefixOf(folder);
        var committed = await BlobsAsync(ct);
        var clean = new List<string>();
        foreach (var path in paths)
        {
            var isCommitted = committed.TryGetValue(prefix + path, out var blob);
            var file = new FileInfo($"{folder}/{path}");
            // A file that is gone from both is as committed: the commit that deleted it is its last.
            if (isCommitted ? file.Exists && file.Length <= _options.MaxFileBytes && await IsBlobAsync(file.FullName, blob!, ct) : !file.Exists)
                clean.Add(prefix + path);
        }

        var commits = await GitHistory.LastCommitsAsync(_git, _head, clean, _options.GitTimeout, ct);
        var known = new Dictionary<string, Provenance>(StringComparer.Ordinal);
        foreach (var (path, commit) in commits)
        {
            var page = CodeHostPages.FilePages(Repository, commit.Hash) is { } pages ? pages + CodeHostPages.Escape(path) : null;
            known[path[prefix.Length..]] = new Provenance(path, commit.At, Repository, commit.Hash, commit.Author, page);
        }

        return known;
    }

    private string PrefixOf(string folder) => string.Equals(folder, _root, StringComparison.Ordinal) ? "" : (SourcePaths.Below(_root, folder) ?? "") + "/";

    private static async Task<string?> RemoteAsync(GitProgram git, CancellationToken ct)
    {
        try
        {
            return Redaction.Split((await git.AskAsync(["config", "--get", "remote.origin.url"], null, ct)).Trim()).Target is { Length: > 0 } remote ? remote : null;
        }
        catch (GitFailedException)
        {
            return null; // No such setting: a repository that was never cloned.
        }
    }

    private async Task<Dictionary<string, string>> BlobsAsync(CancellationToken ct)
    {
        var blobs = new Dictionary<string, string>(StringComparer.Ordinal);
        var listed = await _git.AskAsync(["ls-tree", "-r", "-z", "--full-tree", _head], null, ct);
        foreach (var entry in listed.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = entry.IndexOf('\t', StringComparison.Ordinal);
            blobs[entry[(tab + 1)..]] = entry[..tab].Split(' ')[2];
        }

        return blobs;
    }

    // Hashing beats asking git for its status, which would run filters that the repository configures.
    private static async Task<bool> IsBlobAsync(string file, string blob, CancellationToken ct)
    {
        var content = await File.ReadAllBytesAsync(file, ct);
        byte[] whole = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")), .. content];
#pragma warning disable CA5350 // Git names blobs by SHA-1; nothing is trusted because of it.
        var hash = blob.Length == 40 ? SHA1.HashData(whole) : SHA256.HashData(whole);
#pragma warning restore CA5350
        return string.Equals(Convert.ToHexStringLower(hash), blob, StringComparison.Ordinal);
    }
}
