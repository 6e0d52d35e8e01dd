using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class ReadTests : LogTests
{
    [Fact]
    public async Task A_stream_is_read_from_any_version()
    {
        await Log.AppendAsync([To("order-1", Placed("1"), Placed("2"), Placed("3")), To("order-2", Placed("other"))], Ann, Ct);

        (await Log.ReadStreamAsync("order-1", 1, Ct).Select(e => ((OrderPlaced)e.Event!).Item).ToListAsync(Ct)).ShouldBe(["2", "3"]);
        (await Log.ReadStreamAsync("order-9", ct: Ct).ToListAsync(Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_streams_are_read_by_stream_and_version_up_to_a_position()
    {
        await Log.AppendAsync([To("order-b", Placed("1")), To("order-B", Placed("2")), To("order-a", Placed("3"), Placed("4"))], Ann, Ct);
        await Log.AppendAsync(To("order-b", Placed("5")), Ann, Ct);

        (await Log.ReadStreamsAsync(["order-a", "order-b", "order-B", "order-none"], ct: Ct)).Select(e => ((OrderPlaced)e.Event!).Item).ShouldBe(["2", "3", "4", "1", "5"]);
        (await Log.ReadStreamsAsync(["order-a", "order-b"], 3, Ct)).Select(e => e.Position).ShouldBe([3, 1]);
    }

    [Fact]
    public async Task Pages_join_without_gap_or_overlap()
    {
        await Log.AppendAsync(To("order-1", [.. Enumerable.Range(0, 25).Select(n => Placed(quantity: n))]), Ann, Ct);
        var read = new List<long>();
        while (await Log.ReadAsync(read.LastOrDefault(), 10, Ct) is { Count: > 0 } page)
            read.AddRange(page.Select(e => e.Position));

        read.ShouldBe(Enumerable.Range(1, 25).Select(n => (long)n));
    }

    [Fact]
    public async Task Events_are_found_by_position()
    {
        await Log.AppendAsync(To("order-1", Placed("1"), Placed("2"), Placed("3")), Ann, Ct);

        var found = await Log.FindAsync([3, 1, 99], Ct);

        found.Keys.Order().ShouldBe([1, 3]);
        found[3].StreamVersion.ShouldBe(3);
    }

    [Fact]
    public async Task The_mark_of_an_empty_log_is_zero()
    {
        (await Log.MarkAsync(Ct)).ShouldBe(0);
        (await Log.PositionAtAsync(Noon, Ct)).ShouldBe(0);
    }

    [Theory]
    [InlineData("11:59:59", 0)]
    [InlineData("12:00:00", 1)]
    [InlineData("12:00:30", 1)]
    [InlineData("12:01:00", 4)]
    [InlineData("12:01:59", 4)]
    [InlineData("12:02:00", 5)]
    [InlineData("23:00:00", 5)]
    public async Task An_instant_is_the_last_position_before_anything_later_was_recorded(string time, long position)
    {
        await Log.AppendAsync(To("order-1", Placed(), Placed(), Placed(), Placed(), Placed()), Ann, Ct);
        // The third took its time before the second and its number after it.
        await ExecuteAsync("""
            alter table events.mt_events disable trigger cat_events_are_final;
            update events.mt_events set timestamp = '2026-03-01 00:00Z'::timestamptz + (array['12:00', '12:01', '12:00:10', '12:01', '12:02'])[seq_id]::interval;
            delete from events.cat_clock; insert into events.cat_clock values ('2026-03-01 12:01:30Z', 4)
            """);

        (await Log.PositionAtAsync(DateTimeOffset.Parse($"2026-03-01T{time}Z", System.Globalization.CultureInfo.InvariantCulture), Ct)).ShouldBe(position);
    }

    [Fact]
    public async Task The_clock_gets_a_row_a_minute_and_no_more()
    {
        for (var n = 0; n < 3; n++)
        {
            await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
            await new EventLog(Db, Types()).MarkAsync(Ct);
        }

        (await ScalarAsync<string>("select string_agg(seq_id::text, ' ') from events.cat_clock")).ShouldBe("1");
    }
}
