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
    private const int Squads = 80;
    private const double Budget = 120;

    public static async Task<int> RunAsync(string? file)
    {
        var folder = Directory.CreateTempSubdirectory("eventcatalog-history-").FullName;
        // Beside it, and not in it: PostgreSQL may run as another user, who cannot enter.
        var data = Directory.CreateTempSubdirectory("eventcatalog-history-data-").FullName;
        try
        {
            var repository = Path.Combine(folder, "repository.git");
            await MakeAsync(repository);
            string[] arguments = ["crawl", "--once", "--history", "--json", "--data", data, "--source", $"file://{repository}"];
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
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<double> TakeAsync(string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        await PortalProcess.RunAsync(arguments);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The first commit brings the squads, the next thousand a component each, in a file of its own; the others change one, and move some.</summary>
    private static async Task MakeAsync(string folder)
    {
        await GitAsync(["init", "--quiet", "--bare", "--initial-branch=main", folder], null);
        var (chance, history, at) = (new Random(1), new StringBuilder(), new DateTimeOffset(2021, 1, 4, 8, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        var places = Enumerable.Range(0, Entities).Select(entity => FormattableString.Invariant($"services/s{entity}/catalog-info.yaml")).ToArray();
        for (var commit = 0; commit < Commits; commit++)
        {
            if (commit == 0)
            {
                var squads = string.Join("---\n", Enumerable.Range(0, Squads).Select(Squad));
                history.Append(CultureInfo.InvariantCulture, $"commit refs/heads/main\ncommitter Ada Lovelace <ada@example.org> {at} +0100\ndata 6\nSquads\nM 100644 inline org/catalog-info.yaml\ndata {squads.Length}\n{squads}\n");
            }

            var entity = commit < Entities ? commit : chance.Next(Entities);
            at += chance.Next(30_000);
            history.Append(CultureInfo.InvariantCulture, $"commit refs/heads/main\ncommitter Ada Lovelace <ada@example.org> {at} +0100\ndata 6\nChange\n");
            if (commit >= Entities && chance.Next(50) == 0)
            {
                history.Append(CultureInfo.InvariantCulture, $"D {places[entity]}\n");
                places[entity] = FormattableString.Invariant($"services/moved-{commit}/catalog-info.yaml");
            }

            var text = Descriptor(entity, commit, chance.Next(Squads));
            history.Append(CultureInfo.InvariantCulture, $"M 100644 inline {places[entity]}\ndata {text.Length}\n{text}\n");
        }

        await GitAsync(["-C", folder, "fast-import", "--quiet"], history.ToString());
    }

    private static string Squad(int squad) => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: backstage.io/v1alpha1
        kind: Group
        metadata:
          name: squad-{{squad}}
        spec: { type: squad, children: [] }

        """);

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
