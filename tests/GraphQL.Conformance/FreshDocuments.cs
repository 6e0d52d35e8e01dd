using System.Text.Json;
using EventCatalog.GraphQL.Validation;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>Runs the recorder on new seeds, compares line by line, and shrinks what differs. Needs Node and the recorder's packages (npm ci).</summary>
internal sealed class FreshDocuments(bool keepsFound)
{
    // The gate of a whole night's run; smaller runs only show the counts.
    private const int WholeRun = 100_000;
    private const int LeastFirings = 200;

    private readonly Dictionary<string, int> stages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> fired = AllRules.Create().ToDictionary(rule => rule.GetType().Name, _ => 0, StringComparer.Ordinal);
    private int compared;
    private int different;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <returns>0 when nothing differs, 1 when something does or a whole run left a rule out, 3 when the recorder could not run.</returns>
    public async Task<int> CompareAsync(long firstSeed, int seeds, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            if (!await CompareAsync(seed, count))
                return 3;
            Console.WriteLine(FormattableString.Invariant($"seed {seed}: {compared} documents compared so far, {different} differ"));
        }

        Console.WriteLine(Table("stage", stages));
        Console.WriteLine(Table("schema", schemas));
        Console.WriteLine(Table("rule", fired));
        Console.WriteLine("Errors explained by decision: "
            + string.Join(", ", AcceptedDifferences.Met.Select(met => FormattableString.Invariant($"{met.Key}: {met.Value}"))));
        var rare = compared < WholeRun ? [] : fired.Where(rule => rule.Value < LeastFirings).Select(rule => rule.Key).ToList();
        if (rare.Count > 0)
            Console.WriteLine(FormattableString.Invariant($"Fired in fewer than {LeastFirings} documents: {string.Join(", ", rare)}"));
        return different + rare.Count == 0 ? 0 : 1;
    }

    /// <returns>Whether the recorder came to its end.</returns>
    private async Task<bool> CompareAsync(long seed, int count)
    {
        RecordedCounts? counts = null;
        var exit = await Recorder.RunAsync("record.mjs", seed, count, TakeAsync);
        if (exit != 0 || counts is null)
            return false;
        Add(stages, counts.Stages);
        Add(schemas, counts.Schemas);
        Add(fired, counts.Fired);
        return true;

        Task TakeAsync(string line)
        {
            if (!line.StartsWith("{\"graphql\"", StringComparison.Ordinal))
                return CompareAsync(line);
            counts = JsonSerializer.Deserialize<RecordedCounts>(line, Json);
            return Task.CompletedTask;
        }
    }

    private async Task CompareAsync(string line)
    {
        compared++;
        if (await DifferenceAsync(line) is null)
            return;
        different++;
        var smallest = await Shrinking.SmallestAsync(line);
        Console.WriteLine(await DifferenceAsync(smallest));
        if (keepsFound)
            await File.AppendAllTextAsync(Path.Combine(Recorder.Project, "Corpus", CorpusTests.Found), smallest + "\n");
    }

    /// <param name="line">One of the recorder's.</param>
    public static Task<string?> DifferenceAsync(string line) =>
        Comparison.DifferenceAsync(JsonSerializer.Deserialize<RecordedAnswer>(line, Json)!, CancellationToken.None);

    private static void Add(Dictionary<string, int> sums, IReadOnlyDictionary<string, int> counts)
    {
        foreach (var (name, count) in counts)
            sums[name] = sums.GetValueOrDefault(name) + count;
    }

    private static string Table(string what, Dictionary<string, int> counts) => $"\n| {what} | documents |\n| --- | ---: |\n"
        + string.Concat(counts.OrderBy(c => c.Value).Select(c => FormattableString.Invariant($"| {c.Key} | {c.Value} |\n")));
}
