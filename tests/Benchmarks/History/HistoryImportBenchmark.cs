using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EventCatalog.Benchmarks.Crawl;

namespace EventCatalog.Benchmarks.History;

/// <summary>
/// A repository of ten thousand commits to the descriptors of a thousand components, read with its history by the real program from an empty data folder,
/// embedded PostgreSQL included; then once more, when nothing is to be told. Ends with 1 when it took longer than was promised.
/// </summary>
internal static class HistoryImportBenchmark
{
    private const int Commits = 10_000;
    private const int Entities = 1_000;
    private const double Budget = 120;

    public static async Task<int> RunAsync(string? file)
    {
        var folder = Directory.CreateTempSubdirectory("eventcatalog-history-").FullName;
        try
        {
            var repository = Path.Combine(folder, "repository.git");
            await MakeAsync(repository);
            string[] arguments = ["crawl", "--once", "--history", "--json", "--data", Path.Combine(folder, "data"), "--source", $"file://{repository}"];
            var (first, second) = (await TakeAsync(arguments), await TakeAsync(arguments));
            var isMet = first <= Budget;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Commits:N0} commits to {Entities:N0} descriptors, start of the program to its end: {first:0.0} s of {Budget:0}: {(isMet ? "met" : "not met")}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the same again, nothing to tell: {second:0.0} s"));
            if (file is not null)
                await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, Commits, Entities, first, second, Budget }, JsonSerializerOptions.Web));
            return isMet ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> TakeAsync(string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        await PortalProcess.RunAsync(arguments);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The first thousand commits add a component each, in a file of its own; the others change one, moves and removals among them.</summary>
    private static async Task MakeAsync(string folder)
    {
        await GitAsync(["init", "--quiet", "--bare", "--initial-branch=main", folder], null);
        var (chance, history, at) = (new Random(1), new StringBuilder(), new DateTimeOffset(2021, 1, 4, 8, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        var places = Enumerable.Range(0, Entities).Select(entity => FormattableString.Invariant($"services/s{entity}/catalog-info.yaml")).ToArray();
        for (var commit = 0; commit < Commits; commit++)
        {
            var entity = commit < Entities ? commit : chance.Next(Entities);
            at += chance.Next(30_000);
            history.Append(CultureInfo.InvariantCulture, $"commit refs/heads/main\ncommitter Ada Lovelace <ada@example.org> {at} +0100\ndata 6\nChange\n");
            if (commit >= Entities && chance.Next(50) == 0)
            {
                history.Append(CultureInfo.InvariantCulture, $"D {places[entity]}\n");
                places[entity] = FormattableString.Invariant($"services/moved-{commit}/catalog-info.yaml");
            }

            var text = Descriptor(entity, commit, chance.Next(80));
            history.Append(CultureInfo.InvariantCulture, $"M 100644 inline {places[entity]}\ndata {text.Length}\n{text}\n");
        }

        await GitAsync(["-C", folder, "fast-import", "--quiet"], history.ToString());
    }

    private static string Descriptor(int entity, int commit, int squad) => string.Create(CultureInfo.InvariantCulture, $"""
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata:
          name: service-{entity}
          title: Service {entity}
          description: Changed by commit {commit}
          tags: [java, squad-{squad}]
        spec:
          type: service
          lifecycle: production
          owner: squad-{squad}

        """);

    private static async Task GitAsync(string[] arguments, string? input)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardInput = input is not null })!;
        if (input is not null)
        {
            await git.StandardInput.WriteAsync(input);
            git.StandardInput.Close();
        }

        await git.WaitForExitAsync();
        if (git.ExitCode != 0)
            throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {git.ExitCode}");
    }
}
