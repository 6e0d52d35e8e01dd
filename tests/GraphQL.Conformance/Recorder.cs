using System.Diagnostics;
using System.Globalization;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>The scripts in the folder recorder, which ask graphql-js. They need Node and their packages (npm ci).</summary>
internal static class Recorder
{
    public static string Project { get; } = FindProject();

    private static bool IsInstalled => Directory.Exists(Path.Combine(Folder, "node_modules", "graphql"));

    private static string Folder => Path.Combine(Project, "recorder");

    public static Process Start(string script, params IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo("node", [script, .. arguments])
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    /// <inheritdoc cref="RunAsync(string, long, int, Func{string, Task})"/>
    public static Task<int> RunAsync(string script, long seed, int count, Action<string> take) => RunAsync(script, seed, count, line =>
    {
        take(line);
        return Task.CompletedTask;
    });

    /// <summary>Runs a script and takes its output line by line.</summary>
    /// <returns>The script's exit code; 3 when graphql-js is not installed.</returns>
    public static async Task<int> RunAsync(string script, long seed, int count, Func<string, Task> take)
    {
        if (!IsInstalled)
        {
            await Console.Error.WriteLineAsync("graphql-js is not installed: run npm ci in tests/GraphQL.Conformance/recorder first.");
            return 3;
        }

        using var node = Start(script, seed.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture));
        while (await node.StandardOutput.ReadLineAsync() is { } line)
            await take(line);
        await node.WaitForExitAsync();
        return node.ExitCode;
    }

    private static string FindProject()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "GraphQL.Conformance");
            if (Directory.Exists(Path.Combine(candidate, "recorder")))
                return candidate;
        }

        throw new DirectoryNotFoundException("tests/GraphQL.Conformance/recorder is not above the program.");
    }
}
