using System.Diagnostics;
using EventCatalog.EmbeddedPostgres;
using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>
/// Figures on a server that flushes every commit, with the floor measured beside them. Run on purpose only:
/// <c>dotnet run -c Release --project tests/EventStore.Tests -- -explicit only -showliveoutput</c>.
/// </summary>
public sealed class RatesTests : IAsyncLifetime
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(3);
    private static readonly string Item = new('x', 550);

    private readonly string _folder = Directory.CreateTempSubdirectory("eventcatalog-rates-").FullName;
    private PostgresServer _server = null!;
    private NpgsqlDataSource _db = null!;
    private EventLog _log = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync(new PostgresOptions(_folder), Ct);
        _db = NpgsqlDataSource.Create(_server.ConnectionString);
        _log = new EventLog(_db, Types());
        await _log.MigrateAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Appends_and_followers_keep_their_distance_from_the_floor()
    {
        await using (var create = _db.CreateCommand("create table public.floor (n bigint generated always as identity primary key, data jsonb not null)"))
            await create.ExecuteNonQueryAsync(Ct);
        foreach (var writers in (int[])[1, 8])
        {
            var floor = await RateAsync($"floor: one insert, one index, {writers} writers", writers, 1, (_, _) => InsertAsync());
            var single = await RateAsync($"append of 1 event, {writers} writers", writers, 1, (writer, round) => _log.AppendAsync(To($"order-{writer}-{round % 2000}", Large()), Ann, Ct));
            var hundred = await RateAsync($"append of 100 events to one stream, {writers} writers", writers, 100,
                (writer, round) => _log.AppendAsync(To($"batch-{writer}-{round}", [.. Enumerable.Range(0, 100).Select(_ => Large())]), Ann, Ct));
            await RateAsync($"append of 100 events to 100 streams, {writers} writers", writers, 100,
                (writer, round) => _log.AppendAsync([.. Enumerable.Range(0, 100).Select(n => To($"wide-{writer}-{(round * 100) + n}", Large()))], Ann, Ct));
            Print($"  ratio to the floor {single / floor:0.00}, batch to single {hundred / single:0.0}");
        }

        var mark = await _log.MarkAsync(Ct);
        var clock = Stopwatch.StartNew();
        var read = 0;
        for (long after = 0; await _log.ReadAsync(after, 1000, Ct) is { Count: > 0 } page; after = page[^1].Position)
            read += page.Count;
        Print($"read forward, page 1000: {read / clock.Elapsed.TotalSeconds:N0} events/s of {read:N0}");

        foreach (var projections in (int[])[1, 5])
        {
            clock.Restart();
            await using (var running = new RunningFollowers(_log, _db, [.. Enumerable.Range(0, projections).Select(n => new Quantities($"rate-{projections}/{n}"))]))
                (await running.Followers.WaitForAsync(mark, TimeSpan.FromMinutes(5), Ct)).ShouldBeTrue();
            Print($"{projections} followers with a trivial projection: {read / clock.Elapsed.TotalSeconds:N0} events/s each");
        }

        clock.Restart();
        var report = await _log.VerifyAsync(ct: Ct);
        Print($"verification: {report.Checked / clock.Elapsed.TotalSeconds:N0} events/s");
        report.ShouldBe(new ChainReport(read, null));
        await PrintLatencyAsync();
    }

    /// <summary>From the call of an append to the moment its projection has committed, in one process.</summary>
    private async Task PrintLatencyAsync()
    {
        await using var running = new RunningFollowers(_log, _db, [new Quantities("rate-1/0")]);
        (await running.Followers.WaitForAsync(await _log.MarkAsync(Ct), TimeSpan.FromMinutes(1), Ct)).ShouldBeTrue();
        var waits = new List<double>();
        for (var n = 0; n < 300; n++)
        {
            var clock = Stopwatch.StartNew();
            var result = await _log.AppendAsync(To("order-latency", Large()), Ann, Ct);
            (await running.Followers.WaitForAsync(result.LastPosition, TimeSpan.FromSeconds(10), Ct)).ShouldBeTrue();
            waits.Add(clock.Elapsed.TotalMilliseconds);
        }
        waits.Sort();
        Print($"append until projected: p50 {waits[150]:0.0} ms, p99 {waits[297]:0.0} ms");
    }

    private static async Task<double> RateAsync(string name, int writers, int events, Func<int, int, Task> append)
    {
        await append(0, int.MaxValue / 200); // warm
        var clock = Stopwatch.StartNew();
        var rounds = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var round = 0;
            for (; clock.Elapsed < Slice; round++)
                await append(writer, round);
            return round;
        }, Ct)));
        var rate = (double)rounds.Sum() * events / clock.Elapsed.TotalSeconds;
        Print($"{name}: {rate:N0} events/s");
        return rate;
    }

    private async Task InsertAsync()
    {
        await using var connection = await _db.OpenConnectionAsync(Ct);
        await using var insert = new NpgsqlCommand("insert into public.floor (data) values ($1) returning n", connection);
        insert.Parameters.Add(new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb, Value = $$"""{"item": "{{Item}}", "quantity": 1, "priority": "normal"}""" });
        await insert.PrepareAsync(Ct);
        await insert.ExecuteScalarAsync(Ct);
    }

    private static NewEvent Large() => Placed(Item);

    private static void Print(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
