using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests.Auditing;

/// <summary>Says what the quick check says, at its own pace.</summary>
public sealed class PacedVerificationTests : LogTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        for (var n = 1; n <= 10; n++)
            await Log.AppendAsync(To($"order-{n % 3}", Placed(quantity: n)), Ann, Ct);
        await new Anchors(Db, Log, new AnchorOptions()).MakeNowAsync(Ct);
    }

    [Fact]
    public async Task An_untouched_store_holds_and_progress_is_told()
    {
        var told = new List<long>();
        var report = await RunAsync(new Told(told));

        report.ShouldBe(new StoreReport(10, 0, new AnchorReport(1, null), null));
        told.ShouldBe([10]);
    }

    [Theory]
    [InlineData("update events.mt_events set data = jsonb_set(data, '{quantity}', '9') where seq_id = 4", "@4, event 2 of order-1: changed")]
    [InlineData("delete from events.mt_events where seq_id = 4", "@7, event 3 of order-1: missing")]
    [InlineData("delete from events.mt_events where seq_id = 10", "The end of order-1 is not event 4: end missing")]
    [InlineData("update events.mt_streams set version = 3 where id = 'order-1'", "The end of order-1 is not event 3: end missing")]
    [InlineData("update events.mt_events e set data = o.data from events.mt_events o where (e.seq_id, o.seq_id) in ((2, 4), (4, 2))", "@2, event 1 of order-2: changed")]
    [InlineData("delete from events.mt_events where seq_id = 10; update events.mt_streams set version = 3 where id = 'order-1'", "Between @1 and @10 it is not as anchored: 9 events where there were 10")]
    public async Task What_was_done_behind_the_logs_back_is_named(string deed, string problem)
    {
        await ExecuteAsync($"alter table events.mt_events disable trigger cat_events_are_final; {deed}");

        (await RunAsync(null)).Problem.ShouldBe(problem);
    }

    private Task<StoreReport> RunAsync(IProgress<long>? progress) => new PacedVerification(Db, Log).RunAsync(share: 1, progress, Ct);

    private sealed class Told(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }
}
