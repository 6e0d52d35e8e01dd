using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>A build beside the served one: made from the log while everything goes on, kept level, discarded.</summary>
public abstract class RebuildTests : LogTests
{
    protected const string Served = "rm_quantities_1";
    protected const string BesideSchema = "rm_quantities_1_beside";
    protected const string BesideName = "quantities/1+beside";

    protected Rebuilds Rebuilds => new(Db);

    protected StoreOperations Operations => new(Db, new EventLog(Db, Types()));

    /// <summary>Appends so many events of quantity 1 over five streams, a thousand at a time.</summary>
    protected async Task FillAsync(int events)
    {
        for (var left = events; left > 0; left -= 1000)
            await Log.AppendAsync([.. Enumerable.Range(0, 5).Select(n => To($"order-{n}", [.. Enumerable.Range(0, Math.Min(left, 1000) / 5).Select(_ => Placed())]))], Ann, Ct);
    }

    protected async Task AskAsync(string projection = "quantities/1")
    {
        await Eventually.IsAsync("tables", () => ScalarAsync<bool>("select exists (select from events.mt_event_progression where name = $1)", projection));
        (await Rebuilds.AskAsync(projection, "user:ann", "to see", Ct)).ShouldBeTrue();
    }

    protected async Task<string?> StateAsync(string name = BesideName) =>
        (await Operations.StatusAsync(Ct)).Projections.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal))?.Rebuild?.State;

    protected Task ReadyAsync(string name = BesideName) => Eventually.IsAsync($"{name} ready", async () => await StateAsync(name) is "ready");

    /// <summary>Waits until both builds are at this position.</summary>
    protected Task LevelAsync(long position, string projection = "quantities/1") => Eventually.IsAsync($"both builds at @{position}", () =>
        ScalarAsync<bool>("select count(*) = 2 from events.mt_event_progression where name in ($1, $1 || '+beside') and last_seq_id = $2", projection, position));

    protected Task<long> SumAsync(string schema) => ScalarAsync<long>($"select coalesce(sum(total), 0)::bigint from {schema}.quantity");
}

public sealed class BuildBesideTests : RebuildTests
{
    [Fact]
    public async Task A_build_beside_is_made_under_load_kept_level_and_equals_the_served_one()
    {
        await FillAsync(12_000);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);
        using var enough = new CancellationTokenSource();
        var appending = Task.Run(async () =>
        {
            for (var n = 0; !enough.IsCancellationRequested; n++)
                await Log.AppendAsync(To($"order-{n % 7}", Placed()), Ann, Ct);
        }, Ct);

        await AskAsync();
        await ReadyAsync();
        await enough.CancelAsync();
        await appending;
        var last = await Log.MarkAsync(Ct);
        await LevelAsync(last);

