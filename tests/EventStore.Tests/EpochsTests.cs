namespace EventCatalog.EventStore.Tests;

public sealed class EpochsTests : LogTests
{
    private Epochs Epochs => new(Db);

    [Fact]
    public async Task A_log_that_was_never_restored_takes_every_position_it_gave_out_and_no_other()
    {
        await AppendAsync(3);

        (await Epochs.AllAsync(Ct)).ShouldBeEmpty();
        (await Epochs.RefusalAsync(3, mark: 0, Ct)).ShouldBeNull();
        (await Epochs.RefusalAsync(4, mark: 3, Ct)).ShouldBe("@4 is beyond every position this log ever gave out: it is of another log, or of this one before it was restored.");
    }

    [Fact]
    public async Task After_a_restore_new_events_stand_behind_everything_that_may_have_been_lost()
    {
        await AppendAsync(3);
        var epoch = await Epochs.BeginAsync(lostUpTo: 500, "a rehearsal", Ct);
        await AppendAsync(1);

        (epoch.Number, epoch.Kept, epoch.First, epoch.Because).ShouldBe((2, 3, 10_501, "a rehearsal"));
        (await Epochs.AllAsync(Ct)).ShouldBe([epoch]);
        while (await Log.MarkAsync(Ct) < 10_501) // the jump is a hole that nobody can fill any more
        {
        }

        (await Epochs.BeginAsync(lostUpTo: 0, "another", Ct)).Number.ShouldBe(3);
    }

    [Fact]
    public async Task A_position_that_a_restore_lost_is_refused_and_says_where_to_go_back_to()
    {
        await AppendAsync(3);
        var epoch = await Epochs.BeginAsync(lostUpTo: 0, "a rehearsal", Ct);
        await AppendAsync(1);

        var lost = FormattableString.Invariant($" was lost when the log was restored at {epoch.At:u} (epoch 2): go back to @3, and forget what came after it.");
        (await Epochs.RefusalAsync(4, mark: 10_004, Ct)).ShouldBe("@4" + lost);
        (await Epochs.RefusalAsync(10_003, mark: 10_004, Ct)).ShouldBe("@10003" + lost);
        (await Epochs.RefusalAsync(3, mark: 10_004, Ct)).ShouldBeNull();
        (await Epochs.RefusalAsync(10_004, mark: 10_004, Ct)).ShouldBeNull();
    }

    private async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Log.AppendAsync(Orders.To("order-1", Orders.Placed()), Orders.Ann, Ct);
    }
}
