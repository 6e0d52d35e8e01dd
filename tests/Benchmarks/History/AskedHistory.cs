using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventCatalog.Benchmarks.History;

/// <summary>The portal's own questions about then and now, asked in turn of one database, without HTTP between.</summary>
internal sealed class AskedHistory : IAsyncDisposable
{
    private const string Page = "query($at: Instant, $after: String) { entities(first: 20, after: $after, at: $at) { nodes { ref title lifecycle ownerRef } pageInfo { endCursor } } }";
    private const string ByRef = "query($at: Instant, $ref: EntityRef!) { entity(ref: $ref, at: $at) { ref title lifecycle ownerRef spec } }";
    private const string Timeline = "query($ref: EntityRef!) { entity(ref: $ref) { ownershipTimeline { ownerRef from to } } }";

    private readonly GraphQLExecutor executor = new(new SchemaBuilder().AddReadModels().Build(), new ExecutionOptions());
    private readonly ServiceProvider services;

    public AskedHistory(NpgsqlDataSource database, EventStore.EventLog log, Followers followers) => services = new ServiceCollection()
        .AddSingleton(database).AddSingleton(log).AddSingleton(new BodyStore(database)).AddSingleton(new Heartbeats(database)).AddSingleton(followers)
        .AddReadModelQueries().BuildServiceProvider();

    /// <summary>Half of the instants are positions, half are times.</summary>
    public async Task<List<Budgeted>> MeasureAsync(int entities, long mark, DateTimeOffset start, int rounds)
    {
        var random = new Random(7);
        var samples = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var round = -20; round < rounds; round++)
        {
            var at = round % 2 == 0 ? $"@{Text(random.NextInt64(entities, mark))}" : start.AddDays(random.Next(1, 360)).ToString("O", CultureInfo.InvariantCulture);
            var entity = $"component:default/service-{Text(random.Next(entities))}";
            await TimeAsync("page now", Page, new { });
            await TimeAsync("page then", Page, new { at });
            await TimeAsync("entity now", ByRef, new { @ref = entity });
            await TimeAsync("entity then", ByRef, new { at, @ref = entity });
            await TimeAsync("timeline", Timeline, new { @ref = entity });
            if (round < 0)
                samples.Clear();
        }

        return
        [
            Ratio("as-of page of 20, p95, beside now", "page"),
            Ratio("as-of by reference, p95, beside now", "entity"),
            new Budgeted("ownership timeline of one entity, p95", Percentile("timeline"), 10, "ms"),
        ];

        async Task TimeAsync(string name, string query, object variables)
        {
            var request = new GraphQLRequest(query, null, JsonSerializer.SerializeToElement(variables), null);
            var clock = Stopwatch.GetTimestamp();
            using var result = await executor.ExecuteAsync(request, services, CancellationToken.None);
            var taken = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
            if (result.Errors is { Count: > 0 } errors)
                throw new InvalidOperationException($"{query}: {errors[0].Message}");
            if (!samples.TryGetValue(name, out var known))
                samples.Add(name, known = []);
            known.Add(taken);
        }

        Budgeted Ratio(string name, string what) => new(
            string.Create(CultureInfo.InvariantCulture, $"{name} ({Percentile($"{what} then"):0.00} and {Percentile($"{what} now"):0.00} ms)"), Percentile($"{what} then") / Percentile($"{what} now"), 3, "times");

        double Percentile(string name) => samples[name].Order().ElementAt((int)(samples[name].Count * 0.95));
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
