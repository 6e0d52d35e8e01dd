using System.IO.Compression;
using System.Text.Json;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>
/// The comparisons by the name of their recorder (recorder/NAME.mjs) and their recorded lines (TypeSystem/Recorded/NAME.jsonl.gz).
/// </summary>
internal static class LineComparisons
{
    public static IReadOnlyDictionary<string, Func<ILineComparison>> All { get; } = new Dictionary<string, Func<ILineComparison>>(StringComparer.Ordinal)
    {
        ["blockstrings"] = () => new BlockStringComparison(),
        ["coercion"] = () => new CoercionComparison(),
        ["coordinates"] = () => new CoordinateComparison(),
        ["documents"] = () => new DocumentComparison(),
        ["mutants"] = () => new MutantComparison(),
        ["schemas"] = () => new SchemaComparison(),
        ["specification"] = () => new SpecificationComparison(),
    };

    /// <summary>Compares what is kept in the repository; no Node is needed.</summary>
    public static (int Count, IReadOnlyList<string> Differences) CompareRecorded(string name)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "TypeSystem", "Recorded", name + ".jsonl.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var comparison = All[name]();
        var count = 0;
        var differences = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            count++;
            if (comparison.Difference(JsonElement.Parse(line)) is { } difference)
                differences.Add(difference);
        }

        return (count, differences);
    }

    /// <summary>Runs the recorder with a seed and compares line by line, printing what differs. Needs Node and the recorder's packages.</summary>
    /// <returns>0 when nothing differs, 1 when something does, 3 when the recorder could not run.</returns>
    public static async Task<int> CompareFreshAsync(string name, long seed, int count)
    {
        var comparison = All[name]();
        var compared = 0;
        var different = 0;
        var exit = await Recorder.RunAsync(
            name + ".mjs",
            seed,
            count,
            line =>
            {
                compared++;
                if (comparison.Difference(JsonElement.Parse(line)) is not { } difference)
                    return;
                different++;
                Console.WriteLine(difference + "\n");
            });
        Console.WriteLine(FormattableString.Invariant($"{name}, seed {seed}: {compared} lines compared with graphql-js, {different} differ"));
        return exit != 0 ? 3 : different == 0 ? 0 : 1;
    }
}
