using System.Globalization;
using EventCatalog.GraphQL.Conformance;
using EventCatalog.GraphQL.Conformance.TypeSystem;

// With --seed it compares fresh documents with graphql-js, or what the word before names; otherwise it is an ordinary test program.
if (!args.Contains("--seed"))
    return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
var (seed, count) = (Number("--seed", 1), Number("--count", 1_000));
return args[0] switch
{
    "fuzz" => await Fuzz.CompareAsync(seed, count),
    var name when LineComparisons.All.ContainsKey(name) => await LineComparisons.CompareFreshAsync(name, seed, count),
    _ => await new FreshDocuments(keepsFound: args.Contains("--keep")).CompareAsync(seed, Number("--seeds", 1), count),
};

int Number(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
