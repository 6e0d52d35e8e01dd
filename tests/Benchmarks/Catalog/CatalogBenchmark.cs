using System.Globalization;
using System.Text.Json;

namespace EventCatalog.Benchmarks.Catalog;

/// <summary>One kind of request: what is asked the n-th time, and what is wanted of it at 15,000 entities.</summary>
internal sealed record Request(string Name, Func<int, string> Path, double Wanted, double WantedP99);

/// <param name="Again">Asked again and again, as a portal is.</param>
/// <param name="First">Each question for the first time, so that no answer is kept of it.</param>
internal sealed record Measured(string Name, int Entities, Seen Again, Seen First);

/// <summary>
/// Backstage's REST API of a generated catalog, over HTTP from the portal in a process of its own, 16 connections: six kinds of request,
/// asked again and asked for the first time; beside it, when asked for, Backstage's backend on the same entities (of the first size). Ends with 1 when a budget at 15,000 entities is not met.
/// </summary>
internal static class CatalogBenchmark
{
    // What Backstage 4.0.0 answered on two cores, times four by name and ten for the others; a fifth of its p99.
    private const int Judged = 15_000;
    private const string Base = "/api/catalog";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(IReadOnlyList<int> sizes, bool beside, string? file)
    {
        var measured = new List<Measured>();
        var memory = new List<object>();
        var peer = new List<Measured>();
        var isMet = true;
        foreach (var entities in sizes)
        {
            var catalog = new GeneratedCatalog(entities);
            await using var served = await ServedCatalog.StartAsync(catalog);
            Say($"{entities:N0} entities: {served.Ready.TotalSeconds:0.0} s from the start on a filled log until all could be read, {served.Megabytes.Now} MB");
            foreach (var request in Requests(catalog))
            {
                await Load.RunAsync(served.Url, request.Path, WarmUp);
                var again = await Load.RunAsync(served.Url, request.Path, Time);
                var first = await Load.RunAsync(served.Url, n => $"{request.Path(n)}{(request.Path(n).Contains('?', StringComparison.Ordinal) ? "&" : "?")}n={n}", Time);
                measured.Add(new Measured(request.Name, entities, again, first));
                var met = again.RequestsPerSecond >= request.Wanted && again.P99 <= request.WantedP99;
                isMet &= met || entities != Judged;
                Say($"{request.Name,-24} {again.RequestsPerSecond,7:0} requests/s, p50 {again.P50,6:0.00} ms, p99 {again.P99,6:0.00} ms; first time {first.RequestsPerSecond,6:0} requests/s, p99 {first.P99,7:0.00} ms{(entities == Judged ? $"; wanted {request.Wanted:0} at {request.WantedP99:0.0} ms: {(met ? "met" : "not met")}" : "")}");
            }

            var (now, peak) = served.Megabytes;
            memory.Add(new { entities, now, peak, readySeconds = served.Ready.TotalSeconds });
            isMet &= entities != Judged || peak < 450;
            Say($"memory of the portal {now} MB, at most {peak} MB{(entities == Judged ? $"; wanted less than 450: {(peak < 450 ? "met" : "not met")}" : "")}");
        }

        if (beside)
            peer.AddRange(await BesideAsync(BackstagePeer.Find(), new GeneratedCatalog(sizes[0]), measured));
        Table(sizes, measured);
        if (file is not null)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, isMet, memory, measured, peer }, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
        return isMet ? 0 : 1;
    }

    private static async Task<IReadOnlyList<Measured>> BesideAsync(string? peers, GeneratedCatalog catalog, List<Measured> ours)
    {
        if (peers is null)
        {
            Say($"Backstage is not measured beside it: run npm ci --ignore-scripts in tests/Benchmarks/Catalog/peers first; Node.js 20 or newer is needed.");
            return [];
        }

        await using var backstage = await BackstagePeer.StartAsync(peers, catalog);
        Say($"Backstage, {catalog.Count:N0} entities: {backstage.Ready.TotalSeconds:0.0} s from the start until all could be read");
        var theirs = new List<Measured>();
        foreach (var request in Requests(catalog))
        {
            await Load.RunAsync(backstage.Url, request.Path, WarmUp);
            var again = await Load.RunAsync(backstage.Url, request.Path, Time);
            theirs.Add(new Measured(request.Name, catalog.Count, again, again));
            var own = ours.Single(one => one.Entities == catalog.Count && string.Equals(one.Name, request.Name, StringComparison.Ordinal));
            Say($"Backstage: {request.Name,-24} {again.RequestsPerSecond,7:0} requests/s, p50 {again.P50,6:0.00} ms, p99 {again.P99,6:0.00} ms: ours {own.Again.RequestsPerSecond / again.RequestsPerSecond:0.0} times, first time {own.First.RequestsPerSecond / again.RequestsPerSecond:0.0} times, at {own.Again.P99 / again.P99:0.00} of its p99");
        }

        Say($"memory of Backstage {backstage.Megabytes} MB");
        return theirs;
    }

    private static IReadOnlyList<Request> Requests(GeneratedCatalog catalog) =>
    [
        // A stride that meets every name, and none twice in a row.
        new("by name", n => $"{Base}/entities/by-name/component/default/{GeneratedCatalog.ComponentOf((int)(n * 7919L % catalog.Components))}", 8_640, 4.4),
        new("filtered page of 20", n => $"{Base}/entities/by-query?filter=kind=component,spec.type={GeneratedCatalog.TypeOf(n)}&limit=20", 2_650, 21.4),
        new("the same, ordered", n => $"{Base}/entities/by-query?filter=kind=component,spec.type={GeneratedCatalog.TypeOf(n)}&orderField=metadata.name,asc&limit=20", 460, 108),
        new("full text", n => $"{Base}/entities/by-query?fullTextFilterTerm={GeneratedCatalog.WordOf(n)}&fullTextFilterFields=metadata.name,metadata.title&limit=20", 1_650, 31.6),
        new("facets", _ => $"{Base}/entity-facets?facet=kind&facet=spec.type&facet=spec.lifecycle&filter=kind=component", 4_170, 14.4),
        new("owned by", n => $"{Base}/entities/by-query?filter=relations.ownedBy=group:default/{GeneratedCatalog.TeamOf(n % catalog.Teams)}&limit=20", 8_120, 8),
    ];

    private static void Table(IReadOnlyList<int> sizes, List<Measured> measured)
    {
        if (sizes.Count < 2)
            return;
        Say($"\nrequests/s asked again (p99), first time (p99)\n{"",-24}{string.Concat(sizes.Select(size => $"{size,38:N0}"))}");
        foreach (var request in measured.GroupBy(one => one.Name, StringComparer.Ordinal))
        {
            Say($"{request.Key,-24}{string.Concat(request.Select(one =>
                string.Create(CultureInfo.InvariantCulture, $"{one.Again.RequestsPerSecond,8:0} ({one.Again.P99,6:0.00} ms) {one.First.RequestsPerSecond,7:0} ({one.First.P99,6:0.0} ms)")))}");
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
