using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventCatalog.Benchmarks.Store;
using EventCatalog.EmbeddedPostgres;
using EventCatalog.EventStore;
using Npgsql;

namespace EventCatalog.Benchmarks.Growth;

/// <summary>One figure at one size of the log.</summary>
internal sealed record Figure(long Events, string Name, double Value, string Unit);

/// <summary>
/// Fills a log by import and measures it at a tenth of the way and at the end: whether what is quick at a million is quick at ten. With a part size the log is
/// split as ops/growth.md says, and must not be slower for it.
/// </summary>
internal sealed class GrowthBenchmark(NpgsqlDataSource database, NpgsqlDataSource superuser, long total)
{
    private const int PerStream = 50;
    private const int Probes = 200;
    private static readonly AppendContext Actor = new("benchmark");
    private static readonly string Item = new('x', 600);
    private readonly EventStore.EventLog log = new(database, new EventTypes().Add<Registered>("registered"));
    private readonly List<Figure> figures = [];

    public static async Task<int> RunAsync(long total, long? partSize, string? file)
    {
        var folder = Directory.CreateTempSubdirectory("eventcatalog-growth-").FullName;
        try
        {
            await using var server = await PostgresServer.StartAsync(new PostgresOptions(folder), CancellationToken.None);
            await using var database = NpgsqlDataSource.Create(server.ConnectionString + ";Command Timeout=0");
            await using var superuser = NpgsqlDataSource.Create(server.SuperuserConnectionString + ";Command Timeout=0");
            var found = await new GrowthBenchmark(database, superuser, total).RunAsync(partSize);
            if (file is not null)
                await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { at = DateTimeOffset.UtcNow, processors = Environment.ProcessorCount, total, partSize, found }, JsonSerializerOptions.Web));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<List<Figure>> RunAsync(long? partSize)
    {
        await log.MigrateAsync();
        await ExecuteAsync(database, """
            create table public.entity_version (ref varchar, seq_from bigint, valid_from timestamptz not null, deleted bool not null, body jsonb, primary key (ref, seq_from));
            create table public.entity_ever (ref varchar primary key, name varchar not null, first_seq bigint not null);
            create index on public.entity_ever (name);
            """);
        if (partSize is { } size)
            await ExecuteAsync(database, string.Create(CultureInfo.InvariantCulture, $"select events.cat_partition({size})"));
        foreach (var goal in (long[])[total / 10, total])
        {
            await FillAsync(goal);
            await MeasureAsync();
        }

        return figures;
    }

    private async Task FillAsync(long goal)
    {
        var (clock, from) = (Stopwatch.StartNew(), await log.MarkAsync());
        await log.ImportAsync(AppendsAsync(from, goal), Actor);
        await log.MarkAsync();
        Note("import", (goal - from) / clock.Elapsed.TotalSeconds, "events/s");
        await ExecuteAsync(database, """
            insert into public.entity_version select e.stream_id, e.seq_id, e.timestamp, false, e.data from events.mt_events e
            where e.seq_id > (select coalesce(max(seq_from), 0) from public.entity_version);
            insert into public.entity_ever select stream_id, 'name-' || stream_id, min(seq_id) from events.mt_events group by stream_id on conflict do nothing;
            """);
        await TimedAsync("vacuum analyze of the log", () => ExecuteAsync(database, "vacuum (analyze) events.mt_events, events.mt_streams, public.entity_version, public.entity_ever"));
        await TimedAsync("checkpoint", () => ExecuteAsync(superuser, "checkpoint"));
    }

    private async IAsyncEnumerable<StreamAppend> AppendsAsync(long after, long upTo)
    {
        await Task.CompletedTask;
        var streams = Math.Max(1, total / PerStream);
        for (var n = after; n < upTo; n += 5)
        {
            var first = n;
            yield return new StreamAppend($"entity-{n / 5 % streams}", ExpectedVersion.Any,
                [.. Enumerable.Range(0, (int)Math.Min(5, upTo - n)).Select(i => Event((int)(first + i)))]);
        }
    }

