using EventCatalog.Benchmarks;
using EventCatalog.Benchmarks.GraphQL;
using EventCatalog.Benchmarks.Http;
using EventCatalog.Benchmarks.Rebuild;
using EventCatalog.Benchmarks.Store;
using EventCatalog.Benchmarks.Streams;

// dotnet run -c Release --project tests/Benchmarks -- AREA [--json FILE]
var file = Array.IndexOf(args, "--json") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
switch (args.FirstOrDefault())
{
    case "graphql":
        Report.Write(GraphQLBenchmark.Run(), file);
        return 0;
    case "http":
        return await HttpBenchmark.RunAsync(serve: args.Contains("--serve", StringComparer.Ordinal), file);
    case "store":
        return await StoreBenchmark.RunAsync(file);
    case "rebuild":
        return await RebuildBenchmark.RunAsync(entities: 15_000, rounds: 20, file);
    case "streams":
        return await StreamsBenchmark.RunAsync(file);
    case ServingChild.Mode:
        await ServingChild.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("Name an area: graphql, http, rebuild, store, streams.");
        return 2;
}
