using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.Benchmarks.Store;

/// <summary>A fact of the size of a registered entity.</summary>
internal sealed record Registered(string Item, int Number);

/// <summary>Events a second, the median of the slices.</summary>
internal sealed record Rate(string Name, double Median, double Best);

/// <summary>A budget as a ratio of two rates of the same run.</summary>
internal sealed record Ratio(string Name, double Found, double Wanted)
{
    public bool IsMet => Found >= Wanted;
}

/// <summary>
/// The log on a server that flushes every commit, beside the floor: the same machine's bare insert. Cases take turns in short slices, so
/// that what disturbs the machine disturbs all of them. Ends with 1 when a budget is not met.
/// </summary>
internal static class StoreBenchmark
{
    private const int Slices = 7;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);
    private static readonly string Item = new('x', 600);
    private static readonly AppendContext Actor = new("benchmark");

    public static async Task<int> RunAsync(string? file)
    {
        var folder = Directory.CreateTempSubdirectory("eventcatalog-store-").FullName;
        try
        {
            await using var server = await PostgresServer.StartAsync(new PostgresOptions(folder), CancellationToken.None);
            await using var database = NpgsqlDataSource.Create(server.ConnectionString);
            return await RunAsync(database, file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(NpgsqlDataSource database, string? file)
    {
        var log = new EventStore.EventLog(database, new EventTypes().Add<Registered>("registered"));
        await log.MigrateAsync();
        await using (var create = database.CreateCommand("create table public.floor (n bigint generated always as identity primary key, data jsonb not null)"))
            await create.ExecuteNonQueryAsync();

        var told = new EventStore.EventLog(database, new EventTypes().Add<Registered>("registered"));
        using var stop = new CancellationTokenSource();
        var listening = new Followers(told, database, [], new FollowerOptions()).RunAsync(stop.Token);

        List<Rate> rates = [];
        List<Ratio> ratios = [];
        foreach (var writers in (int[])[1, 8])
        {
            var found = await RatesAsync(writers,
                ("bare insert of one row", 1, (_, _) => InsertAsync(database)),
                ("append of 1 event", 1, (writer, round) => log.AppendAsync(new StreamAppend($"single-{writer}-{round % 2000}", ExpectedVersion.Any, [Event(round)]), Actor)),
                ("append of 1 event, announced and listened to", 1, (writer, round) => told.AppendAsync(new StreamAppend($"told-{writer}-{round % 2000}", ExpectedVersion.Any, [Event(round)]), Actor)),
                ("append of 100 to one stream", 100, (writer, round) => log.AppendAsync(new StreamAppend($"batch-{writer}-{Guid.NewGuid()}", ExpectedVersion.NoStream, Events(100)), Actor)),
                ("append of 100 to 100 streams", 100, (writer, round) => log.AppendAsync([.. Events(100).Select(e => new StreamAppend($"wide-{Guid.NewGuid()}", ExpectedVersion.NoStream, [e]))], Actor)));
            rates.AddRange(found);
            ratios.Add(new Ratio($"append of 1 to bare insert, {Writers(writers)}", found[1].Median / found[0].Median, 0.5));
            ratios.Add(new Ratio($"announced and listened to, to not, {Writers(writers)}", found[2].Median / found[1].Median, 0.95));
            if (writers == 1)
                ratios.Add(new Ratio("batch of 100 to append of 1, 1 writer", found[3].Median / found[1].Median, 6));
        }

        await stop.CancelAsync();
        await listening;

        await using (var group = new GroupAppend(database, log, new EventTypes().Add<Registered>("registered")))
        {
            rates.AddRange(await RatesAsync(64,
                ("append of 1 event", 1, (writer, round) => log.AppendAsync(new StreamAppend($"producer-{writer}", ExpectedVersion.Any, [Event(round)]), Actor)),
                ("grouped append of 1 event", 1, (writer, round) => group.AppendAsync([new StreamAppend($"grouped-{writer}", ExpectedVersion.Any, [Event(round)])], Actor))));
        }

        var (heap, shape, import) = await ImportRates.MeasureAsync(database, log, Actor, Event);
        rates.AddRange([heap, shape, import]);
        ratios.Add(new Ratio("import to bare COPY with the same constraints", import.Median / shape.Median, 0.5));

        var mark = await log.MarkAsync();
        var read = await TimedAsync("read forward, page 1000", async () =>
        {
            var count = 0L;
            for (long after = 0; await log.ReadAsync(after, 1000) is { Count: > 0 } page; after = page[^1].Position)
                count += page.Count;
            return count;
        });
        var verified = await TimedAsync("chain verification", async () => (await log.VerifyAsync()).Checked);
        rates.AddRange([read, verified]);
        ratios.Add(new Ratio("chain verification, events a second", verified.Median, 100_000));

        foreach (var rate in rates)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate.Name,-44} {rate.Median,10:N0} events/s, best slice {rate.Best,10:N0}"));
        foreach (var ratio in ratios)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ratio.Name,-44} {ratio.Found,10:0.##} of {ratio.Wanted:0.##} wanted: {(ratio.IsMet ? "met" : "not met")}"));
        if (file is not null)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, mark, rates, ratios }, JsonSerializerOptions.Web));
        return ratios.TrueForAll(ratio => ratio.IsMet) ? 0 : 1;
    }

    /// <summary>The cases in turn, slice by slice.</summary>
    private static async Task<List<Rate>> RatesAsync(int writers, params (string Name, int Events, Func<int, int, Task> Do)[] cases)
    {
        foreach (var each in cases)
            await each.Do(0, 0);
        var slices = cases.Select(_ => new List<double>()).ToList();
        for (var slice = 0; slice < Slices; slice++)
        {
            for (var i = 0; i < cases.Length; i++)
                slices[i].Add(await SliceAsync(writers, cases[i].Do) * cases[i].Events);
        }

        return [.. cases.Select((each, i) => new Rate($"{each.Name}, {Writers(writers)}", slices[i].Order().ElementAt(Slices / 2), slices[i].Max()))];
    }

    private static async Task<double> SliceAsync(int writers, Func<int, int, Task> act)
    {
        var clock = Stopwatch.StartNew();
        var rounds = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var round = 0;
            for (; clock.Elapsed < Slice; round++)
                await act(writer, round);
            return round;
        })));
        return rounds.Sum() / clock.Elapsed.TotalSeconds;
    }

    private static async Task<Rate> TimedAsync(string name, Func<Task<long>> act)
    {
        var clock = Stopwatch.StartNew();
        var rate = await act() / clock.Elapsed.TotalSeconds;
        return new Rate(name, rate, rate);
    }

    private static async Task InsertAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand("insert into public.floor (data) values ($1) returning n", connection);
        insert.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = JsonSerializer.Serialize(new Registered(Item, 1)) });
        await insert.PrepareAsync();
        await insert.ExecuteScalarAsync();
    }

    private static NewEvent Event(int number) => new(new Registered(Item, number), DateTimeOffset.UnixEpoch);

    private static NewEvent[] Events(int count) => [.. Enumerable.Range(0, count).Select(Event)];

    private static string Writers(int count) => count == 1 ? "1 writer" : $"{count} writers";
}
