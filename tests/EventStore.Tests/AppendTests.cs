using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class AppendTests : LogTests
{
    [Fact]
    public async Task What_was_appended_is_read_back_with_everything_around_it()
    {
        var source = new EventSource("https://example.org/shop", "abc123", "catalog-info.yaml", 7, "https://example.org/shop/blob/abc123");
        var id = Guid.NewGuid();
        var result = await Log.AppendAsync(
            To("order-1", ExpectedVersion.NoStream, new NewEvent(new OrderPlaced("tea", 2, Priority.VeryHigh), Noon.AddHours(1), source, id, "author:bob")),
            new AppendContext("crawler", "run-9", "event-4"), Ct);

        result.ShouldBe(new AppendResult("order-1", 1, 1, 1, Duplicate: false));
        var read = (await Log.ReadAsync(0, 10, Ct)).ShouldHaveSingleItem();
        read.Event.ShouldBe(new OrderPlaced("tea", 2, Priority.VeryHigh));
        read.Data.GetRawText().ShouldBe("""{"item": "tea", "priority": "very-high", "quantity": 2}""");
        (read.Position, read.Id, read.Stream, read.StreamVersion, read.Type).ShouldBe((1, id, "order-1", 1, "order-placed"));
        (read.EffectiveAt, read.Actor, read.Correlation, read.Causation, read.Source).ShouldBe((Noon.AddHours(1), "author:bob", "run-9", "event-4", source));
        read.Hash.Length.ShouldBe(64);
        (await ScalarAsync<string>("select type || ' ' || version from events.mt_streams where id = 'order-1'")).ShouldBe("order 1");
        (await ScalarAsync<string>("select user_name from events.mt_events")).ShouldBe("crawler");
    }

    [Fact]
    public async Task Of_twenty_first_writers_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            try
            {
                await Log.AppendAsync(To("order-1", ExpectedVersion.NoStream, Placed(quantity: n)), Ann, Ct);
                return null;
            }
            catch (StreamConflictException e)
            {
                return e;
            }
        }));

        outcomes.Count(e => e is null).ShouldBe(1);
        outcomes.OfType<StreamConflictException>().ShouldAllBe(e => e.Stream == "order-1" && e.Expected == 0 && e.Actual == 1);
        (await ScalarAsync<long>("select count(*) from events.mt_events")).ShouldBe(1);
        (await ScalarAsync<long>("select last_value from events.mt_events_sequence")).ShouldBe(1);
    }

    [Fact]
    public async Task Twenty_writers_who_expect_nothing_all_get_in()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Log.AppendAsync(To("order-1", Placed(quantity: n)), Ann, Ct)));

        (await Log.ReadStreamAsync("order-1", ct: Ct).Select(e => e.StreamVersion).ToListAsync(Ct)).ShouldBe(Enumerable.Range(1, 20).Select(n => (long)n));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    [InlineData(-1, 0)]
    [InlineData(3, 0)]
    public async Task Another_version_than_expected_is_refused_and_draws_no_number(long expected, int actual)
    {
        for (var n = 0; n < actual; n++)
            await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        var before = await SequenceAsync();

        var conflict = await Should.ThrowAsync<StreamConflictException>(() => Log.AppendAsync(To("order-1", expected, Placed()), Ann, Ct));

        (conflict.Stream, conflict.Expected, conflict.Actual).ShouldBe(("order-1", expected, actual));
        (await SequenceAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task An_exact_version_and_must_exist_are_met()
    {
        await Log.AppendAsync(To("order-1", ExpectedVersion.NoStream, Placed(), Placed()), Ann, Ct);
        (await Log.AppendAsync(To("order-1", 2, Placed()), Ann, Ct)).Version.ShouldBe(3);
        (await Log.AppendAsync(To("order-1", ExpectedVersion.MustExist, Placed()), Ann, Ct)).Version.ShouldBe(4);
    }

    [Fact]
    public async Task One_conflict_keeps_the_whole_command_out()
    {
        await Log.AppendAsync(To("order-2", Placed()), Ann, Ct);

        var conflict = await Should.ThrowAsync<StreamConflictException>(() => Log.AppendAsync(
            [To("order-1", ExpectedVersion.NoStream, Placed()), To("order-2", ExpectedVersion.NoStream, Placed()), To("order-3", Placed())], Ann, Ct));

        conflict.Stream.ShouldBe("order-2");
        (await ScalarAsync<long>("select count(*) from events.mt_streams")).ShouldBe(1);
    }

    [Fact]
    public async Task An_archived_stream_takes_nothing()
    {
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        await ExecuteAsync("update events.mt_streams set is_archived = true");

        foreach (var expected in (long[])[ExpectedVersion.Any, ExpectedVersion.NoStream, ExpectedVersion.MustExist, 1])
            (await Should.ThrowAsync<StreamArchivedException>(() => Log.AppendAsync(To("order-1", expected, Placed()), Ann, Ct))).Stream.ShouldBe("order-1");
    }

    [Fact]
    public async Task Positions_follow_the_order_given_whatever_the_streams_are_called()
    {
        var results = await Log.AppendAsync(
            [To("order-z", Placed("1"), Placed("2")), To("order-a", Placed("3")), To("order-m", Placed("4"), Placed("5"), Placed("6"))], Ann, Ct);

        results.ShouldBe([new("order-z", 2, 1, 2, false), new("order-a", 1, 3, 3, false), new("order-m", 3, 4, 6, false)]);
        (await Log.ReadAsync(0, 10, Ct)).Select(e => ((OrderPlaced)e.Event!).Item).ShouldBe(["1", "2", "3", "4", "5", "6"]);
    }

    [Fact]
    public async Task A_large_command_keeps_the_order_of_its_arrays()
    {
        await Log.AppendAsync([.. Enumerable.Range(0, 300).Select(n => To($"order-{(n * 7919) % 300}", [.. Enumerable.Range(0, 5).Select(k => Placed(quantity: (n * 5) + k))]))], Ann, Ct);

        (await Log.ReadAsync(0, 5000, Ct)).Select(e => ((OrderPlaced)e.Event!).Quantity).ShouldBe(Enumerable.Range(0, 1500));
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(1500, null));
    }

    [Fact]
    public async Task Commands_over_the_same_streams_in_any_order_never_deadlock()
    {
        string[] streams = ["order-a", "order-b", "order-c"];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            var order = writer % 2 == 0 ? streams : [.. streams.Reverse()];
            for (var round = 0; round < 125; round++)
                await Log.AppendAsync([.. order.Select(s => To(s, Placed()))], Ann, Ct);
        }));

        (await ScalarAsync<long>("select min(version) from events.mt_streams")).ShouldBe(1000);
        (await Log.VerifyAsync(ct: Ct)).ShouldBe(new ChainReport(3000, null));
    }

    [Fact]
    public async Task What_cannot_be_a_command_is_refused_in_words()
    {
        await Refused(To("order1", Placed()), "'order1' is not a stream");
        await Refused(To("-1", Placed()), "'-1' is not a stream");
        await Refused(To("order-1"), "nothing to append to stream 'order-1'");
        await Refused(To("order-1", -3, Placed()), "-3 is not a version");
        await Refused(To("order-1", new NewEvent("text", Noon)), "String has no stored name");
        await Refused(To("order-1", Placed("a\0b")), "U+0000");
        (await Should.ThrowAsync<ArgumentException>(() => Log.AppendAsync([To("order-1", Placed()), To("order-1", Placed())], Ann, Ct))).Message.ShouldContain("named twice");
        (await Log.AppendAsync([], Ann, Ct)).ShouldBeEmpty();

        async Task Refused(StreamAppend append, string because) =>
            (await Should.ThrowAsync<ArgumentException>(() => Log.AppendAsync(append, Ann, Ct))).Message.ShouldContain(because);
    }

    [Fact]
    public async Task An_append_wakes_whoever_listens_in_this_process()
    {
        var heard = new List<long>();
        Log.Appended += heard.Add;
        await Log.AppendAsync([To("order-1", Placed(), Placed()), To("order-2", Placed())], Ann with { CommandKey = "k" }, Ct);
        await Log.AppendAsync([To("order-1", Placed(), Placed()), To("order-2", Placed())], Ann with { CommandKey = "k" }, Ct);
        heard.ShouldBe([3]);
    }

    private Task<long> SequenceAsync() => ScalarAsync<long>("select case when is_called then last_value else 0 end from events.mt_events_sequence");
}
