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
}
