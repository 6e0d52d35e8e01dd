using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace EventCatalog.Ingestion.Sources;

/// <summary>
/// Runs the <c>git</c> program on repositories nobody vouches for: no prompts, no hooks, no configuration of the user or the machine,
/// only transports that start no program of the repository's choosing.
/// </summary>
/// <param name="offline">Nothing is brought from elsewhere, whatever the repository's own configuration says of where it came from.</param>
internal sealed class GitProgram(string folder, TimeSpan timeout, IReadOnlyDictionary<string, string> configuration, bool offline = false)
{
    private static readonly (string Key, string Value)[] Safety =
    [
        ("core.hooksPath", "/dev/null"),
        ("core.fsmonitor", "false"),
        ("core.askPass", ""),
        ("credential.helper", ""),
        ("log.showSignature", "false"),
        ("fetch.recurseSubmodules", "false"),
        ("gc.autoDetach", "false"),
        ("maintenance.autoDetach", "false"),
        ("http.lowSpeedLimit", "1000"),
        ("http.lowSpeedTime", "60"),
    ];

    /// <summary>Standard output of a git command.</summary>
    /// <exception cref="GitFailedException">It ended with an error, or not in time; the message has no credentials.</exception>
    public async Task<byte[]> RunAsync(IReadOnlyList<string> arguments, string? input, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        using var process = Start(arguments, input is not null);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var feeding = FeedAsync(process, input, limit.Token);
            using var output = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(output, limit.Token);
            var said = await errors;
            await feeding;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? output.ToArray() : throw new GitFailedException(LastSentence(said));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GitFailedException($"git {arguments[0]} took longer than {timeout.TotalSeconds:0} seconds");
        }
        finally
        {
            Stop(process);
        }
    }

    /// <summary>Runs a git command that reads what is written to it and answers nothing.</summary>
    /// <exception cref="GitFailedException">It ended with an error, or not in time.</exception>
    public async Task FeedAsync(IReadOnlyList<string> arguments, Func<Stream, Task> write, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        using var process = Start(arguments, withInput: true);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            try
            {
                await write(process.StandardInput.BaseStream).WaitAsync(limit.Token);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading on; its exit code and its words say why.
            }

            var said = await errors;
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0)
                throw new GitFailedException(LastSentence(said));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GitFailedException($"git {arguments[0]} took longer than {timeout.TotalSeconds:0} seconds");
        }
        finally
        {
            Stop(process);
        }
    }

    /// <summary>As <see cref="RunAsync"/>, as text.</summary>
    public async Task<string> AskAsync(IReadOnlyList<string> arguments, string? input, CancellationToken ct) =>
        Encoding.UTF8.GetString(await RunAsync(arguments, input, ct));

    /// <summary>A git command that goes on until it is disposed of.</summary>
    /// <exception cref="GitFailedException">There is no git program.</exception>
    public Process Start(IReadOnlyList<string> arguments, bool withInput)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = withInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        Prepare(start.Environment);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new GitFailedException($"The git program could not be started: {e.Message}");
        }
    }

    /// <summary>Ends the process and what it started.</summary>
    public static void Stop(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }

    private void Prepare(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal) && !name.StartsWith("GIT_SSL_CA", StringComparison.Ordinal)).ToArray())
            environment.Remove(name);
        environment.Remove("SSH_ASKPASS");
        environment["LC_ALL"] = "C";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_OPTIONAL_LOCKS"] = "0";
        environment["GIT_LITERAL_PATHSPECS"] = "1";
        environment["GIT_ALLOW_PROTOCOL"] = offline ? "none" : "file:git:http:https:ssh";
        environment["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes -oConnectTimeout=20";
        // In the environment and not on the command line: there every user of the machine could read the credentials.
        var all = Safety.Concat(configuration.Select(setting => (setting.Key, setting.Value))).ToArray();
        environment["GIT_CONFIG_COUNT"] = all.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < all.Length; i++)
        {
            environment[FormattableString.Invariant($"GIT_CONFIG_KEY_{i}")] = all[i].Item1;
            environment[FormattableString.Invariant($"GIT_CONFIG_VALUE_{i}")] = all[i].Item2;
        }
    }

    private static async Task FeedAsync(Process process, string? input, CancellationToken ct)
    {
        if (input is null)
            return;
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input), ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading on; its exit code and its words say why.
        }
    }

    private static string LastSentence(string said)
    {
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var told = lines.Where(line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("error:", StringComparison.Ordinal)).ToArray();
        var text = string.Join("; ", told.Length > 0 ? told : lines.TakeLast(2));
        return Redaction.Redact(text.Length == 0 ? "git ended with an error and said nothing" : text);
    }
}

/// <summary>Git could not do it; the message is what it said, without credentials.</summary>
internal sealed class GitFailedException(string message) : Exception(message);
