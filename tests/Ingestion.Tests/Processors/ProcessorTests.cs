using System.Runtime.CompilerServices;
using EventCatalog.Domain;
using EventCatalog.Domain.Facts;
using EventCatalog.Ingestion.Processors;
using EventCatalog.Ingestion.Tests.Intake;
using Microsoft.Extensions.Logging.Abstractions;
using static EventCatalog.Ingestion.Tests.Intake.IntakeStage;

namespace EventCatalog.Ingestion.Tests.Processors;

public sealed class ProcessorTests
{
    private static readonly EntityRef Cart = EntityRef.Parse("component:cart");

    [Fact]
    public async Task A_run_records_what_is_news_and_the_next_begins_where_it_ended()
    {
        await using var stage = await StartAsync();
        var schedule = ScheduleOf(stage);
        var counting = new StandIn("counting", Count);

        var first = await schedule.RunAsync(counting, Ct);
        var second = await schedule.RunAsync(counting, Ct);

        (first.State, first.Observed, first.News, first.Cursor).ShouldBe((ProcessorState.Well, 1, 2, "1"));
        (second.News, second.Cursor, second.NextAt).ShouldBe((1, "2", stage.Clock.GetUtcNow() + TimeSpan.FromMinutes(15)));
        var recorded = await stage.RecordedAsync();
        recorded.Select(one => ((FactEvent.FactsObserved)one.Event!).Source).ShouldBe(["counting", "counting"]);
        recorded[0].Actor.ShouldBe("processor:counting");

        static async IAsyncEnumerable<Observed> Count(ProcessorRun run, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.Yield();
            var turn = int.Parse(run.Cursor ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1;
            run.Cursor = $"{turn}";
            yield return new Observed(Cart, [new Fact("turn", new FactValue.Number(turn)), new Fact("steady", new FactValue.Truth(true))]);
        }
    }

    [Fact]
    public async Task One_that_throws_is_tried_again_ever_later_until_its_circuit_opens_and_what_it_said_stays()
    {
        await using var stage = await StartAsync();
        var (schedule, broken) = (ScheduleOf(stage), true);
        var throwing = new StandIn("throwing", Throw);

        var pauses = new List<TimeSpan>();
        ProcessorHeartbeat beat = null!;
        for (var run = 0; run < 6; run++)
        {
            beat = await schedule.RunAsync(throwing, Ct);
            pauses.Add(beat.NextAt!.Value - stage.Clock.GetUtcNow());
        }

        pauses.Select(pause => pause.TotalSeconds).ShouldBe([10, 20, 40, 80, 3600, 3600]);
        (beat.State, beat.Failures, beat.Failure, beat.Cursor, beat.LastGoodAt).ShouldBe((ProcessorState.Open, 6, "InvalidOperationException: The other system is down", null, null));
        (await stage.RecordedAsync()).Count.ShouldBe(1);
        broken = false;
        beat = await schedule.RunAsync(throwing, Ct);
        (beat.State, beat.Failures, beat.Failure).ShouldBe((ProcessorState.Well, 0, null));

        async IAsyncEnumerable<Observed> Throw(ProcessorRun run, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.Yield();
            run.Cursor = "lost";
            yield return new Observed(Cart, [new Fact("said", new FactValue.Truth(true))]);
            if (broken)
                throw new InvalidOperationException("The other system is down");
            run.Cursor = null;
        }
    }

    [Fact]
    public async Task One_that_hangs_is_given_up_and_keeps_no_other_waiting()
    {
        await using var stage = await StartAsync();
        var schedule = ScheduleOf(stage);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var hanging = schedule.RunAsync(new StandIn("hanging", Hang) { Timeout = TimeSpan.FromHours(1) }, stop.Token);

        (await schedule.RunAsync(new StandIn("other", Say), Ct)).News.ShouldBe(1);
        hanging.IsCompleted.ShouldBeFalse();
        (await schedule.RunAsync(new StandIn("impatient", Hang) { Timeout = TimeSpan.FromMilliseconds(1) }, Ct)).ShouldSatisfyAllConditions(
            beat => beat.State.ShouldBe(ProcessorState.Failing), beat => beat.Failure.ShouldBe("It took longer than 00:00:00.0010000 and was given up."));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(hanging);

        static async IAsyncEnumerable<Observed> Hang(ProcessorRun run, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.Delay(System.Threading.Timeout.Infinite, ct);
            yield break;
        }

        static async IAsyncEnumerable<Observed> Say(ProcessorRun run, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.Yield();
            yield return new Observed(Cart, [new Fact("said", new FactValue.Truth(true))]);
        }
    }

    private static ProcessorSchedule ScheduleOf(IntakeStage stage) => new(stage.Memory, stage.Facts, stage.Heartbeats, stage.Clock, NullLogger<ProcessorSchedule>.Instance);

    private sealed class StandIn(string name, Func<ProcessorRun, CancellationToken, IAsyncEnumerable<Observed>> observe) : IProcessor
    {
        public string Name => name;
        public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
        public IAsyncEnumerable<Observed> ObserveAsync(ProcessorRun run, CancellationToken ct) => observe(run, ct);
    }
}
