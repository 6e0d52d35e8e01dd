using System.Globalization;
using EventCatalog.Benchmarks;
using EventCatalog.Benchmarks.Catalog;
using EventCatalog.Benchmarks.Crawl;
using EventCatalog.Benchmarks.GraphQL;
using EventCatalog.Benchmarks.Growth;
using EventCatalog.Benchmarks.Http;
using EventCatalog.Benchmarks.Rebuild;
using EventCatalog.Benchmarks.Store;
using EventCatalog.Benchmarks.Streams;

// dotnet run -c Release --project tests/Benchmarks -- AREA [--json FILE]
string? Given(string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
var file = Given("--json");
switch (args.FirstOrDefault())
{
    case "catalog":
        return await CatalogBenchmark.RunAsync([.. (Given("--entities") ?? "15000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))], beside: args.Contains("--beside", StringComparer.Ordinal), file);
    case "crawl":
        return await CrawlBenchmark.RunAsync(
            [.. (Given("--entities") ?? "1000,14900").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))], args.Contains("--git", StringComparer.Ordinal), file);
    case "graphql":
        Report.Write(GraphQLBenchmark.Run(), file);
        return 0;
    case "http":
        return await HttpBenchmark.RunAsync(serve: args.Contains("--serve", StringComparer.Ordinal), file);
    case "store":
        return await StoreBenchmark.RunAsync(file);
    case "rebuild":
        return await RebuildBenchmark.RunAsync(entities: 15_000, rounds: 20, file);
    case "growth":
        return await GrowthBenchmark.RunAsync(
            long.Parse(Given("--events") ?? "10000000", CultureInfo.InvariantCulture), Given("--parts") is { } size ? long.Parse(size, CultureInfo.InvariantCulture) : null, file);
    case "streams":
        return await StreamsBenchmark.RunAsync(file);
    case ServingChild.Mode:
        await ServingChild.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("Name an area: catalog, crawl, graphql, growth, http, rebuild, store, streams.");
        return 2;
}
