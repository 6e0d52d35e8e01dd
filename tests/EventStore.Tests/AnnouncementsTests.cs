using System.Diagnostics;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>What one process appends wakes the followers of another.</summary>
public sealed class AnnouncementsTests : LogTests
{
    private static readonly TimeSpan Timer = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_append_elsewhere_wakes_followers_long_before_their_timer()
    {
        var elsewhere = new EventLog(Db, Types());
        await using var announcing = new RunningFollowers(elsewhere, Db, []);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()], idle: Timer);
        (await running.Followers.WaitForAsync(0, Timer, Ct)).ShouldBeTrue();
        await ListenersAsync(2);

        for (var n = 1; n <= 20; n++)
        {
            var clock = Stopwatch.StartNew();
            var appended = await elsewhere.AppendAsync(To("order-1", Placed()), Ann, Ct);
            (await running.Followers.WaitForAsync(appended.LastPosition, Timer, Ct)).ShouldBeTrue();
            clock.Elapsed.ShouldBeLessThan(Timer / 2);
        }
    }

    [Fact]
    public async Task A_listener_that_is_killed_again_and_again_costs_no_more_than_the_timer()
    {
        var elsewhere = new EventLog(Db, Types());
        var timer = TimeSpan.FromSeconds(1);
        await using var announcing = new RunningFollowers(elsewhere, Db, []);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()], idle: timer);
        var killed = 0L;
        for (var n = 1; n <= 10; n++)
        {
            killed += await KillListenersAsync();
            var clock = Stopwatch.StartNew();
            var appended = await elsewhere.AppendAsync(To("order-1", Placed()), Ann, Ct);
            (await running.Followers.WaitForAsync(appended.LastPosition, Timer, Ct)).ShouldBeTrue();
            // Jitter makes the timer up to a fifth longer; the rest is for a busy machine.
            clock.Elapsed.ShouldBeLessThan(timer * 3);
        }

        killed.ShouldBeGreaterThan(5);
        (await Quantities.ReadAsync(Db)).ShouldBe("order-1=10");
    }

    private async Task ListenersAsync(long count)
    {
        var patience = Stopwatch.StartNew();
        while (await CountAsync("select count(*) from pg_stat_activity where datname = current_database() and query like 'listen%'") < count)
        {
            patience.Elapsed.ShouldBeLessThan(Timer);
            await Task.Delay(10, Ct);
        }
    }

    private Task<long> KillListenersAsync() =>
        CountAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and query like 'listen%'");

    private async Task<long> CountAsync(string sql)
    {
        await using var command = Db.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
