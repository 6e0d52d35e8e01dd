using System.Globalization;
using System.Runtime.CompilerServices;

namespace EventCatalog.Ingestion.Sources;

/// <summary>One commit of a branch.</summary>
/// <param name="Author">Name and address, as the commit publishes them.</param>
/// <param name="At">When it was committed, by the committer's clock, in UTC.</param>
/// <param name="Changes">Against the commit before it on the branch.</param>
internal sealed record PastCommit(string Hash, string Author, DateTimeOffset At, IReadOnlyList<PastChange> Changes);

/// <param name="Path">Inside the source.</param>
/// <param name="Blob">What the file holds from then on; null when it is gone.</param>
internal sealed record PastChange(string Path, string Mode, string? Blob);

/// <summary>What a branch held before, commit by commit along first parents: what a merge brought, it brought when it was merged.</summary>
/// <param name="now">The source as it is; says what a path is called.</param>
/// <param name="head">The last commit.</param>
/// <param name="repository">Its address, without credentials.</param>
/// <param name="folder">What the source is of the repository: empty for all of it, else with a slash at its end.</param>
/// <param name="isPartial">Whether contents may have to be brought from where it was cloned.</param>
internal sealed class GitPast(ISourceSnapshot now, GitProgram git, GitBlobs blobs, string head, string repository, string folder, bool isPartial)
{
    private const string Submodule = "160000";
    private const int MostAtOnce = 20_000;

    public ISourceSnapshot Now => now;

    public GitBlobs Blobs => blobs;

    public string Head => head;

    public string Repository => repository;

    /// <summary>Whether the branch went through a commit; it did not when its history was rewritten since.</summary>
    public async Task<bool> WentThroughAsync(string commit, CancellationToken ct)
    {
        try
        {
            // All that the head has and the commit has not: where the oldest of them follows the commit, it stands on the branch.
            var line = await git.AskAsync(["rev-list", "--first-parent", "--parents", "--end-of-options", $"{commit}..{head}"], null, ct);
            var oldest = line.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()?.Split(' ');
            return oldest is null ? string.Equals(commit, head, StringComparison.Ordinal) : oldest.Length > 1 && string.Equals(oldest[1], commit, StringComparison.Ordinal);
        }
        catch (GitFailedException)
        {
            return false; // The repository has no such commit any more.
        }
    }

    public async Task<int> CountAsync(string? after, CancellationToken ct) => int.Parse(
        await git.AskAsync(["rev-list", "--first-parent", "--count", "--end-of-options", Range(after)], null, ct), CultureInfo.InvariantCulture);

    /// <summary>The commits after one of the branch, or all of them, oldest first.</summary>
    /// <exception cref="GitFailedException">Git cannot tell, or not to the end.</exception>
    public async IAsyncEnumerable<PastCommit> CommitsAsync(string? after, [EnumeratorCancellation] CancellationToken ct)
    {
        // Without looking for renamed files: that would need contents, and an entity is known by its name wherever it stands.
        using var process = git.Start(
            ["log", "--first-parent", "--diff-merges=first-parent", "--no-renames", "--raw", "--no-abbrev", "-z", "--reverse", "--format=%x01%H%x02%ct%x02%ae%x02%an", "--end-of-options", Range(after)],
            withInput: false);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(ct);
            var (commit, changes, meta) = ((PastCommit?)null, new List<PastChange>(), (string[]?)null);
            await foreach (var token in GitHistory.TokensAsync(process.StandardOutput.BaseStream, ct))
            {
                if (meta is not null)
                {
                    if (token.StartsWith(folder, StringComparison.Ordinal))
                        changes.Add(new PastChange(token[folder.Length..], meta[1], meta[4] is "D" || meta[1] is Submodule ? null : meta[3]));
                    meta = null;
                }
                else if (token.StartsWith('\u0001'))
                {
                    if (commit is not null)
                        yield return commit;
                    commit = Parse(token, changes = []);
                }
                else if (token.TrimStart('\n') is { Length: > 0 } text)
                {
                    meta = text.Split(' ');
                }
            }

            if (commit is not null)
                yield return commit;
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0)
                throw new GitFailedException(Redaction.Redact((await errors).Trim()));
        }
        finally
        {
            GitProgram.Stop(process);
        }
    }

    /// <summary>Brings what files of these names held in any commit, as far as a partial clone left it out, in few requests.</summary>
    public async Task BringAsync(Func<string, bool> names, CancellationToken ct)
    {
        if (!isPartial)
            return;
        var missing = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var commit in CommitsAsync(null, ct))
            missing.UnionWith(commit.Changes.Where(change => change.Blob is not null && names(change.Path)).Select(change => change.Blob!));
        // What is here is listed as a whole: asked for one by one, each that is not would be fetched by itself.
        using var process = git.Start(["cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)"], withInput: false);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(ct);
            while (await process.StandardOutput.ReadLineAsync(ct) is { } here)
                missing.Remove(here);
            await errors;
        }
        finally
        {
            GitProgram.Stop(process);
        }

        foreach (var some in missing.Chunk(MostAtOnce))
            await blobs.FetchAsync(some, ct);
    }

    /// <summary>Where a file stands as of a commit.</summary>
    public Provenance ProvenanceOf(PastCommit commit, string path, DateTimeOffset at)
    {
        var page = CodeHostPages.FilePages(repository, commit.Hash) is { } pages ? pages + CodeHostPages.Escape(folder + path) : null;
        return new Provenance(folder + path, at, repository, commit.Hash, commit.Author, page);
    }

    private string Range(string? after) => after is null ? head : $"{after}..{head}";

    private static PastCommit Parse(string token, IReadOnlyList<PastChange> changes)
    {
        // The name comes last: it alone may hold any character.
        var parts = token[1..].Split('\u0002', 4);
        var at = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(long.Parse(parts[1], CultureInfo.InvariantCulture), 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
        return new PastCommit(parts[0], $"{parts[3]} <{parts[2]}>", at, changes);
    }
}