        (await Quantities.ReadAsync(Db, BesideSchema)).ShouldBe(await Quantities.ReadAsync(Db));
        (await SumAsync(BesideSchema)).ShouldBe(last);
        (await ScalarAsync<long>("select count(*) from pg_indexes where indexname = 'ix_quantity_total'")).ShouldBe(2);
        (await ScalarAsync<long>("select count(*) from events.cat_builds")).ShouldBe(0);
        var beside = running.Followers.Beside.ShouldHaveSingleItem();
        (beside.Name, beside.State).ShouldBe((BesideName, FollowerState.Running));
        running.Followers.Status.ShouldHaveSingleItem().Name.ShouldBe("quantities/1");
    }

    [Fact]
    public async Task A_first_build_on_a_long_log_makes_the_indexes_for_readers_last()
    {
        await FillAsync(6_000);
        var watching = new IndexesSeen(Db);
        await using var running = new RunningFollowers(Log, Db, [watching]);
        await Eventually.IsAsync("indexes", () => ScalarAsync<bool>("select exists (select from pg_indexes where indexname = 'ix_quantity_total')"));

        watching.AtPages[0].ShouldBe((5000, 0));
        (await SumAsync("rm_quantities_1")).ShouldBe(6_000);
    }

    [Fact]
    public async Task A_build_goes_on_where_it_was_after_its_connection_and_then_its_process_is_lost()
    {
        await FillAsync(12_000);
        await using (var before = new RunningFollowers(Log, Db, [new Quantities()]))
            (await before.Followers.WaitForAsync(12_000, TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();
        await AskAsync();
        // Killed with its writes made and not committed; then, one page on, held until the process ends.
        await using (var interrupted = new RunningFollowers(Log, Db, [new Disturbed(Db, killAt: 1, hangAt: 3)]))
            await Eventually.IsAsync("a first page", () => ScalarAsync<bool>("select exists (select from events.mt_event_progression where name = $1 and last_seq_id = 5000)", BesideName));
        (await StateAsync()).ShouldBe("building");
        (await SumAsync(BesideSchema)).ShouldBe(5000);

        await using var after = new RunningFollowers(new EventLog(Db, Types()), Db, [new Quantities()]);
        await ReadyAsync();
        await LevelAsync(12_000);
        (await Quantities.ReadAsync(Db, BesideSchema)).ShouldBe(await Quantities.ReadAsync(Db));
    }

    [Fact]
    public async Task Two_processes_make_one_build_together()
    {
        await FillAsync(20_000);
        await using var one = new RunningFollowers(Log, Db, [new Quantities()]);
        await using var two = new RunningFollowers(new EventLog(Db, Types()), Db, [new Quantities()]);

        await AskAsync();
        await ReadyAsync();
        await LevelAsync(20_000);

        (await SumAsync(BesideSchema)).ShouldBe(20_000);
        (await Quantities.ReadAsync(Db, BesideSchema)).ShouldBe(await Quantities.ReadAsync(Db));
    }

    [Fact]
    public async Task A_discarded_build_leaves_nothing_and_one_asked_for_at_once_starts_from_the_beginning()
    {
        await FillAsync(100);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);
        await AskAsync();
        await ReadyAsync();
        await ExecuteAsync($"update {BesideSchema}.quantity set total = 0");

        await Rebuilds.DiscardAsync(new Quantities(), Ct);
        await AskAsync();
        await ReadyAsync();
        await LevelAsync(100);
        (await SumAsync(BesideSchema)).ShouldBe(100);

        await Rebuilds.DiscardAsync(new Quantities(), Ct);
        await Eventually.IsAsync("no follower beside", () => Task.FromResult(running.Followers.Beside.Count == 0));
        await FillAsync(100);
        (await running.Followers.WaitForAsync(200, TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();
        (await ScalarAsync<bool>("select to_regnamespace($1) is null", BesideSchema)).ShouldBeTrue();
        (await Operations.StatusAsync(Ct)).Projections.Select(p => p.Name).ShouldBe(["quantities/1"]);
    }

    [Fact]
    public async Task No_tables_are_made_for_a_build_that_nobody_wants_any_more()
    {
        (await new ProjectionTables(Db, new Beside(new Quantities()), TimeSpan.FromSeconds(10)).PrepareAsync(inBulk: true, Ct)).ShouldBeNull();

        (await ScalarAsync<bool>("select to_regnamespace($1) is null", BesideSchema)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_build_beside_is_not_ready_when_its_tables_are_made_however_short_the_log()
    {
        await new ProjectionTables(Db, new Quantities(), TimeSpan.FromSeconds(10)).PrepareAsync(inBulk: false, Ct);
        await AskAsync();

        await new ProjectionTables(Db, new Beside(new Quantities()), TimeSpan.FromSeconds(10)).PrepareAsync(inBulk: false, Ct);

        (await StateAsync()).ShouldBe("building");
    }

    [Fact]
    public async Task What_nobody_builds_yet_is_shown_as_asked_for_and_asking_again_changes_nothing()
    {
        await using (var running = new RunningFollowers(Log, Db, [new Quantities()]))
            (await running.Followers.WaitForAsync(0, TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();
        await AskAsync();

        (await Rebuilds.AskAsync("quantities/1", "user:bob", null, Ct)).ShouldBeFalse();

        var asked = (await Operations.FindAsync(BesideName, Ct)).Rebuild!;
        (asked.State, asked.Actor, asked.Because).ShouldBe(("asked", "user:ann", "to see"));
        (await Should.ThrowAsync<OperationRefusedException>(() => Rebuilds.AskAsync("nobody/1", "user:ann", null, Ct))).Message
            .ShouldBe("No projection is called 'nobody/1'; there are quantities/1.");
        (await Should.ThrowAsync<OperationRefusedException>(() => Rebuilds.DiscardAsync(new Quantities("nobody/1"), Ct))).Message.ShouldBe("Nothing stands beside nobody/1.");
    }

    [Fact]
    public async Task A_build_beside_stops_at_a_poison_event_alone_and_can_be_told_to_leave_it_out()
    {
        await FillAsync(6_000);
        await Log.AppendAsync(To("order-1", Placed("poison")), Ann, Ct); // 6001
        await FillAsync(100);
        var picky = new RefusesPoison { Refuses = false };
        await using var running = new RunningFollowers(Log, Db, [picky]);
        (await running.Followers.WaitForAsync(6_101, TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();

        picky.Refuses = true;
        await AskAsync("picky/1");
        await Eventually.IsAsync("a stopped build", async () => (await Operations.FindAsync("picky/1+beside", Ct)).StoppedAt is { Position: 6001 });
        (await StateAsync("picky/1+beside")).ShouldBe("building");
        running.Followers.Status[0].State.ShouldBe(FollowerState.Running);

        await Operations.SkipAsync("picky/1+beside", 6001, "poison", "user:ann", Ct);
        await ReadyAsync("picky/1+beside");
        await LevelAsync(6_101, "picky/1");
        (await SumAsync("rm_picky_1_beside")).ShouldBe(6_100);
    }

    private sealed class IndexesSeen(NpgsqlDataSource database) : Quantities
    {
        public List<(int Events, long Indexes)> AtPages { get; } = [];

        public override async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
        {
            await base.ApplyAsync(page, connection, ct);
            await using var count = database.CreateCommand("select count(*) from pg_indexes where indexname = 'ix_quantity_total'");
            AtPages.Add((page.Count, (long)(await count.ExecuteScalarAsync(ct))!));
        }
    }

    /// <summary>Loses its connection before the commit of one page, and never comes back from another.</summary>
    private sealed class Disturbed(NpgsqlDataSource database, int killAt, int hangAt) : Quantities
    {
        private int _pages;

        public override async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
        {
            await base.ApplyAsync(page, connection, ct);
            var number = Interlocked.Increment(ref _pages);
            if (number == hangAt)
                await Task.Delay(Timeout.Infinite, ct);
            if (number != killAt)
                return;
            await using var kill = database.CreateCommand("select pg_terminate_backend($1)");
            kill.Parameters.Add(new() { Value = connection.ProcessID });
            await kill.ExecuteNonQueryAsync(ct);
        }
    }
}
