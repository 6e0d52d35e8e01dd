using System.Collections.Concurrent;
using Npgsql;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class FollowersTests : LogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Projections_follow_the_log()
    {
        await Log.AppendAsync(To("order-1", Placed(), Placed()), Ann, Ct);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);
        var last = await Log.AppendAsync(To("order-2", Placed(quantity: 5)), Ann, Ct);

        (await running.Followers.WaitForAsync(last.LastPosition, Patience, Ct)).ShouldBeTrue();

        (await Quantities.ReadAsync(Db)).ShouldBe("order-1=2 order-2=5");
        var status = running.Followers.Status.ShouldHaveSingleItem();
        (status.Name, status.Position, status.Mark, status.Lag, status.State, status.Failure)
            .ShouldBe(("quantities/1", 3, 3, 0, FollowerState.Running, null));
        running.Followers.Reached.ShouldBe(3);
    }

    [Fact]
    public async Task What_another_process_appends_is_seen_by_the_timer()
    {
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);
        (await running.Followers.WaitForAsync(0, Patience, Ct)).ShouldBeTrue();
        await new EventLog(Db, Types()).AppendAsync(To("order-1", Placed()), Ann, Ct);

        (await running.Followers.WaitForAsync(1, Patience, Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task Waiting_for_what_never_comes_ends()
    {
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);

        (await running.Followers.WaitForAsync(1, TimeSpan.FromMilliseconds(50), Ct)).ShouldBeFalse();
        await Should.ThrowAsync<ArgumentException>(() => running.Followers.WaitForAsync(1, Patience, Ct, "nobody/1"));
    }

    [Fact]
    public async Task The_same_page_is_applied_once_however_often_it_is_offered()
    {
        await Log.AppendAsync(To("order-1", Placed(), Placed()), Ann, Ct);
        var tables = new ProjectionTables(Db, new Quantities(), Patience);
        await tables.PrepareAsync(inBulk: false, Ct);
        var page = await Log.ReadAsync(0, 10, Ct);

        (await tables.ApplyAsync(page, 0, page[^1].Position, Ct)).ShouldBeTrue();
        (await tables.ApplyAsync(page, 0, page[^1].Position, Ct)).ShouldBeFalse();

        (await Quantities.ReadAsync(Db)).ShouldBe("order-1=2");
        (await tables.PrepareAsync(inBulk: false, Ct))!.Position.ShouldBe(2);
    }

    [Fact]
    public async Task A_backend_killed_between_the_writes_and_the_commit_costs_nothing()
    {
        await FillAsync(100);
        var states = new ConcurrentBag<FollowerState>();
        await using var running = new RunningFollowers(Log, Db, [new KilledBeforeCommit(Db, times: 3)], pageSize: 30, before: f => f.Changed += s => states.Add(s.State));

        (await running.Followers.WaitForAsync(100, Patience, Ct)).ShouldBeTrue();

        (await Quantities.ReadAsync(Db)).ShouldBe("order-0=20 order-1=20 order-2=20 order-3=20 order-4=20");
        states.ShouldContain(FollowerState.Retrying);
        (await ScalarAsync<long>("select count(*) from events.cat_dead_letters")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_processes_on_one_database_apply_every_page_once()
    {
        await FillAsync(1000);
        var other = new EventLog(Db, Types());
        var (first, second) = (new List<long>(), new List<long>());
        await using var one = new RunningFollowers(Log, Db, [new Quantities()], pageSize: 20, before: f => f.Advanced += (page, _) => first.AddRange(page.Select(e => e.Position)));
        await using var two = new RunningFollowers(other, Db, [new Quantities()], pageSize: 20, before: f => f.Advanced += (page, _) => second.AddRange(page.Select(e => e.Position)));
        await FillAsync(1000);

        (await one.Followers.WaitForAsync(2000, Patience, Ct)).ShouldBeTrue();
        (await two.Followers.WaitForAsync(2000, Patience, Ct)).ShouldBeTrue();
        await UntilAsync(() => first.LastOrDefault() == 2000 && second.LastOrDefault() == 2000);

        (await Quantities.ReadAsync(Db)).ShouldBe("order-0=400 order-1=400 order-2=400 order-3=400 order-4=400");
        foreach (var seen in (List<long>[])[first, second])
            seen.ShouldBe(Enumerable.Range((int)seen[0], 2001 - (int)seen[0]).Select(n => (long)n));
    }

    [Fact]
    public async Task A_poison_event_stops_only_its_follower_and_is_named()
    {
        await FillAsync(100);
        await Log.AppendAsync(To("order-1", Placed("poison")), Ann, Ct); // 101
        await FillAsync(100);
        var picky = new RefusesPoison();
        await using var running = new RunningFollowers(Log, Db, [picky, new Quantities("others/1")], pageSize: 150);

        (await running.Followers.WaitForAsync(201, Patience, Ct, "others/1")).ShouldBeTrue();
        await UntilAsync(() => running.Followers.Status[0].State == FollowerState.Stopped);

        var stopped = running.Followers.Status[0];
        (stopped.Position, stopped.Lag, stopped.Failure!.Position, stopped.Failure.Type, stopped.Failure.Message).ShouldBe((100, 101, 101, "order-placed", "I do not eat that."));
        running.Followers.Status[1].State.ShouldBe(FollowerState.Running);
        running.Followers.Reached.ShouldBe(100);
        (await Quantities.ReadAsync(Db, "rm_picky_1")).ShouldBe("order-0=20 order-1=20 order-2=20 order-3=20 order-4=20");
        (await ScalarAsync<string>("select projection || ' @' || seq_id || ' ' || attempt || ' ' || error from events.cat_dead_letters")).ShouldBe("picky/1 @101 1 I do not eat that.");
        (await running.Followers.WaitForAsync(201, Patience, Ct)).ShouldBeFalse();

        picky.Refuses = false;
        await running.Followers.RetryAsync("picky/1", Ct);
        (await running.Followers.WaitForAsync(201, Patience, Ct)).ShouldBeTrue();
        await UntilAsync(() => ScalarAsync<bool>("select not exists (select from events.cat_dead_letters)"));
        running.Followers.Status[0].Failure.ShouldBeNull();
    }

    [Fact]
    public async Task A_poison_event_that_stays_poison_is_counted()
    {
        await Log.AppendAsync(To("order-1", Placed("poison")), Ann, Ct);
        await using var running = new RunningFollowers(Log, Db, [new RefusesPoison()]);
        await UntilAsync(() => running.Followers.Status[0].State == FollowerState.Stopped);
        await running.Followers.RetryAsync("picky/1", Ct);

        await UntilAsync(() => ScalarAsync<bool>("select attempt = 2 from events.cat_dead_letters"));
    }

    [Fact]
    public async Task An_event_of_a_type_this_program_does_not_know_stops_followers_instead_of_being_left_out()
    {
        await FillAsync(3);
        await new EventLog(Db, new EventTypes().Add<OrderPlaced>("order-doubled")).AppendAsync(To("order-1", Placed()), Ann, Ct);
        await FillAsync(3);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);

        await UntilAsync(() => running.Followers.Status[0].State == FollowerState.Stopped);

        var stopped = running.Followers.Status[0];
        (stopped.Position, stopped.Failure!.Position, stopped.Failure.Type).ShouldBe((3, 4, "order-doubled"));
        stopped.Failure.Message.ShouldContain("unknown to this program");
        (await Log.ReadAsync(3, 1, Ct))[0].Event.ShouldBeNull();
    }

    [Fact]
    public async Task An_event_whose_body_does_not_fit_its_record_stops_followers_at_that_event()
    {
        await FillAsync(3);
        await ExecuteAsync("""
            select events.cat_append('{order-9}', '{order}', '{-2}', '{1}', array[gen_random_uuid()], '{order-placed}', '{x}', array['{"quantity": "many"}'::jsonb], array['{"hv": 1}'::jsonb], 'eve', null, null)
            """);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);

        await UntilAsync(() => running.Followers.Status[0].State == FollowerState.Stopped);

        var stopped = running.Followers.Status[0];
        (stopped.Position, stopped.Failure!.Position, stopped.Failure.Type).ShouldBe((3, 4, "order-placed"));
    }

    [Fact]
    public async Task Tables_that_cannot_be_created_stop_a_follower_without_an_event_to_blame()
    {
        await using var running = new RunningFollowers(Log, Db, [new MisspeltTable(), new Quantities()]);
        await UntilAsync(() => running.Followers.Status[0].State == FollowerState.Stopped);

        running.Followers.Status[0].Failure!.Position.ShouldBeNull();
        (await ScalarAsync<bool>("select to_regnamespace('rm_misspelt_1') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_restart_goes_on_from_the_checkpoint()
    {
        await FillAsync(50);
        await using (var before = new RunningFollowers(Log, Db, [new Quantities()]))
            (await before.Followers.WaitForAsync(50, Patience, Ct)).ShouldBeTrue();
        await FillAsync(50);

        await using var after = new RunningFollowers(new EventLog(Db, Types()), Db, [new Quantities()]);
        (await after.Followers.WaitForAsync(100, Patience, Ct)).ShouldBeTrue();
        (await Quantities.ReadAsync(Db)).ShouldBe("order-0=20 order-1=20 order-2=20 order-3=20 order-4=20");
    }

    [Fact]
    public async Task Dropped_tables_are_built_again_and_a_new_number_is_built_beside_the_old()
    {
        await FillAsync(50);
        await using (var before = new RunningFollowers(Log, Db, [new Quantities()]))
            (await before.Followers.WaitForAsync(50, Patience, Ct)).ShouldBeTrue();
        await ExecuteAsync("drop schema rm_quantities_1 cascade");

        await using var after = new RunningFollowers(Log, Db, [new Quantities(), new Quantities("quantities/2")]);
        (await after.Followers.WaitForAsync(50, Patience, Ct)).ShouldBeTrue();
        (await Quantities.ReadAsync(Db)).ShouldBe(await Quantities.ReadAsync(Db, "rm_quantities_2"));
    }

    [Fact]
    public async Task Advanced_brings_every_event_once_in_order_after_all_followers_have_it()
    {
        await FillAsync(100);
        await using (var before = new RunningFollowers(Log, Db, [new Quantities(), new Quantities("quantities/2")]))
            (await before.Followers.WaitForAsync(100, Patience, Ct)).ShouldBeTrue();
        var seen = new List<long>();
        var early = 0;
        await using var running = new RunningFollowers(Log, Db, [new Quantities(), new Quantities("quantities/2")], pageSize: 7, before: followers => followers.Advanced += (page, last) =>
        {
            seen.AddRange(page.Select(e => e.Position));
            if (followers.Reached < last || page[^1].Position != last)
                early++;
        });
        (await running.Followers.WaitForAsync(100, Patience, Ct)).ShouldBeTrue();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => FillAsync(100)));

        await UntilAsync(() => seen.LastOrDefault() == 500);

        seen.ShouldBe(Enumerable.Range(101, 400).Select(n => (long)n));
        early.ShouldBe(0);
    }

    [Fact]
    public void Projections_with_one_name_or_a_schema_not_their_own_are_refused()
    {
        Refused(new Quantities("a/1"), new Quantities("a/1")).ShouldContain("'a/1'");
        Refused(new Quantities("a/1"), new Quantities("a-1")).ShouldContain("'rm_a_1'");
        Refused(new Quantities(new string('a', 61))).ShouldContain("rm_");

        string Refused(params IProjection[] projections) =>
            Should.Throw<ArgumentException>(() => new Followers(Log, Db, projections, new FollowerOptions())).Message;
    }

    private async Task FillAsync(int events)
    {
        for (var n = 0; n < events; n++)
            await Log.AppendAsync(To($"order-{n % 5}", Placed()), Ann, Ct);
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Patience);
        while (!await holds())
            await Task.Delay(5, limit.Token);
    }

    private sealed class KilledBeforeCommit(NpgsqlDataSource database, int times) : Quantities
    {
        private int _left = times;

        public override async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
        {
            await base.ApplyAsync(page, connection, ct);
            if (Interlocked.Decrement(ref _left) < 0)
                return;
            await using var kill = database.CreateCommand("select pg_terminate_backend($1)");
            kill.Parameters.Add(new() { Value = connection.ProcessID });
            await kill.ExecuteNonQueryAsync(ct);
        }
    }

    private sealed class MisspeltTable : IProjection
    {
        public string Name => "misspelt/1";

        public string Ddl => "create table fine (n int); create tabel broken (n int)";

        public Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct) => Task.CompletedTask;
    }
}
