using System.Globalization;
using System.Text;

namespace EventCatalog.Ingestion.Sources;

/// <summary>The commit that last changed a path.</summary>
internal sealed record LastCommit(string Hash, string Author, DateTimeOffset At);

/// <summary>Asks git who last changed which path.</summary>
internal static class GitHistory
{
    /// <summary>
    /// For each path the newest commit that touched it, deletions too, in one pass over the history that ends as soon as
    /// every path is found. Paths unknown to the history are left out.
    /// </summary>
    public static async Task<Dictionary<string, LastCommit>> LastCommitsAsync(
        GitProgram git, string revision, IReadOnlyCollection<string> paths, TimeSpan timeout, CancellationToken ct)
    {
        var found = new Dictionary<string, LastCommit>(StringComparer.Ordinal);
        var wanted = paths.Where(path => !path.Contains('\n', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        if (wanted.Count == 0)
            return found;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        using var process = git.Start(["log", "--no-renames", "-c", "--name-only", "-z", "--format=%x01%H%x02%an%x02%cI", "--stdin"], withInput: true);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes($"{revision}\n--\n{string.Join('\n', wanted)}\n"), limit.Token);
            process.StandardInput.Close();

            LastCommit? commit = null;
            await foreach (var token in TokensAsync(process.StandardOutput.BaseStream, limit.Token))
            {
                if (token.StartsWith('\u0001'))
                {
                    var parts = token[1..].Split('\u0002');
                    commit = new LastCommit(parts[0], parts[1], DateTimeOffset.Parse(parts[2], CultureInfo.InvariantCulture));
                }
                else if (commit is not null && token.TrimStart('\n') is { Length: > 0 } path && wanted.Contains(path) && found.TryAdd(path, commit) && found.Count == wanted.Count)
                {
                    return found;
                }
            }

            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? found : throw new GitFailedException(Redaction.Redact((await errors).Trim()));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GitFailedException($"git log took longer than {timeout.TotalSeconds:0} seconds");
        }
        finally
        {
            GitProgram.Stop(process);
        }
    }

    /// <summary>The parts of a stream between null bytes.</summary>
    internal static async IAsyncEnumerable<string> TokensAsync(Stream stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new byte[65536];
        var token = new MemoryStream();
        int count;
        while ((count = await stream.ReadAsync(buffer, ct)) > 0)
        {
            var start = 0;
            while (Array.IndexOf(buffer, (byte)0, start, count - start) is var end and >= 0)
            {
                token.Write(buffer, start, end - start);
                yield return Encoding.UTF8.GetString(token.GetBuffer(), 0, (int)token.Length);
                token.SetLength(0);
                start = end + 1;
            }

            token.Write(buffer, start, count - start);
        }

        if (token.Length > 0)
            yield return Encoding.UTF8.GetString(token.GetBuffer(), 0, (int)token.Length);
    }
}
