using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace EventCatalog.Benchmarks.Crawl;

/// <summary>One figure at one size.</summary>
/// <param name="Budget">What it must not exceed; null when nothing was promised for this size.</param>
internal sealed record CrawlFigure(string Sources, int Entities, string Name, double Value, double? Budget)
{
    public bool IsMet => Value <= (Budget ?? double.MaxValue);
}

/// <summary>
/// The invented organisation, crawled by the real program: from an empty data folder until everything can be read, crawled again unchanged, one file
/// edited. Ends with 1 when a budget is not met.
/// </summary>
internal sealed class CrawlBenchmark(string sources, int entities, string organisation)
{
    private const int Peer = 14_900; // Backstage 4.0.0, same machine: 157 s from an empty database
    private readonly List<CrawlFigure> _figures = [];

    /// <param name="withGit">Also one git source for each repository.</param>
    public static async Task<int> RunAsync(IReadOnlyList<int> sizes, bool withGit, string? file)
    {
        var figures = new List<CrawlFigure>();
        foreach (var size in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("eventcatalog-organisation-").FullName;
            try
            {
                await PortalProcess.RunAsync("demo", "--scale", "spotify", "--entities", size.ToString(CultureInfo.InvariantCulture), "--repositories", folder);
                figures.AddRange(await new CrawlBenchmark("one folder", size, folder).RunAsync(new Dictionary<string, string>(StringComparer.Ordinal), "--source", folder));
                if (withGit)
                    figures.AddRange(await new CrawlBenchmark("git sources", size, folder).RunAsync(GitSources(folder)));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        if (file is not null)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, figures }, JsonSerializerOptions.Web));
        return figures.TrueForAll(figure => figure.IsMet) ? 0 : 1;
    }

    private async Task<List<CrawlFigure>> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        await using var portal = new PortalProcess(settings, arguments);
        var loaded = await portal.UntilAsync(
            "{ entities(first: 1) { totalCount } readModels { lag } }",
            data => data.GetProperty("entities").GetProperty("totalCount").GetInt32() == entities && data.GetProperty("readModels").EnumerateArray().All(model => model.GetProperty("lag").GetInt32() == 0));
        Note("start to all readable, s", loaded.TotalSeconds, entities == Peer ? 157 / 10.0 : null);

        var before = await PositionAsync(portal);
        var again = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
            again.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        Note("crawled again unchanged, s", Median(again), entities == Peer ? 5 : null);
        Note("events of that", await PositionAsync(portal) - before, 0);
        if (settings.Count == 0)
        {
            Note("edited file to readable, s", await EditsAsync(portal, rescan: false), entities == Peer ? 1 : null);
            Note("the same while all is crawled again, s", await EditsAsync(portal, rescan: true), entities >= Peer ? 5 : null);
        }

        Note("peak memory, MB", portal.PeakMegabytes, entities == Peer ? 450 : null);
        return _figures;
    }

    private async Task<double> EditsAsync(PortalProcess portal, bool rescan)
    {
        var took = new List<double>();
        var file = Directory.EnumerateFiles(organisation, "catalog-info.yaml", SearchOption.AllDirectories).Where(path => path.Contains("/pipelines/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).First();
        var name = Path.GetFileName(Path.GetDirectoryName(file));
        for (var round = 0; round < 5; round++)
        {
            var scan = rescan ? portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }") : null;
            var title = string.Create(CultureInfo.InvariantCulture, $"Changed {round} {rescan}");
            await File.WriteAllLinesAsync(file, (await File.ReadAllLinesAsync(file)).Select(line => line.StartsWith("  title:", StringComparison.Ordinal) ? $"  title: {title}" : line));
            took.Add((await portal.UntilAsync($$"""{ entity(ref: "component:default/{{name}}") { title } }""", data => data.GetProperty("entity").GetProperty("title").GetString() == title)).TotalSeconds);
            if (scan is not null)
                await scan;
        }

        return Median(took);
    }

    private static async Task<long> PositionAsync(PortalProcess portal) =>
        long.Parse((await portal.AskAsync("{ position }"))!.Value.GetProperty("position").GetString()!, CultureInfo.InvariantCulture);

    private static Dictionary<string, string> GitSources(string folder) => Directory.GetDirectories(folder)
        .Where(repository => Directory.Exists(Path.Combine(repository, ".git"))).Order(StringComparer.Ordinal)
        .SelectMany((repository, i) => new[] { ($"Catalog__Sources__{i}__Type", "git"), ($"Catalog__Sources__{i}__Target", $"file://{repository}") })
        .ToDictionary(setting => setting.Item1, setting => setting.Item2, StringComparer.Ordinal);

    private void Note(string name, double value, double? budget)
    {
        var figure = new CrawlFigure(sources, entities, name, Math.Round(value, 3), budget);
        _figures.Add(figure);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sources,-12} {entities,7:N0} {name,-40} {value,9:0.00}{(budget is null ? "" : $" of {budget:0.##}: {(figure.IsMet ? "met" : "not met")}")}"));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
