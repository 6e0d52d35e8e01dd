using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>What an operator sees and says, from a process that follows nothing itself.</summary>
public sealed class StoreOperationsTests : LogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private StoreOperations Operations => new(Db, new EventLog(Db, Types()));

    [Fact]
    public async Task The_status_tells_how_far_each_projection_is_and_where_it_stopped()
    {
        await Log.AppendAsync(To("order-1", Placed(), Placed("poison"), Placed()), Ann, Ct);
        await using var running = new RunningFollowers(Log, Db, [new RefusesPoison(), new Quantities()]);
        (await running.Followers.WaitForAsync(3, Patience, Ct, "quantities/1")).ShouldBeTrue();

        var status = await StoppedAsync();

        status.Position.ShouldBe(3);
        status.Bytes.ShouldBeGreaterThan(0);
        status.Projections.Select(p => (p.Name, p.Position, p.Lag)).ShouldBe([("picky/1", 1, 2), ("quantities/1", 3, 0)]);
        var letter = status.Projections[0].StoppedAt!;
        (letter.Position, letter.Type, letter.Stream, letter.Attempts, letter.Error).ShouldBe((2, "order-placed", "order-1", 1, "I do not eat that."));
        status.Projections[1].StoppedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_projection_tries_again_when_told_to_from_another_process()
    {
        await Log.AppendAsync(To("order-1", Placed("poison")), Ann, Ct);
        var picky = new RefusesPoison();
        await using var running = new RunningFollowers(Log, Db, [picky]);
        await StoppedAsync();

        picky.Refuses = false;
        (await Operations.RetryAsync("picky/1", Ct)).StoppedAt!.Position.ShouldBe(1);

        (await UntilReachedAsync(running, 1)).ShouldBeTrue();
        (await Quantities.ReadAsync(Db, "rm_picky_1")).ShouldBe("order-1=1");
    }

    [Fact]
    public async Task A_skipped_event_is_left_out_for_good_and_the_reason_stays()
    {
        await Log.AppendAsync(To("order-1", Placed(), Placed("poison", quantity: 100), Placed()), Ann, Ct);
        await using (var running = new RunningFollowers(Log, Db, [new RefusesPoison()]))
        {
            await StoppedAsync();
            await Operations.SkipAsync("picky/1", 2, "the supplier sent rubbish", "user:ann", Ct);
            (await UntilReachedAsync(running, 3)).ShouldBeTrue();
        }

        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        await using var again = new RunningFollowers(new EventLog(Db, Types()), Db, [new RefusesPoison()]);
        (await again.Followers.WaitForAsync(4, Patience, Ct)).ShouldBeTrue();

        (await Quantities.ReadAsync(Db, "rm_picky_1")).ShouldBe("order-1=3");
        var skipped = (await Operations.StatusAsync(Ct)).Projections.ShouldHaveSingleItem().Skipped.ShouldHaveSingleItem();
        (skipped.Position, skipped.Because, skipped.Actor).ShouldBe((2, "the supplier sent rubbish", "user:ann"));
    }

    [Fact]
    public async Task An_event_no_program_can_read_can_be_skipped_too()
    {
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        await ExecuteAsync("""
            select events.cat_append('{order-9}', '{order}', '{-2}', '{1}', array[gen_random_uuid()], '{order-placed}', '{x}', array['{"quantity": "many"}'::jsonb], array['{"hv": 1}'::jsonb], 'eve', null, null)
            """);
        await new EventLog(Db, new EventTypes().Add<OrderPlaced>("order-doubled")).AppendAsync(To("order-1", Placed()), Ann, Ct);
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);

        (await StoppedAsync()).Projections[0].StoppedAt!.Position.ShouldBe(2);
        await Operations.SkipAsync("quantities/1", 2, "no quantity", "user:ann", Ct);
        (await UntilReachedAsync(running, 2)).ShouldBeTrue();
        (await StoppedAsync()).Projections[0].StoppedAt!.Position.ShouldBe(3);
        await Operations.SkipAsync("quantities/1", 3, "of a program we do not run", "user:ann", Ct);
        (await UntilReachedAsync(running, 4)).ShouldBeTrue();

        (await Quantities.ReadAsync(Db)).ShouldBe("order-1=2");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_a_sentence()
    {
        await Log.AppendAsync(To("order-1", Placed("poison")), Ann, Ct);
        await using var running = new RunningFollowers(Log, Db, [new RefusesPoison(), new Quantities()]);
        await StoppedAsync();
        (await running.Followers.WaitForAsync(1, Patience, Ct, "quantities/1")).ShouldBeTrue();

        (await RefusedAsync(() => Operations.RetryAsync("nobody/1", Ct))).ShouldBe("No projection is called 'nobody/1'; there are picky/1, quantities/1.");
        (await RefusedAsync(() => Operations.RetryAsync("quantities/1", Ct))).ShouldBe("quantities/1 has not stopped at an event; it is at @1, 0 behind.");
        (await RefusedAsync(() => Operations.SkipAsync("picky/1", 7, "why not", "user:ann", Ct))).ShouldBe("picky/1 has stopped at @1, not at @7; nothing was skipped.");
    }

    [Fact]
    public async Task A_short_log_is_counted_and_a_long_one_that_nobody_estimated_is_as_long_as_its_position()
    {
        await ExecuteAsync("alter table events.mt_events set (autovacuum_enabled = false)");
        // Positions that were given out and never used, so that the two answers differ.
        await ExecuteAsync("select nextval('events.mt_events_sequence') from generate_series(1, 500)");
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        (await Operations.StatusAsync(Ct)).Events.ShouldBe(1);

        await Log.ImportAsync(Enumerable.Range(0, 11_000).Select(n => To($"order-{n % 100}", Placed(id: Guid.CreateVersion7()))).ToAsyncEnumerable(), Ann, null, Ct);
        await Eventually.IsAsync("a mark past what was never used", async () => await Log.MarkAsync(Ct) == 11_501);
        (await Operations.StatusAsync(Ct)).Events.ShouldBe(11_501);

        await ExecuteAsync("analyze events.mt_events");
        (await Operations.StatusAsync(Ct)).Events.ShouldBe(11_001);
    }

    private static async Task<string> RefusedAsync(Func<Task> ask) => (await Should.ThrowAsync<OperationRefusedException>(ask)).Message;

    private async Task<StoreStatus> StoppedAsync()
    {
        for (var patience = 0; ; patience++)
        {
            var status = await Operations.StatusAsync(Ct);
            if (status.Projections.Any(p => p.StoppedAt is not null))
                return status;
            patience.ShouldBeLessThan(1000);
            await Task.Delay(20, Ct);
        }
    }

    /// <summary>A stopped follower is not waited for, so this asks until it runs again.</summary>
    private static async Task<bool> UntilReachedAsync(RunningFollowers running, long position)
    {
        for (var patience = 0; patience < 1000; patience++)
        {
            if (await running.Followers.WaitForAsync(position, Patience, Ct))
                return true;
            await Task.Delay(20, Ct);
        }

        return false;
    }
}
