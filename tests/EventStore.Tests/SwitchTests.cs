using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>The build beside is served instead of the one that was, and back, without a reader or a follower noticing more than the change.</summary>
public sealed class SwitchTests : RebuildTests
{
    private static readonly SwitchOrder There = new("quantities/1", "user:ann");
    private static readonly SwitchOrder Back = There with { Back = true };

    [Fact]
    public async Task Switched_there_and_back_under_load_no_read_fails_no_position_falls_and_no_event_is_lost_or_doubled()
    {
        await FillAsync(6_000);
        await using var prepared = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(Db.ConnectionString) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, MaxPoolSize = 8 }.ConnectionString).Build();
        await using var one = new RunningFollowers(Log, Db, [new Quantities()], pageSize: 10);
        await using var two = new RunningFollowers(new EventLog(Db, Types()), Db, [new Quantities()], pageSize: 10);
        await AskAsync();
        await ReadyAsync();
        using var enough = new CancellationTokenSource();
        var appending = Task.Run(async () =>
        {
            for (var n = 0; !enough.IsCancellationRequested; n++)
                await Log.AppendAsync(To($"order-{n % 7}", Placed()), Ann, Ct);
        }, Ct);
        var reading = Enumerable.Range(0, 4).Select(n => Task.Run(() => ReadAsync(prepared, inTransactions: n % 2 == 0, enough.Token), Ct)).ToList();

        var positions = new List<long> { await SwitchedAsync(There) };
        for (var n = 0; n < 20; n++)
            positions.Add(await SwitchedAsync(Back));
        await enough.CancelAsync();
        await appending;
        var reads = await Task.WhenAll(reading);
        var last = await Log.MarkAsync(Ct);
        await LevelAsync(last);

        reads.ShouldAllBe(count => count > 20);
        positions.ShouldBe(positions.Order());
        (await SumAsync(Served)).ShouldBe(last);
        (await Quantities.ReadAsync(Db, BesideSchema)).ShouldBe(await Quantities.ReadAsync(Db));
        (await StateAsync()).ShouldBe("former");
    }

    [Theory]
    [InlineData(Served)]
    [InlineData(BesideSchema)]
    public async Task Whichever_build_is_behind_is_brought_level_in_the_switch(string ahead)
    {
        await BuiltAsync(100);
        await FillAsync(50);
        var build = new ProjectionTables(Db, string.Equals(ahead, Served, StringComparison.Ordinal) ? new Quantities() : new Beside(new Quantities()), TimeSpan.FromSeconds(10));
        (await build.ApplyAsync(await Log.ReadAsync(100, 50, Ct), 100, 150, Ct)).ShouldBeTrue();

        var report = await new Switch(Db, Log, [new Quantities()]).RunAsync(There, Ct);

        (report.Switched, report.Position, report.Differences.Count, report.NotCompared).ShouldBe((true, 150, 0, null));
        (await SumAsync(Served)).ShouldBe(150);
        (await SumAsync(BesideSchema)).ShouldBe(150);
        await LevelAsync(150);
    }

    [Fact]
    public async Task The_former_build_is_followed_and_served_again_by_one_order()
    {
        await FillAsync(100);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);
        await AskAsync();
        await ReadyAsync();
        await LevelAsync(100);
        var former = await ScalarAsync<uint>("select to_regclass('rm_quantities_1.quantity')::oid");

        await SwitchedAsync(There);
        (await ScalarAsync<uint>("select to_regclass('rm_quantities_1_beside.quantity')::oid")).ShouldBe(former);
        await FillAsync(100);
        await LevelAsync(200);

        await SwitchedAsync(Back);
        (await ScalarAsync<uint>("select to_regclass('rm_quantities_1.quantity')::oid")).ShouldBe(former);
        await FillAsync(100);
        await LevelAsync(300);
        (await SumAsync(Served)).ShouldBe(300);
        var switched = (await Operations.FindAsync("quantities/1", Ct)).Switched!;
        (switched.Position, switched.Back, switched.Actor, switched.Differences).ShouldBe((200, true, "user:ann", null));
    }

    [Fact]
    public async Task Builds_that_differ_are_not_switched_and_the_differences_are_listed()
    {
        await BuiltAsync(100);
        await ExecuteAsync($"update {BesideSchema}.quantity set total = 7 where stream = 'order-1'");
        await ExecuteAsync($"delete from {BesideSchema}.quantity where stream = 'order-2'");

        var report = await new Switch(Db, Log, [new Quantities()]).RunAsync(There, Ct);

        report.Switched.ShouldBeFalse();
        var difference = report.Differences.ShouldHaveSingleItem();
        (difference.Table, difference.Served, difference.Beside).ShouldBe(("quantity", 5, 4));
        difference.OnlyServed.ShouldBe(["(order-1,20)", "(order-2,20)"]);
        difference.OnlyBeside.ShouldBe(["(order-1,7)"]);
        (await SumAsync(Served)).ShouldBe(100);
        (await StateAsync()).ShouldBe("ready");

        var accepted = await new Switch(Db, Log, [new Quantities()]).RunAsync(There with { AcceptDifferences = true, Because = "order-2 was withdrawn" }, Ct);
        (accepted.Switched, await SumAsync(Served), await SumAsync(BesideSchema)).ShouldBe((true, 67, 100));
        var kept = (await Operations.FindAsync("quantities/1", Ct)).Switched!;
        (kept.Actor, kept.Because, kept.Differences).ShouldBe(("user:ann", "order-2 was withdrawn", "quantity: 5 rows served, 4 beside"));
    }

    [Fact]
    public async Task Builds_of_other_tables_or_columns_differ()
    {
        await BuiltAsync(10);
        await ExecuteAsync($"alter table {BesideSchema}.quantity add column note text");
        await ExecuteAsync($"create table {Served}.old (n int)");

        var report = await new Switch(Db, Log, [new Quantities()]).RunAsync(There, Ct);

        report.Differences.Select(difference => difference.ToString()).ShouldBe(["old: 0 rows served, 0 beside", "quantity: 5 rows served, 5 beside"]);
        report.Differences[1].OnlyBeside.ShouldBe(["(note, stream, total)"]);
    }

    [Fact]
    public async Task A_switch_that_loses_its_connection_in_the_middle_has_changed_nothing()
    {
        await BuiltAsync(100);
        await FillAsync(50);
        (await new ProjectionTables(Db, new Quantities(), TimeSpan.FromSeconds(10)).ApplyAsync(await Log.ReadAsync(100, 50, Ct), 100, 150, Ct)).ShouldBeTrue();

        await Should.ThrowAsync<NpgsqlException>(() => new Switch(Db, Log, [new Killed(Db)]).RunAsync(There, Ct));

        (await SumAsync(Served), await SumAsync(BesideSchema)).ShouldBe((150, 100));
        (await Operations.StatusAsync(Ct)).Projections.Select(p => (p.Name, p.Position)).ShouldBe([("quantities/1", 150), (BesideName, 100)]);
        (await new Switch(Db, Log, [new Quantities()]).RunAsync(There, Ct)).Position.ShouldBe(150);
        (await SumAsync(Served), await SumAsync(BesideSchema)).ShouldBe((150, 150));
    }

    [Fact]
    public async Task A_served_build_that_has_stopped_is_replaced_only_when_that_is_accepted_and_keeps_its_dead_letter()
    {
        await FillAsync(10);
        await Log.AppendAsync(To("order-1", Placed("poison")), Ann, Ct); // 11
        var picky = new RefusesPoison();
        await using var running = new RunningFollowers(Log, Db, [picky]);
        await Eventually.IsAsync("a stopped projection", async () => (await Operations.StatusAsync(Ct)).Projections is [{ StoppedAt: not null }]);
        picky.Refuses = false;
        await AskAsync("picky/1");
        await Eventually.IsAsync("a build past the poison", () => ScalarAsync<bool>("select exists (select from events.mt_event_progression where name = 'picky/1+beside' and last_seq_id = 11)"));
        await ReadyAsync("picky/1+beside");
        picky.Refuses = true;
        var order = new SwitchOrder("picky/1", "user:ann");

        var refused = await new Switch(Db, Log, [picky]).RunAsync(order, Ct);
        (refused.Switched, refused.NotCompared).ShouldBe((false, "picky/1 is at @10 and cannot be brought to @11: I do not eat that."));

        (await new Switch(Db, Log, [picky]).RunAsync(order with { AcceptDifferences = true, Because = "mended" }, Ct)).Switched.ShouldBeTrue();
        var status = (await Operations.StatusAsync(Ct)).Projections;
        (status[0].Name, status[0].Position, status[0].StoppedAt).ShouldBe(("picky/1", 11, null));
        (status[1].Name, status[1].Position, status[1].StoppedAt!.Position).ShouldBe(("picky/1+beside", 10, 11));
        await Eventually.IsAsync("the served one running", () => Task.FromResult(running.Followers.Status[0] is { State: FollowerState.Running, Position: 11 }));
        (await SumAsync("rm_picky_1")).ShouldBe(11);
    }

    [Fact]
    public async Task What_cannot_be_switched_is_refused_in_a_sentence()
    {
        (await RefusedAsync(There)).ShouldBe("Nothing is built beside quantities/1: ask for it with 'store rebuild quantities/1'.");
        (await RefusedAsync(There with { Projection = "nobody/1" })).ShouldBe("No projection is called 'nobody/1'; there are quantities/1.");

        await BuiltAsync(100);
        (await RefusedAsync(Back)).ShouldBe("What stands beside quantities/1 was never served: switch to it without --back, so that it is compared.");
        await Operations.ParkAsync(BesideName, "not now", "user:ann", Ct);
        (await RefusedAsync(There)).ShouldBe("quantities/1+beside is parked: let it go on with 'store retry quantities/1+beside' first.");
        await Operations.RetryAsync(BesideName, Ct);
        await ExecuteAsync("insert into events.cat_builds (projection) values ($1)", BesideName);
        (await RefusedAsync(There)).ShouldBe("quantities/1+beside is being built still: see 'store status'.");
        await ExecuteAsync("delete from events.cat_builds");
        await ExecuteAsync("update events.mt_event_progression set last_seq_id = 90 where name = $1", BesideName);
        await ExecuteAsync("insert into events.cat_dead_letters (projection, seq_id, attempt, error) values ($1, 91, 1, 'no')", BesideName);
        (await RefusedAsync(There)).ShouldBe("quantities/1+beside has stopped at @91: see 'store status', and help it with 'store retry' or 'store skip'.");
        await Operations.SkipAsync(BesideName, 91, "no", "user:ann", Ct);
        (await RefusedAsync(There)).ShouldBe("A follower is about to leave out @91: try again in a moment.");
        await ExecuteAsync("delete from events.cat_skips");
        await FillAsync(6_000);
        await ExecuteAsync("update events.mt_event_progression set last_seq_id = 6100 where name = 'quantities/1'");
        (await RefusedAsync(There)).ShouldStartWith("quantities/1+beside is 6010 behind the other build: let it come level first");
        await ExecuteAsync("update events.mt_event_progression set last_seq_id = 100");

        (await new Switch(Db, Log, [new Quantities()]).RunAsync(There, Ct)).Switched.ShouldBeTrue();
        (await RefusedAsync(There)).ShouldBe("What stands beside quantities/1 is the former build: go back to it with --back, or discard it and rebuild.");
    }

    [Fact]
    public async Task A_follower_in_the_middle_of_a_page_is_waited_for_without_holding_anyone_up_for_long()
    {
        await BuiltAsync(100);
        await using var follower = await Db.OpenConnectionAsync(Ct);
        await using var page = await follower.BeginTransactionAsync(Ct);
        await using (var advance = new NpgsqlCommand("update events.mt_event_progression set last_updated = now() where name = 'quantities/1'", follower))
            await advance.ExecuteNonQueryAsync(Ct);

        var switching = new Switch(Db, Log, [new Quantities()]).RunAsync(There, Ct);
        // Longer than one attempt holds the lock of the other build.
        await Eventually.IsAsync("a second attempt", async () => await ScalarAsync<long>("select pg_stat_get_db_xact_rollback(oid) from pg_database where datname = current_database()") > 1);
        switching.IsCompleted.ShouldBeFalse();
        await page.CommitAsync(Ct);

        (await switching).Switched.ShouldBeTrue();
    }

    [Fact]
    public async Task A_reader_in_the_middle_of_a_transaction_is_waited_for_and_others_go_on_reading_meanwhile()
    {
        await BuiltAsync(100);
        await using var reader = await Db.OpenConnectionAsync(Ct);
        await using var reading = await reader.BeginTransactionAsync(Ct);
        await using var read = new NpgsqlCommand($"select sum(total)::bigint from {Served}.quantity", reader);
        (await read.ExecuteScalarAsync(Ct)).ShouldBe(100L);

        var switching = new Switch(Db, Log, [new Quantities()]).RunAsync(There, Ct);
        await Eventually.IsAsync("a switch that waits for the reader", () => ScalarAsync<bool>("select exists (select from pg_locks where mode = 'AccessExclusiveLock' and not granted)"));
        (await SumAsync(Served)).ShouldBe(100);
        (await read.ExecuteScalarAsync(Ct)).ShouldBe(100L);
        switching.IsCompleted.ShouldBeFalse();
        await reading.CommitAsync(Ct);

        (await switching).Switched.ShouldBeTrue();
    }

    [Fact]
    public async Task Numbers_that_the_database_gave_out_are_not_compared()
    {
        await BuiltAsync(100);
        await ExecuteAsync($"update {BesideSchema}.quantity set id = default where stream = 'order-1'");

        (await new Switch(Db, Log, [new Quantities()]).RunAsync(There, Ct)).Switched.ShouldBeTrue();
    }

    private async Task<long> SwitchedAsync(SwitchOrder order)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var report = await new Switch(Db, Log, [new Quantities()]).RunAsync(order, Ct);
                report.Switched.ShouldBeTrue(string.Join(' ', report.Differences));
                return report.Position;
            }
            catch (OperationRefusedException e) when (attempt < 5 && e.Message.Contains("behind the other build", StringComparison.Ordinal))
            {
                await Task.Delay(100, Ct);
            }
        }
    }

    private async Task<string> RefusedAsync(SwitchOrder order) =>
        (await Should.ThrowAsync<OperationRefusedException>(() => new Switch(Db, Log, [new Quantities()]).RunAsync(order, Ct))).Message;

    /// <summary>Both builds at the end of a log of so many events, and nobody following.</summary>
    private async Task BuiltAsync(int events)
    {
        await FillAsync(events);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);
        await AskAsync();
        await ReadyAsync();
        await LevelAsync(events);
    }

    /// <summary>Reads the sum of everything applied, again and again; every event is a quantity of one, so the sum is the position.</summary>
    /// <returns>How often.</returns>
    private static async Task<int> ReadAsync(NpgsqlDataSource database, bool inTransactions, CancellationToken enough)
    {
        var (reads, seen) = (0, 0L);
        while (!enough.IsCancellationRequested)
        {
            await using var connection = await database.OpenConnectionAsync(Ct);
            await using var transaction = inTransactions ? await connection.BeginTransactionAsync(Ct) : null;
            for (var n = 0; n < 5; n++, reads++)
            {
                await using var command = new NpgsqlCommand($"select coalesce(sum(total), 0)::bigint from {Served}.quantity where total > $1", connection) { Parameters = { new() { Value = -1L } } };
                var sum = (long)(await command.ExecuteScalarAsync(Ct))!;
                sum.ShouldBeGreaterThanOrEqualTo(seen);
                seen = sum;
            }
        }
        return reads;
    }

    private sealed class Killed(NpgsqlDataSource database) : Quantities
    {
        public override async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
        {
            await base.ApplyAsync(page, connection, ct);
            await using var kill = database.CreateCommand("select pg_terminate_backend($1)");
            kill.Parameters.Add(new() { Value = connection.ProcessID });
            await kill.ExecuteNonQueryAsync(ct);
        }
    }
}
