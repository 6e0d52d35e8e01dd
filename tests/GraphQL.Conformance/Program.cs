using System.Globalization;
using EventCatalog.GraphQL.Conformance;

// With --seed it compares fresh documents with graphql-js; otherwise it is an ordinary test program.
if (!args.Contains("--seed"))
    return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
return await new FreshDocuments(keepsFound: args.Contains("--keep")).CompareAsync(Number("--seed", 1), Number("--seeds", 1), Number("--count", 1_000));

int Number(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
