using System.Globalization;
using EventCatalog.GraphQL.Conformance;

// With --seed it compares fresh documents with graphql-js; otherwise it is an ordinary test program.
var seed = Array.IndexOf(args, "--seed");
if (seed < 0)
    return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
var count = Array.IndexOf(args, "--count");
return await FreshDocuments.CompareAsync(
    long.Parse(args[seed + 1], CultureInfo.InvariantCulture),
    count < 0 ? 1_000 : int.Parse(args[count + 1], CultureInfo.InvariantCulture));
