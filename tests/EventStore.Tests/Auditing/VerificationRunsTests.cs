using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests.Auditing;

/// <summary>One check at a time on a database, whichever process does it.</summary>
public sealed class VerificationRunsTests : LogTests
{
    private VerificationRuns Runs => new(new PacedVerification(Db, Log), Log, new Heartbeats(Db), "one:7", TimeProvider.System);

    [Fact]
    public async Task A_check_tells_its_outcome_to_every_process()
    {
        await Log.AppendAsync(To("order-1", Placed(), Placed()), Ann, Ct);
        (await Runs.LatestAsync(Ct)).ShouldBeNull();

        var (begun, check) = await Runs.StartAsync("user:ann", Ct);
        await check;

        (begun.State, begun.By, begun.To).ShouldBe((VerificationState.Running, "user:ann", 2));
        var latest = (await Runs.LatestAsync(Ct)).ShouldNotBeNull();
        (latest.State, latest.Checked, latest.Position, latest.Problem).ShouldBe((VerificationState.Holds, 2, 2, null));
    }

    [Fact]
    public async Task What_does_not_hold_is_told_with_its_position()
    {
        await Log.AppendAsync(To("order-1", Placed(), Placed()), Ann, Ct);
        await ExecuteAsync("alter table events.mt_events disable trigger cat_events_are_final; update events.mt_events set data = '{}' where seq_id = 2");

        await (await Runs.StartAsync("user:ann", Ct)).Check;

        var latest = (await Runs.LatestAsync(Ct)).ShouldNotBeNull();
        (latest.State, latest.Problem).ShouldBe((VerificationState.Broken, "@2, event 2 of order-1: changed"));
    }

    [Fact]
    public async Task A_second_is_refused_until_the_first_ends_or_falls_silent()
    {
        await RunsSomewhereAsync(TimeProvider.System.GetUtcNow().AddSeconds(-1));
        (await Should.ThrowAsync<OperationRefusedException>(() => Runs.StartAsync("user:ann", Ct))).Message.ShouldContain("two:9");

        await ExecuteAsync("delete from events.cat_heartbeats");
        await RunsSomewhereAsync(TimeProvider.System.GetUtcNow().AddMinutes(-1));
        (await Runs.LatestAsync(Ct)).ShouldNotBeNull().State.ShouldBe(VerificationState.Failed);
        await (await Runs.StartAsync("user:ann", Ct)).Check;
        (await Runs.LatestAsync(Ct)).ShouldNotBeNull().State.ShouldBe(VerificationState.Holds);
    }

    private Task RunsSomewhereAsync(DateTimeOffset at) => new Heartbeats(Db).BeatAsync(
        "verification", new Verification(VerificationState.Running, "user:bob", "two:9", at, at, 1, 2, 0, 0, null), at, Ct);
}
