using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>One read for several followers.</summary>
public sealed class SharedPagesTests : LogTests
{
    [Fact]
    public async Task A_follower_that_shares_a_read_gets_its_page_though_the_one_who_began_the_read_lost_its_lease()
    {
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        var pages = new SharedPages(Log);
        using var lost = new CancellationTokenSource();
        await using var other = await Db.OpenConnectionAsync(Ct);
        await using var transaction = await other.BeginTransactionAsync(Ct);
        await other.ExecuteAsync("lock table events.mt_events", Ct);

        var first = pages.ReadAsync(0, 10, lost.Token);
        var second = pages.ReadAsync(0, 10, Ct);
        await lost.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        await transaction.RollbackAsync(Ct);

        (await second).Select(e => e.Position).ShouldBe([1]);
    }
}
