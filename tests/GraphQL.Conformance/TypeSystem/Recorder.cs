using System.Diagnostics;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>Runs a program of the recorder folder and takes its output line by line.</summary>
internal static class Recorder
{
    /// <returns>The program's exit code; 3 when graphql-js is not installed.</returns>
    public static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments, Action<string> take)
    {
        var folder = Path.Combine(FreshDocuments.Source(), "recorder");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "graphql")))
        {
            await Console.Error.WriteLineAsync("graphql-js is not installed: run npm ci in tests/GraphQL.Conformance/recorder first.");
            return 3;
        }

        using var node = Process.Start(new ProcessStartInfo("node", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        while (await node.StandardOutput.ReadLineAsync() is { } line)
            take(line);
        await node.WaitForExitAsync();
        return node.ExitCode;
    }
}
