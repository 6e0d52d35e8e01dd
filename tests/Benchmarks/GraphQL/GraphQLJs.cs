using System.Diagnostics;
using System.Text.Json;

namespace EventCatalog.Benchmarks.GraphQL;

/// <summary>The same in graphql-js, with the package that tests/GraphQL.Conformance/recorder installs (npm ci); nothing without it.</summary>
internal static class GraphQLJs
{
    public static IReadOnlyList<Measurement> Run(string sdl, string query)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var recorder = Path.Combine(folder.FullName, "tests", "GraphQL.Conformance", "recorder");
            if (!Directory.Exists(Path.Combine(recorder, "node_modules", "graphql")))
                continue;
            using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(recorder, "benchmark.mjs"), sdl, query])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            var output = node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            return JsonSerializer.Deserialize<List<Measurement>>(output, JsonSerializerOptions.Web)!;
        }

        Console.WriteLine("graphql-js is not installed beside the conformance recorder; measured alone.");
        return [];
    }
}
