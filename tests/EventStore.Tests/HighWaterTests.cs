using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class HighWaterTests : LogTests
{
    [Fact]
    public async Task Who_waited_for_a_walk_that_came_to_nothing_walks_again()
    {
        await new EventLog(Db, Types()).AppendAsync(To("order-1", Placed()), Ann, Ct);
        await using var other = await Db.OpenConnectionAsync(Ct);
        await using var transaction = await other.BeginTransactionAsync(Ct);
        await other.ExecuteAsync("lock table events.mt_events", Ct);
        using var stopFirst = new CancellationTokenSource();
        using var stopSecond = new CancellationTokenSource();
        var first = Log.MarkAsync(stopFirst.Token).AsTask();
        var (second, third) = (Log.MarkAsync(stopSecond.Token).AsTask(), Log.MarkAsync(Ct).AsTask());

        await stopFirst.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        await Eventually.IsAsync("the second to walk", async () => await ScalarAsync<bool>("select exists (select from pg_locks where relation = 'events.mt_events'::regclass and not granted)"));
        await stopSecond.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await transaction.RollbackAsync(Ct);

        (await third).ShouldBe(1);
    }

    [Fact]
    public async Task An_open_append_holds_back_what_was_committed_after_it()
    {
        await using var slow = await Db.OpenConnectionAsync(Ct);
        await using var transaction = await slow.BeginTransactionAsync(Ct);
        await AppendOnAsync(slow, "order-1");                       // 1, open
        await Log.AppendAsync(To("order-2", Placed()), Ann, Ct);   // 2

        (await Log.MarkAsync(Ct)).ShouldBe(0);
        (await Log.ReadAsync(0, 10, Ct)).ShouldBeEmpty();
        Log.IsHeldUp.ShouldBeTrue();

        await transaction.CommitAsync(Ct);
        (await Log.ReadAsync(0, 10, Ct)).Select(e => e.Position).ShouldBe([1, 2]);
        Log.IsHeldUp.ShouldBeFalse();
    }

    [Fact]
    public async Task A_rolled_back_append_leaves_a_hole_that_is_passed_and_recorded()
    {
        await using (var failed = await Db.OpenConnectionAsync(Ct))
        {
            await using var transaction = await failed.BeginTransactionAsync(Ct);
            await AppendOnAsync(failed, "order-1", 3);             // 1..3, rolled back
            await Log.AppendAsync(To("order-2", Placed()), Ann, Ct); // 4
            (await Log.MarkAsync(Ct)).ShouldBe(0);
            await transaction.RollbackAsync(Ct);
        }

        (await Log.MarkAsync(Ct)).ShouldBe(4);
        (await ScalarAsync<string>("select starting_sequence || '-' || ending_sequence from events.mt_high_water_skips")).ShouldBe("1-3");
        (await ScalarAsync<long>("select last_seq_id from events.mt_event_progression where name = 'HighWaterMark'")).ShouldBe(4);
    }

    [Fact]
    public async Task A_new_process_goes_on_from_the_mark_the_last_one_left()
    {
        await Log.AppendAsync(To("order-1", Placed(), Placed()), Ann, Ct);
        await Log.MarkAsync(Ct);
        var other = new EventLog(Db, Types());

        other.KnownMark.ShouldBe(0);
        (await other.MarkAsync(Ct)).ShouldBe(2);
    }

    [Fact]
    public async Task Writers_of_other_tables_hold_nothing_up()
    {
        await ExecuteAsync("create table unrelated (n int)");
        await using var other = await Db.OpenConnectionAsync(Ct);
        await using var transaction = await other.BeginTransactionAsync(Ct);
        await new NpgsqlCommand("insert into unrelated values (1)", other).ExecuteNonQueryAsync(Ct);
        await using (var failed = await Db.OpenConnectionAsync(Ct))
        {
            await using var gone = await failed.BeginTransactionAsync(Ct);
            await AppendOnAsync(failed, "order-1");
        }
        await Log.AppendAsync(To("order-2", Placed()), Ann, Ct);

        await Log.MarkAsync(Ct); // raises the fence
        (await Log.MarkAsync(Ct)).ShouldBe(2);
    }

    [Fact]
    public async Task A_number_is_drawn_only_under_the_lock_the_fence_looks_for()
    {
        await using var holder = await Db.OpenConnectionAsync(Ct);
        await using var transaction = await holder.BeginTransactionAsync(Ct);
        await new NpgsqlCommand("lock table events.mt_events in share mode", holder).ExecuteNonQueryAsync(Ct);

        var append = Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        while (!await ScalarAsync<bool>("select exists (select from pg_locks where relation = 'events.mt_events'::regclass and mode = 'RowExclusiveLock' and not granted)"))
            await Task.Delay(5, Ct);

        (await ScalarAsync<bool>("select is_called from events.mt_events_sequence")).ShouldBeFalse();
        await transaction.RollbackAsync(Ct);
        (await append).LastPosition.ShouldBe(1);
    }

    /// <summary>
    /// Whichever two of the mark's statements a slow append begins and ends between, it is read. A later append is committed
    /// right after the slow one has drawn its number, so that there is a hole to be careful with.
    /// </summary>
    [Fact]
    public async Task Between_any_two_statements_of_the_mark_a_slow_append_may_begin_and_end()
    {
        for (var begin = 1; begin <= 8; begin++)
        {
            for (var end = begin; end <= 12; end++)
                (await ReadAroundAsync(begin, end)).ShouldBe(["slow", "quick"], $"begun after statement {begin}, committed after statement {end}");
        }
        (await FalseHolesAsync()).ShouldBe(0);
    }

    private async Task<List<string>> ReadAroundAsync(int begin, int end)
    {
        var start = await Log.MarkAsync(Ct);
        await using var slow = await Db.OpenConnectionAsync(Ct);
        NpgsqlTransaction? transaction = null;
        var executed = 0;
        using var hook = new AfterEachCommand(count =>
        {
            executed = count;
            if (count == begin)
            {
                transaction = slow.BeginTransaction();
                Task.Run(() => new AppendCommand([To("order-slow", Placed("slow"))], Ann, Types()).RunAsync(slow, Ct), Ct).Wait(Ct);
                Task.Run(() => Log.AppendAsync(To("order-quick", Placed("quick")), Ann, Ct), Ct).Wait(Ct);
            }
            if (count == end)
                transaction!.Commit();
        });
        await using var watched = new NpgsqlDataSourceBuilder(Db.ConnectionString + ";Maximum Pool Size=1").UseLoggerFactory(hook).Build();
        var reader = new EventLog(watched, Types());
        var seen = new List<RecordedEvent>();
        for (var settled = 0; settled < 3; settled += executed > end ? 1 : 0)
            seen.AddRange(await reader.ReadAsync(seen.Count == 0 ? start : seen[^1].Position, 10, Ct));
        await transaction!.DisposeAsync();
        return seen.ConvertAll(e => ((OrderPlaced)e.Event!).Item);
    }

    /// <summary>
    /// Eight writers for five seconds: 5 % roll back, 5 % commit 20 to 300 ms late, one backend is killed now and then, and an
    /// unrelated write transaction stays open throughout. Two readers, as in two processes, must each see every committed event once, in rising order.
    /// </summary>
    [Fact]
    public async Task Under_torture_no_reader_misses_an_event_or_sees_one_twice()
    {
        await ExecuteAsync("create table unrelated (n int)");
        await using var other = await Db.OpenConnectionAsync(Ct);
        await using var unrelated = await other.BeginTransactionAsync(Ct);
        await new NpgsqlCommand("insert into unrelated values (1)", other).ExecuteNonQueryAsync(Ct);

        // Their own pool, so that a backend that is killed was never given back and taken by a reader.
        await using var victims = NpgsqlDataSource.Create(Db.ConnectionString);
        var committed = new ConcurrentDictionary<long, long>();
        var open = new ConcurrentDictionary<int, bool>();
        var clock = Stopwatch.StartNew();
        using var done = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(n => Task.Run(() => WriteAsync(victims, n, clock, committed, open), Ct)).ToList();
        var killer = Task.Run(() => KillAsync(clock, open), Ct);
        var readers = Enumerable.Range(0, 2).Select(n => Task.Run(() => FollowAsync(clock, pause: n == 0, done.Token), Ct)).ToList();

        var killed = await killer;
        var tries = (await Task.WhenAll(writers)).Sum();
        var last = await ScalarAsync<long>("select max(seq_id) from events.mt_events");
        // Readers end by themselves once they have the last event; if one never gets there, that is the failure to report.
        done.CancelAfter(TimeSpan.FromSeconds(10));
        _lastPosition.SetResult(last);

        var stored = await StoredAsync();
        foreach (var seen in await Task.WhenAll(readers))
        {
            var positions = seen.ConvertAll(s => s.Position);
            positions.Zip(positions.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
            stored.Except(positions).ShouldBeEmpty("missed");
            positions.Except(stored).ShouldBeEmpty("seen but not there");
            var lags = seen.Where(s => committed.ContainsKey(s.Position)).Select(s => s.At - committed[s.Position]).Order().ToList();
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{tries} commands, {stored.Count} events, {last - stored.Count} dead numbers, {killed} backends killed; lag p50 {lags[lags.Count / 2]} ms, p99 {lags[lags.Count * 99 / 100]} ms, max {lags[^1]} ms");
        }
        (last - stored.Count).ShouldBeGreaterThan(0, "the torture rolled nothing back");
        killed.ShouldBeGreaterThan(0);
        (await FalseHolesAsync()).ShouldBe(0);
        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBeNull();
    }

    /// <summary>Events whose numbers were recorded as dead.</summary>
    private Task<long> FalseHolesAsync() => ScalarAsync<long>(
        "select count(*) from events.mt_high_water_skips s join events.mt_events e on e.seq_id between s.starting_sequence and s.ending_sequence");

    private readonly TaskCompletionSource<long> _lastPosition = new();

    private async Task<int> WriteAsync(NpgsqlDataSource victims, int writer, Stopwatch clock, ConcurrentDictionary<long, long> committed, ConcurrentDictionary<int, bool> open)
    {
        var chance = new Random(writer);
        var round = 0;
        for (; clock.Elapsed < TimeSpan.FromSeconds(5); round++)
        {
            await using var connection = await victims.OpenConnectionAsync(Ct);
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(Ct);
                var results = await AppendOnAsync(connection, $"order-{writer}-{round % 50}", 1 + chance.Next(3));
                var fate = chance.Next(100);
                if (fate is >= 5 and < 10)
                {
                    open[connection.ProcessID] = true;
                    await Task.Delay(chance.Next(20, 300), Ct);
                    open.TryRemove(connection.ProcessID, out _);
                }
                if (fate < 5)
                    await transaction.RollbackAsync(Ct);
                else
                    await transaction.CommitAsync(Ct);
                if (fate >= 5)
                    committed[results.LastPosition] = clock.ElapsedMilliseconds;
            }
            catch (NpgsqlException)
            {
                // Its backend was killed: whether the events are there, the table will say.
            }
        }
        return round;
    }

    private async Task<int> KillAsync(Stopwatch clock, ConcurrentDictionary<int, bool> open)
    {
        var killed = 0;
        while (clock.Elapsed < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(400, Ct);
            if (open.Keys.FirstOrDefault() is > 0 and var victim && await ScalarAsync<bool>("select pg_terminate_backend($1)", victim))
                killed++;
        }
        return killed;
    }

    private async Task<List<(long Position, long At)>> FollowAsync(Stopwatch clock, bool pause, CancellationToken giveUp)
    {
        var log = new EventLog(Db, Types());
        var seen = new List<(long Position, long At)>();
        while (!giveUp.IsCancellationRequested && !(_lastPosition.Task.IsCompleted && seen.Count > 0 && seen[^1].Position >= await _lastPosition.Task))
        {
            var page = await log.ReadAsync(seen.Count == 0 ? 0 : seen[^1].Position, 1000, Ct);
            seen.AddRange(page.Select(e => (e.Position, clock.ElapsedMilliseconds)));
            // One at the pace of a follower, one without pause: that one meets the moments between the mark's own statements.
            await (pause ? Task.Delay(10, Ct) : Task.CompletedTask);
        }
        return seen;
    }

    private async Task<List<long>> StoredAsync()
    {
        var stored = new List<long>();
        await using var command = Db.CreateCommand("select seq_id from events.mt_events order by seq_id");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        while (await reader.ReadAsync(Ct))
            stored.Add(reader.GetInt64(0));
        return stored;
    }

    private static async Task<AppendResult> AppendOnAsync(NpgsqlConnection connection, string stream, int events = 1) =>
        (await new AppendCommand([To(stream, [.. Enumerable.Range(0, events).Select(_ => Placed())])], Ann, Types()).RunAsync(connection, Ct))[0];
}
