using System.Text;
using EventCatalog.Ingestion.Http;

namespace EventCatalog.Ingestion.Sources;

/// <summary>
/// Reads any repository that the git program can clone. A bare clone without file contents is kept in the data folder and fetched
/// on each crawl; contents are brought for the files that are read. A server that cannot leave contents out sends them all.
/// </summary>
public sealed class GitReader(CrawlOptions options) : ISourceReader
{
    private const string Head = "refs/eventcatalog/head";
    private readonly NetworkGuard _guard = new(options);
    private static readonly TimeSpan HoldTimeout = TimeSpan.FromSeconds(30);

    public async Task<ISourceSnapshot> OpenAsync(SourceAddress source, CancellationToken ct)
    {
        var (address, branch) = GitTarget.SplitBranch(source.Target);
        if (address.StartsWith('-') || address.Contains("::", StringComparison.Ordinal))
            throw new SourceUnreachableException($"\"{Redaction.Redact(address)}\" is not the address of a git repository");

        var guarded = source.IsTrusted ? new Dictionary<string, string>(StringComparer.Ordinal) : await GitGuard.SettingsAsync(address, _guard, ct);
        var folder = Path.Combine(options.DataFolder, "repositories", $"{source.Id}.git");
        Directory.CreateDirectory(folder);
        var held = await HoldAsync(folder, source, ct);
        try
        {
            RemoveStaleLocks(folder);
            var git = new GitProgram(folder, options.GitTimeout, Configuration(address, source.Credentials, guarded));
            if (!File.Exists(Path.Combine(folder, "HEAD")))
                await git.RunAsync(["init", "--quiet", "--bare", "--template="], null, ct);
            var (name, commit) = await FindHeadAsync(git, branch, ct);
            var fetched = await CommitOrNullAsync(git, Head, ct);
            if (!string.Equals(fetched, commit, StringComparison.Ordinal))
            {
                await FetchAsync(git, name ?? "HEAD", ct);
                fetched = await CommitOrNullAsync(git, Head, ct);
            }

            commit = fetched ?? commit;
            var pages = CodeHostPages.FilePages(address, name?["refs/heads/".Length..] ?? commit);
            return new GitSnapshot(git, held, address, branch, commit, pages, options);
        }
        catch (Exception e)
        {
            await held.DisposeAsync();
            if (e is GitFailedException)
                throw new SourceUnreachableException($"The git repository \"{Redaction.Redact(source.Target)}\" cannot be read: {e.Message}");
            throw;
        }
    }

    /// <summary>Takes the clone for this process; another one that crawls the same source is waited for.</summary>
    private static async Task<FileStream> HoldAsync(string folder, SourceAddress source, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(folder + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(started) < HoldTimeout)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            }
            catch (IOException e)
            {
                throw new SourceUnreachableException($"The clone of \"{Redaction.Redact(source.Target)}\" cannot be taken for this crawl: {e.Message}");
            }
        }
    }

    // Whoever left one was killed: the folder is held by nobody else.
    private static void RemoveStaleLocks(string folder)
    {
        foreach (var stale in Directory.EnumerateFiles(folder, "*.lock", SearchOption.AllDirectories))
            File.Delete(stale);
    }

    private static Dictionary<string, string> Configuration(string address, string? credentials, IEnumerable<KeyValuePair<string, string>> guarded)
    {
        var settings = new Dictionary<string, string>(guarded, StringComparer.Ordinal)
        {
            // Given anew each time, so that a clone never holds an address.
            ["remote.origin.url"] = address,
            ["remote.origin.promisor"] = "true",
            ["remote.origin.partialclonefilter"] = "blob:none",
        };
        if (credentials is not null && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials.Contains(':', StringComparison.Ordinal) ? credentials : credentials + ":"));
            settings[$"http.{uri.GetLeftPart(UriPartial.Authority)}/.extraHeader"] = $"Authorization: Basic {basic}";
        }

        return settings;
    }

    /// <summary>The full name of the branch, null when the server's head is on none, and its commit.</summary>
    private static async Task<(string? Name, string Commit)> FindHeadAsync(GitProgram git, string? branch, CancellationToken ct)
    {
        var wanted = branch is null ? "HEAD" : $"refs/heads/{branch}";
        if (branch is not null)
        {
            try
            {
                await git.RunAsync(["check-ref-format", wanted], null, ct);
            }
            catch (GitFailedException)
            {
                throw new GitFailedException($"\"{branch}\" cannot be the name of a branch");
            }
        }

        var answer = await git.AskAsync(["ls-remote", "--symref", "--end-of-options", "origin", wanted], null, ct);
        var rows = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split('\t')).Where(row => row is [_, var name] && string.Equals(name, wanted, StringComparison.Ordinal)).ToArray();
        var commit = rows.FirstOrDefault(row => !row[0].StartsWith("ref:", StringComparison.Ordinal))?[0]
            ?? throw new GitFailedException(branch is null ? "it has no commits yet" : $"it has no branch \"{branch}\"");
        var symbolic = rows.FirstOrDefault(row => row[0].StartsWith("ref: refs/heads/", StringComparison.Ordinal))?[0]["ref: ".Length..];
        return (branch is null ? symbolic : wanted, commit);
    }

    private static Task FetchAsync(GitProgram git, string name, CancellationToken ct) => git.RunAsync(
        ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--filter=blob:none", "--end-of-options", "origin", $"+{name}:{Head}"],
        null, ct);

    private static async Task<string?> CommitOrNullAsync(GitProgram git, string reference, CancellationToken ct)
    {
        var commits = await git.AskAsync(["for-each-ref", "--format=%(objectname)", reference], null, ct);
        return commits.Trim() is { Length: > 0 } commit ? commit : null;
    }
}
