using System.Globalization;
using EventCatalog.GraphQL.Conformance;
using EventCatalog.GraphQL.Conformance.TypeSystem;

// With --seed it compares fresh documents with graphql-js, or what the word before names; otherwise it is an ordinary test program.
var at = Array.IndexOf(args, "--seed");
if (at < 0)
    return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
var seed = long.Parse(args[at + 1], CultureInfo.InvariantCulture);
var given = Array.IndexOf(args, "--count");
var count = given < 0 ? 1_000 : int.Parse(args[given + 1], CultureInfo.InvariantCulture);
return args[0] switch
{
    "fuzz" => await Fuzz.CompareAsync(seed, count),
    var name when LineComparisons.All.ContainsKey(name) => await LineComparisons.CompareFreshAsync(name, seed, count),
    _ => await FreshDocuments.CompareAsync(seed, count),
};
