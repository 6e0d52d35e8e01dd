using System.Diagnostics;
using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>Two nodes that share followers by leases.</summary>
public sealed class SharedFollowersTests : LogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_works_on_a_part_and_both_know_of_everything()
    {
        var (first, second) = (new List<long>(), new List<long>());
        await using var one = new LeasedFollowers(Db, "one", ["a/1", "b/1"], advanced: first);
        await using var two = new LeasedFollowers(Db, "two", ["a/1", "b/1"], advanced: second);
        await SplitAsync(one, two);
        await FillAsync(two.Log, 500);

        (await one.Followers.WaitForAsync(500, Patience, Ct)).ShouldBeTrue();
        (await two.Followers.WaitForAsync(500, Patience, Ct)).ShouldBeTrue();

        (one.Followers.Reached, two.Followers.Reached).ShouldBe((500, 500));
        foreach (var schema in (string[])["rm_a_1", "rm_b_1"])
            (await Quantities.ReadAsync(Db, schema)).ShouldBe("order-0=100 order-1=100 order-2=100 order-3=100 order-4=100");
        await UntilAsync(() => first.LastOrDefault() == 500 && second.LastOrDefault() == 500);
        foreach (var seen in (List<long>[])[first, second])
            seen.ShouldBe(Enumerable.Range((int)seen[0], 501 - (int)seen[0]).Select(n => (long)n));
        foreach (var status in one.Followers.Status)
            (status.Position, status.Mark, status.Lag, status.State, status.Node).ShouldBe((500, 500, 0, FollowerState.Running, one.Leases.NodeOf(status.Name)));
    }

    [Fact]
    public async Task What_another_node_has_done_is_known_long_before_the_timer()
    {
        await using var one = new LeasedFollowers(Db, "one", ["a/1", "b/1"], timer: Long);
        await using var two = new LeasedFollowers(Db, "two", ["a/1", "b/1"], timer: Long);
        await SplitAsync(one, two);
        await ListenersAsync(2);
        for (var n = 1; n <= 20; n++)
        {
            var clock = Stopwatch.StartNew();
            var appended = await one.Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
            (await two.Followers.WaitForAsync(appended.LastPosition, Long, Ct)).ShouldBeTrue();
            (await one.Followers.WaitForAsync(appended.LastPosition, Long, Ct)).ShouldBeTrue();
            clock.Elapsed.ShouldBeLessThan(Long / 2);
        }
    }

    [Fact]
    public async Task A_node_frozen_in_the_middle_of_a_page_is_replaced_and_writes_nothing_when_it_wakes()
    {
        var (ice, frozen) = (new Freezable(), new FreezesInThePage());
        await using var one = new LeasedFollowers(Db, "one", [frozen], on: ice);
        await UntilAsync(() => one.Leases.Held.Count == 1);
        await FillAsync(Log, 5);
        await frozen.Frozen.Task.WaitAsync(Patience, Ct);

        ice.Freeze();
        await using var two = new LeasedFollowers(Db, "two", ["quantities/1"]);
        (await two.Followers.WaitForAsync(5, Patience, Ct)).ShouldBeTrue();
        two.Leases.Held.ShouldBe(["quantities/1"]);

        frozen.Wake.SetResult();
        await FillAsync(Log, 5);
        (await two.Followers.WaitForAsync(10, Patience, Ct)).ShouldBeTrue();
        one.Leases.Held.ShouldBe(["quantities/1"], "it still believes in its lease");
        ice.Thaw();
        await UntilAsync(() => one.Leases.Held.Count == 0 && one.Followers.Reached == 10);
        (await Quantities.ReadAsync(Db)).ShouldBe("order-0=2 order-1=2 order-2=2 order-3=2 order-4=2");
    }

    [Fact]
    public async Task A_follower_that_stopped_on_another_node_is_known_to_have_stopped_and_can_be_retried_from_here()
    {
        var picky = new RefusesPoison();
        await using var one = new LeasedFollowers(Db, "one", [picky]);
        await UntilAsync(() => one.Leases.Held.Count == 1);
        await using var two = new LeasedFollowers(Db, "two", [new RefusesPoison()]);
        await Log.AppendAsync(To("order-1", Placed(), Placed("poison")), Ann, Ct);

        await UntilAsync(() => two.Followers.Status[0] is { State: FollowerState.Stopped, Failure: { Position: 2, Type: "order-placed", Message: "I do not eat that." }, Node: "one" });
        (await two.Followers.WaitForAsync(2, Patience, Ct)).ShouldBeFalse();

        picky.Refuses = false;
        await two.Followers.RetryAsync("picky/1", Ct);
        await UntilAsync(() => two.Followers.Status[0] is { State: FollowerState.Running, Position: 2, Failure: null });
    }

    [Fact]
    public async Task Whoever_only_watches_sees_what_others_do_and_is_told_of_it_without_writing()
    {
        await using var one = new LeasedFollowers(Db, "one", ["a/1", "b/1"]);
        await using var readOnly = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Db.ConnectionString) { Options = "-c default_transaction_read_only=on" }.ConnectionString);
        var log = new EventLog(readOnly, Types(), readOnly: true);
        await log.MigrateAsync(Ct);
        var told = new List<long>();
        var watching = new Followers(log, readOnly, [new Quantities("a/1"), new Quantities("b/1")], new FollowerOptions { Busy = TimeSpan.FromMilliseconds(20) });
        watching.Advanced += (page, _) => told.AddRange(page.Select(e => e.Position));
        using var stop = new CancellationTokenSource();
        var watch = watching.WatchAsync(stop.Token);
        (await watching.WaitForAsync(0, Patience, Ct)).ShouldBeTrue();
        await FillAsync(Log, 100);

        (await watching.WaitForAsync(100, Patience, Ct)).ShouldBeTrue();
        log.KnownMark.ShouldBe(100);
        (await log.ReadAsync(0, 1000, Ct)).Count.ShouldBe(100);
        await UntilAsync(() => told.LastOrDefault() == 100);
        (await Should.ThrowAsync<PostgresException>(() => log.AppendAsync(To("order-1", Placed()), Ann, Ct))).SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task Whoever_only_watches_says_when_the_database_does_not_tell_and_goes_on_when_it_does()
    {
        await using (var one = new LeasedFollowers(Db, "one", ["a/1"]))
            (await one.Followers.WaitForAsync(0, Patience, Ct)).ShouldBeTrue();
        var watching = new Followers(Log, Db, [new Quantities("a/1")], new FollowerOptions { Busy = TimeSpan.FromMilliseconds(20) });
        using var stop = new CancellationTokenSource();
        var watch = watching.WatchAsync(stop.Token);
        (await watching.WaitForAsync(0, Patience, Ct)).ShouldBeTrue();

        var settings = new NpgsqlConnectionStringBuilder(Db.ConnectionString) { Pooling = false };
        var name = settings.Database;
        settings.Database = "catalog";
        await using var apart = NpgsqlDataSource.Create(settings.ConnectionString);
        await apart.ExecuteAsync($"alter database {name} allow_connections false", Ct);
        await apart.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", Ct, name!);
        await UntilAsync(() => watching.Status[0] is { State: FollowerState.Retrying, Failure: not null });
        await apart.ExecuteAsync($"alter database {name} allow_connections true", Ct);
        await UntilAsync(() => watching.Status[0] is { State: FollowerState.Running, Failure: null });
        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task A_checkpoint_whose_tables_are_gone_is_not_taken_for_a_position()
    {
        await using (var one = new LeasedFollowers(Db, "one", ["a/1"]))
            (await one.Followers.WaitForAsync(0, Patience, Ct)).ShouldBeTrue();
        await ExecuteAsync("drop schema rm_a_1 cascade");
        var watching = new Followers(Log, Db, [new Quantities("a/1")], new FollowerOptions { Busy = TimeSpan.FromMilliseconds(20) });
        using var stop = new CancellationTokenSource();
        var watch = watching.WatchAsync(stop.Token);

        (await watching.WaitForAsync(0, TimeSpan.FromMilliseconds(500), Ct)).ShouldBeFalse();
        await using (var two = new LeasedFollowers(Db, "two", ["a/1"]))
            (await watching.WaitForAsync(0, Patience, Ct)).ShouldBeTrue();
        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task A_read_only_log_takes_the_schema_of_its_own_version_only()
    {
        await using var empty = await PostgresFixture.TestPostgres.NewDatabaseAsync();
        (await Should.ThrowAsync<SchemaTooOldException>(() => new EventLog(empty, Types(), readOnly: true).MigrateAsync(Ct))).Message.ShouldContain("schema version 0");
        await ExecuteAsync("insert into events.cat_schema (version, name) values (999, 'from the future')");
        await Should.ThrowAsync<SchemaTooNewException>(() => new EventLog(Db, Types(), readOnly: true).MigrateAsync(Ct));
    }

    private static Task SplitAsync(LeasedFollowers one, LeasedFollowers two) => UntilAsync(() => one.Leases.Held.Count == 1 && two.Leases.Held.Count == 1
        && one.Followers.Status.Concat(two.Followers.Status).All(status => status is { State: FollowerState.Running, Node: not null }));

    private static async Task FillAsync(EventLog log, int count)
    {
        for (var n = 0; n < count; n += 5)
            await log.AppendAsync([.. Enumerable.Range(0, 5).Select(k => To($"order-{k}", Placed()))], Ann, Ct);
    }

    private Task ListenersAsync(long count) => UntilAsync(async () =>
        await ScalarAsync<long>("select count(*) from pg_stat_activity where datname = current_database() and query like 'listen%'") >= count);

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(10, Ct);
        }
    }

    /// <summary>Stands still in its first page, after the checkpoint and before the writes.</summary>
    private sealed class FreezesInThePage : Quantities
    {
        public TaskCompletionSource Frozen { get; } = new();

        public TaskCompletionSource Wake { get; } = new();

        public override async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
        {
            Frozen.TrySetResult();
            await Wake.Task.WaitAsync(Patience * 3, CancellationToken.None);
            await base.ApplyAsync(page, connection, ct);
        }
    }
}
