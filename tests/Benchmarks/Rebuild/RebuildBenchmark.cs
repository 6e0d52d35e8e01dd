using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventCatalog.Benchmarks.Store;
using EventCatalog.Domain;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using Npgsql;

namespace EventCatalog.Benchmarks.Rebuild;

/// <summary>Events a second, and what one event costs of a processor's time, here and in PostgreSQL.</summary>
internal sealed record Timed(string Name, double Rate, double OwnMicroseconds, double DatabaseMicroseconds);

/// <summary>
/// How fast a read model follows and is built anew from the log: row by row, page by page, as a whole; beside it reading the same log alone.
/// Ends with 1 when a budget is not met.
/// </summary>
internal static class RebuildBenchmark
{
    private const int Followed = 20_000;

    public static async Task<int> RunAsync(int entities, int rounds, string? file)
    {
        var folder = Directory.CreateTempSubdirectory("eventcatalog-rebuild-").FullName;
        try
        {
            await using var server = await PostgresServer.StartAsync(new PostgresOptions(folder), CancellationToken.None);
            await using var database = NpgsqlDataSource.Create(server.ConnectionString);
            return await RunAsync(database, new Processor(folder), entities, rounds, file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(NpgsqlDataSource database, Processor processor, int entities, int rounds, string? file)
    {
        var log = new EventStore.EventLog(database, new EventTypes().Add(CatalogEvents.All));
        await log.MigrateAsync();
        // Their tables are there before the events, so that they follow; what comes to a long log is built in bulk.
        var (single, paged) = (new Named("entities-by-row/1", new EntitiesProjection()), new Named("entities-by-page/1", new EntitiesProjection()));
        await FollowAsync(log, database, single, 1, 0);
        await FollowAsync(log, database, paged, 1, 0);
        var events = await FillAsync(log, entities, rounds);
        List<Timed> rates =
        [
            await TimedAsync(processor, "read forward, page 5000", () => ReadAsync(log)),
            await TimedAsync(processor, "follow row by row", () => FollowAsync(log, database, single, 1, Followed / 10)),
            await TimedAsync(processor, "follow, page 1000", () => FollowAsync(log, database, paged, 1000, Followed)),
            await TimedAsync(processor, "full rebuild of entities", () => FollowAsync(log, database, new EntitiesProjection(), 1000, events)),
        ];
        List<Ratio> ratios =
        [
            new("page 1000 to row by row", rates[2].Rate / rates[1].Rate, 7),
            new("full rebuild of entities, events a second", rates[3].Rate, 50_000),
        ];
        foreach (var rate in rates)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate.Name,-30} {rate.Rate,8:N0} events/s, {rate.OwnMicroseconds,6:N1} us here, {rate.DatabaseMicroseconds,6:N1} us in PostgreSQL"));
        foreach (var ratio in ratios)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ratio.Name,-44} {ratio.Found,10:0.##} of {ratio.Wanted:0.##} wanted: {(ratio.IsMet ? "met" : "not met")}"));
        if (file is not null)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, events, rates, ratios }, JsonSerializerOptions.Web));
        return ratios.TrueForAll(ratio => ratio.IsMet) ? 0 : 1;
    }

    private static async Task<long> FillAsync(EventStore.EventLog log, int entities, int rounds)
    {
        foreach (var round in CatalogHistory.Rounds(entities, rounds))
            await Parallel.ForEachAsync(round.Chunk(100), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (chunk, ct) => await log.AppendAsync(chunk, new AppendContext("benchmark"), ct));
        return await log.MarkAsync();
    }

    private static async Task<long> ReadAsync(EventStore.EventLog log)
    {
        var count = 0L;
        for (long after = 0; await log.ReadAsync(after, 5000) is { Count: > 0 } page; after = page[^1].Position)
            count += page.Count;
        return count;
    }

    /// <summary>Follows until an event was applied and the indexes are there.</summary>
    private static async Task<long> FollowAsync(EventStore.EventLog log, NpgsqlDataSource database, IProjection projection, int pageSize, long upTo)
    {
        var followers = new Followers(log, database, [projection], new FollowerOptions { PageSize = pageSize });
        using var stop = new CancellationTokenSource();
        var running = followers.RunAsync(stop.Token);
        await followers.WaitForAsync(upTo, TimeSpan.FromMinutes(30), CancellationToken.None);
        while (await IsBuildingAsync(database, projection))
            await Task.Delay(20);
        var reached = followers.Reached;
        await stop.CancelAsync();
        await running;
        return reached;
    }

    private static async Task<bool> IsBuildingAsync(NpgsqlDataSource database, IProjection projection)
    {
        await using var command = database.CreateCommand("select exists (select from events.cat_builds where projection = $1)");
        command.Parameters.Add(new() { Value = projection.Name });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<Timed> TimedAsync(Processor processor, string name, Func<Task<long>> act)
    {
        var (own, database) = processor.Used;
        var clock = Stopwatch.StartNew();
        var events = await act();
        var rate = events / clock.Elapsed.TotalSeconds;
        var (ownAfter, databaseAfter) = processor.Used;
        return new Timed(name, rate, (ownAfter - own).TotalMicroseconds / events, (databaseAfter - database).TotalMicroseconds / events);
    }
}

/// <summary>A projection under another name, which cannot be built in bulk.</summary>
internal sealed class Named(string name, IBulkProjection projection) : IProjection
{
    public string Name => name;

    public string Ddl => projection.Ddl + projection.Keys;

    public string Indexes => projection.Indexes;

    public Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct) => projection.ApplyAsync(page, connection, ct);
}
