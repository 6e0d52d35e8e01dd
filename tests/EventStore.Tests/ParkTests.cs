namespace EventCatalog.EventStore.Tests;

/// <summary>An operator stops a projection and lets it go on, from another process.</summary>
public sealed class ParkTests : RebuildTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_parked_projection_stands_still_and_says_who_parked_it_and_why_until_it_is_told_to_go_on()
    {
        await using var running = new RunningFollowers(Log, Db, [new Quantities(), new Quantities("others/1")]);
        await FillAsync(10);
        (await running.Followers.WaitForAsync(10, Patience, Ct)).ShouldBeTrue();

        await Operations.ParkAsync("quantities/1", "the numbers look wrong", "user:ann", Ct);
        await Eventually.IsAsync("a parked follower", () => Task.FromResult(running.Followers.Status[0].State == FollowerState.Stopped));
        await FillAsync(10);
        (await running.Followers.WaitForAsync(20, Patience, Ct, "others/1")).ShouldBeTrue();

        var parked = running.Followers.Status[0];
        (parked.Position, parked.Failure!.Position, parked.Failure.Message).ShouldBe((10, null, "Parked by user:ann: the numbers look wrong"));
        var status = (await Operations.FindAsync("quantities/1", Ct)).Parked!;
        (status.Actor, status.Because).ShouldBe(("user:ann", "the numbers look wrong"));

        (await Operations.RetryAsync("quantities/1", Ct)).Parked.ShouldNotBeNull();
        await Eventually.IsAsync("the parked one level", () => Task.FromResult(running.Followers.Status[0] is { State: FollowerState.Running, Position: 20 }));
        (await Quantities.ReadAsync(Db)).ShouldBe(await Quantities.ReadAsync(Db, "rm_others_1"));
    }

    [Fact]
    public async Task What_is_parked_stays_so_over_a_restart()
    {
        await using (var before = new RunningFollowers(Log, Db, [new Quantities()]))
            (await before.Followers.WaitForAsync(0, Patience, Ct)).ShouldBeTrue();
        await Operations.ParkAsync("quantities/1", "why not", "user:ann", Ct);
        await Operations.ParkAsync("quantities/1", "for a reason", "user:bob", Ct);
        await FillAsync(10);

        await using var after = new RunningFollowers(Log, Db, [new Quantities()]);
        await Eventually.IsAsync("a parked follower", () => Task.FromResult(after.Followers.Status[0].State == FollowerState.Stopped));

        after.Followers.Status[0].Failure!.Message.ShouldBe("Parked by user:bob: for a reason");
        (await SumAsync(Served)).ShouldBe(0);
        await Operations.RetryAsync("quantities/1", Ct);
        await Eventually.IsAsync("the parked one level", () => Task.FromResult(after.Followers.Status[0].Position == 10));
    }

    [Fact]
    public async Task A_build_beside_can_be_parked_alone()
    {
        await FillAsync(10);
        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);
        await AskAsync();
        await ReadyAsync();

        await Operations.ParkAsync(BesideName, "later", "user:ann", Ct);
        await Eventually.IsAsync("a parked build", () => Task.FromResult(running.Followers.Beside is [{ State: FollowerState.Stopped }]));
        await FillAsync(10);
        (await running.Followers.WaitForAsync(20, Patience, Ct)).ShouldBeTrue();
        (await SumAsync(BesideSchema)).ShouldBe(10);

        await Operations.RetryAsync(BesideName, Ct);
        await LevelAsync(20);
    }

    [Fact]
    public async Task Nothing_that_does_not_exist_is_parked() =>
        (await Should.ThrowAsync<OperationRefusedException>(() => Operations.ParkAsync("nobody/1", "why not", "user:ann", Ct))).Message.ShouldStartWith("No projection is called 'nobody/1'");
}
