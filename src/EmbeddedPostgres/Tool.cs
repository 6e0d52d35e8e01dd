using System.ComponentModel;
using System.Diagnostics;

namespace EventCatalog.EmbeddedPostgres;

/// <summary>A short command's end: its exit code and both outputs in one text.</summary>
internal sealed record ToolResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs short commands with a clean environment, so that the user's locale and PG* variables change nothing.</summary>
internal static class Tool
{
    /// <summary>All that a child sees. Messages are in English, because some are recognised by their words.</summary>
    public static IReadOnlyDictionary<string, string> CleanEnvironment { get; } = Clean();

    /// <exception cref="StartException">The program cannot be started at all.</exception>
    public static async Task<ToolResult> RunAsync(IReadOnlyList<string> command, string? input, CancellationToken ct)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetPathRoot(Path.GetFullPath(command[0])), // the caller's folder may be closed to the account
        };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in CleanEnvironment) start.Environment[name] = value;

        using var process = StartOrSayWhy(start);
        await using var killing = ct.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), CancellationToken.None);
            process.StandardInput.Close();
        }
        catch (IOException) when (input is not null)
        {
            // The program ended before it read everything; its exit code and words tell why.
        }
        await process.WaitForExitAsync(CancellationToken.None);
        ct.ThrowIfCancellationRequested();
        return new ToolResult(process.ExitCode, await output + await errors);
    }

    /// <summary>The absolute path of a system program; null when this machine has none.</summary>
    public static string? Find(string program) =>
        SearchPath().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>The folders of PATH, then the usual ones (a service's PATH often lacks sbin).</summary>
    public static IEnumerable<string> SearchPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathRooted)
        .Concat(OperatingSystem.IsWindows() ? [] : ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]);

    private static Process StartOrSayWhy(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new StartException($"{start.FileName} could not be run ({e.Message}); check that the file is there and executable.", e);
        }
    }

    private static Dictionary<string, string> Clean()
    {
        var clean = new Dictionary<string, string>(StringComparer.Ordinal) { ["LANG"] = "C", ["LC_ALL"] = "C" };
        if (!OperatingSystem.IsWindows())
        {
            clean["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
            return clean;
        }
        foreach (var name in (string[])["PATH", "SystemRoot", "SystemDrive", "TEMP", "TMP", "COMSPEC", "USERPROFILE", "APPDATA"])
            if (Environment.GetEnvironmentVariable(name) is { } value) clean[name] = value;
        return clean;
    }
}
