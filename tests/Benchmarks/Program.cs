using EventCatalog.Benchmarks;
using EventCatalog.Benchmarks.GraphQL;

// dotnet run -c Release --project tests/Benchmarks -- AREA [--json FILE]
var file = Array.IndexOf(args, "--json") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
switch (args.FirstOrDefault())
{
    case "graphql":
        Report.Write(GraphQLBenchmark.Run(), file);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Name an area: graphql.");
        return 2;
}
