using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class RepeatedAppendTests : LogTests
{
    private static readonly Guid One = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Two = new("00000000-0000-0000-0000-000000000002");

    [Fact]
    public async Task The_same_command_key_answers_the_same_and_draws_no_number()
    {
        var context = Ann with { CommandKey = "import-7" };
        IReadOnlyList<StreamAppend> appends = [To("order-2", 0, Placed(), Placed()), To("order-1", 0, Placed())];
        var first = await Log.AppendAsync(appends, context, Ct);
        await Log.AppendAsync(To("order-2", Placed()), Ann, Ct);

        var second = await Log.AppendAsync(appends, context, Ct);

        second.ShouldBe(first.Select(r => r with { Duplicate = true }));
        (await ScalarAsync<long>("select last_value from events.mt_events_sequence")).ShouldBe(4);
    }

    [Fact]
    public async Task The_same_command_sent_twenty_times_at_once_is_recorded_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Log.AppendAsync(To("order-1", Placed()), Ann with { CommandKey = "k" }, Ct)));

        results.Count(r => !r.Duplicate).ShouldBe(1);
        results.Select(r => r.LastPosition).Distinct().ShouldHaveSingleItem();
        (await ScalarAsync<long>("select count(*) from events.mt_events")).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_used_for_other_events_is_refused()
    {
        await Log.AppendAsync(To("order-1", Placed("tea")), Ann with { CommandKey = "k" }, Ct);

        (await Should.ThrowAsync<CommandKeyReusedException>(() => Log.AppendAsync(To("order-1", Placed("milk")), Ann with { CommandKey = "k" }, Ct))).Key.ShouldBe("k");
    }

    [Fact]
    public async Task A_refused_command_leaves_its_key_free()
    {
        await Should.ThrowAsync<StreamConflictException>(() => Log.AppendAsync(To("order-1", 5, Placed()), Ann with { CommandKey = "k" }, Ct));

        (await Log.AppendAsync(To("order-1", 0, Placed()), Ann with { CommandKey = "k" }, Ct)).Duplicate.ShouldBeFalse();
    }

    [Theory]
    [InlineData(ExpectedVersion.Any)]
    [InlineData(ExpectedVersion.NoStream)]
    public async Task The_same_event_ids_answer_as_the_first_time_whatever_was_expected(long expected)
    {
        var append = To("order-1", expected, Placed(id: One), Placed(id: Two));
        var first = await Log.AppendAsync(append, Ann, Ct);
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);

        (await Log.AppendAsync(append, Ann, Ct)).ShouldBe(first with { Duplicate = true });
        (await ScalarAsync<long>("select version from events.mt_streams")).ShouldBe(3);
    }

    [Fact]
    public async Task Event_ids_of_which_only_some_are_known_are_refused()
    {
        await Log.AppendAsync(To("order-1", Placed(id: One)), Ann, Ct);

        await Should.ThrowAsync<DuplicateEventException>(() => Log.AppendAsync(To("order-1", Placed(id: One), Placed(id: Two)), Ann, Ct));
        await Should.ThrowAsync<DuplicateEventException>(() => Log.AppendAsync(To("order-2", Placed(id: One)), Ann, Ct));
        (await ScalarAsync<long>("select count(*) from events.mt_events")).ShouldBe(1);
    }

    [Fact]
    public async Task A_conflict_is_a_conflict_when_the_ids_are_new()
    {
        await Log.AppendAsync(To("order-1", Placed(id: One)), Ann, Ct);

        await Should.ThrowAsync<StreamConflictException>(() => Log.AppendAsync(To("order-1", 0, Placed(id: Two)), Ann, Ct));
    }
}