    private async Task MeasureAsync()
    {
        var (events, streams) = (await log.MarkAsync(), Math.Max(1, total / PerStream));
        var chance = new Random(1);
        string Stream() => $"entity-{chance.NextInt64(Math.Min(streams, events / 5))}";
        await PerSecondAsync("append of 1", 1, () => log.AppendAsync([new StreamAppend(Stream(), ExpectedVersion.Any, [Event(1)])], Actor));
        await PerSecondAsync("append of 100 to one stream", 100, () => log.AppendAsync([new StreamAppend(Stream(), ExpectedVersion.Any, [.. Enumerable.Range(0, 100).Select(Event)])], Actor));
        await TimedAsync("read 100,000 forward from the middle", async () =>
        {
            var (read, after) = (0, events / 2);
            while (read < 100_000 && await log.ReadAsync(after, 1000) is { Count: > 0 } page)
                (read, after) = (read + page.Count, page[^1].Position);
        });
        await MedianAsync("read of one stream", async () =>
        {
            await foreach (var _ in log.ReadStreamAsync(Stream()))
            {
            }
        });
        await MedianAsync("entity by name at T", () => QueryAsync(
            "select body from public.entity_version where ref = $1 and seq_from <= $2 order by seq_from desc limit 1", Stream(), chance.NextInt64(events)));
        await MedianAsync("list page of 50 at T", () => QueryAsync("""
            select v.body from (select * from public.entity_ever where first_seq <= $2 and name > $1 order by name limit 50) k
            cross join lateral (select body from public.entity_version v where v.ref = k.ref and v.seq_from <= $2 order by v.seq_from desc limit 1) v
            """, "name-" + Stream(), chance.NextInt64(events)));
        await TimedAsync("chain verification", () => log.VerifyAsync());
        await SizesAsync();
    }

    private async Task SizesAsync()
    {
        await using var select = database.CreateCommand("""
            select relname, pg_relation_size(oid) from pg_class
            where relnamespace in ('events'::regnamespace, 'public'::regnamespace) and relkind in ('r', 'i') and pg_relation_size(oid) > 1048576 order by relname
            """);
        await using var rows = await select.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            Note($"size of {rows.GetString(0)}", rows.GetInt64(1) / 1048576.0, "MiB");
    }

    private async Task PerSecondAsync(string name, int each, Func<Task> act)
    {
        var (clock, done) = (Stopwatch.StartNew(), 0);
        for (; clock.Elapsed < TimeSpan.FromSeconds(3); done += each)
            await act();
        Note(name, done / clock.Elapsed.TotalSeconds, "events/s");
    }

    private async Task MedianAsync(string name, Func<Task> act)
    {
        var times = new List<double>();
        for (var i = 0; i < Probes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await act();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        Note($"{name}, p50", times[Probes / 2], "ms");
        Note($"{name}, p99", times[Probes * 99 / 100], "ms");
    }

    private async Task TimedAsync(string name, Func<Task> act)
    {
        var clock = Stopwatch.StartNew();
        await act();
        Note(name, clock.Elapsed.TotalSeconds, "s");
    }

    private void Note(string name, double value, string unit)
    {
        figures.Add(new Figure(log.KnownMark, name, Math.Round(value, 3), unit));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{log.KnownMark,12:N0} {name,-52} {value,12:N2} {unit}"));
    }

    private async Task QueryAsync(string sql, params object[] values)
    {
        await using var select = database.CreateCommand(sql);
        foreach (var value in values)
            select.Parameters.Add(new() { Value = value });
        await using var rows = await select.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource on, string sql)
    {
        await using var command = on.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static NewEvent Event(int number) => new(new Registered(Item, number), DateTimeOffset.UnixEpoch, Id: Guid.CreateVersion7());
}
