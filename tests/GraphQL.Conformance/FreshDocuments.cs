using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>Runs the recorder on a new seed and compares line by line. Needs Node and the recorder's packages (npm ci).</summary>
internal static class FreshDocuments
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <returns>0 when nothing differs, 1 when something does, 3 when the recorder could not run.</returns>
    public static async Task<int> CompareAsync(long seed, int count)
    {
        var recorder = Path.Combine(Source(), "recorder");
        if (!Directory.Exists(Path.Combine(recorder, "node_modules", "graphql")))
        {
            await Console.Error.WriteLineAsync("graphql-js is not installed: run npm ci in tests/GraphQL.Conformance/recorder first.");
            return 3;
        }

        using var node = Process.Start(new ProcessStartInfo(
            "node", ["record.mjs", seed.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = recorder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var compared = 0;
        var different = 0;
        RecordedCounts? counts = null;
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("{\"graphql\"", StringComparison.Ordinal))
            {
                counts = JsonSerializer.Deserialize<RecordedCounts>(line, Json);
                continue;
            }

            compared++;
            if (await Comparison.DifferenceAsync(JsonSerializer.Deserialize<RecordedAnswer>(line, Json)!, CancellationToken.None) is { } difference)
            {
                different++;
                Console.WriteLine(difference);
            }
        }

        await node.WaitForExitAsync();
        if (node.ExitCode != 0 || counts is null)
            return 3;
        Console.WriteLine(FormattableString.Invariant($"seed {seed}: {compared} documents compared with graphql-js {counts.Version}, {different} differ"));
        Console.WriteLine("stages: " + Line(counts.Stages));
        Console.WriteLine("rules:  " + Line(counts.Fired));
        return different == 0 ? 0 : 1;
    }

    private static string Line(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.OrderBy(c => c.Value).Select(c => FormattableString.Invariant($"{c.Key} {c.Value}")));

    internal static string Source()
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
