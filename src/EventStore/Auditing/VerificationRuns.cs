using System.Text.Json;

namespace EventCatalog.EventStore;

public enum VerificationState
{
    Running,

    /// <summary>Every event and every anchor is as it was recorded.</summary>
    Holds,

    /// <summary>Something is not.</summary>
    Broken,

    /// <summary>It did not come to its end.</summary>
    Failed,
}

/// <summary>The check of the whole store that runs, or ran last.</summary>
/// <param name="By">Who asked for it.</param>
/// <param name="Node">The process that does it.</param>
/// <param name="At">When this was so.</param>
/// <param name="Position">How far it is.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Problem">What does not hold, or why it failed.</param>
public sealed record Verification(
    VerificationState State, string By, string Node, DateTimeOffset StartedAt, DateTimeOffset At, long Position, long To, long Checked, long Anchors, string? Problem);

/// <summary>Checks the store when somebody asks for it: one check at a time on a database, at half speed, and every process knows how far it is.</summary>
public sealed class VerificationRuns(PacedVerification check, EventLog log, Heartbeats heartbeats, string node, TimeProvider clock)
{
    private const string Name = "verification";

    /// <summary>The rest of the time is for whoever uses the portal meanwhile.</summary>
    private const double Share = 0.5;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>One that said nothing for so long has ended without a word.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>Null when none ever was.</summary>
    public async Task<Verification?> LatestAsync(CancellationToken ct)
    {
        if (!(await heartbeats.FindAsync(Name, ct)).TryGetValue(Name, out var found))
            return null;
        var latest = found.Data.Deserialize<Verification>(StoredJson.Plain)!;
        return latest.State is VerificationState.Running && clock.GetUtcNow() - latest.At > Silence
            ? latest with { State = VerificationState.Failed, Problem = $"the process {latest.Node} ended before it was done" }
            : latest;
    }

    /// <summary>Begins a check, which goes on after this returns.</summary>
    /// <returns>How it begins, and the check itself: at its end, what <see cref="LatestAsync"/> says.</returns>
    /// <param name="ct">Ends the check.</param>
    /// <exception cref="OperationRefusedException">One is running.</exception>
    public async Task<(Verification Begun, Task Check)> StartAsync(string by, CancellationToken ct)
    {
        if (await LatestAsync(ct) is { State: VerificationState.Running } running)
            throw new OperationRefusedException($"The store is being checked already, by {running.Node} since {running.StartedAt:u}: wait for its end.");
        var now = clock.GetUtcNow();
        var begun = new Verification(VerificationState.Running, by, node, now, now, 0, await log.MarkAsync(ct), 0, 0, null);
        await heartbeats.BeatAsync(Name, begun, begun.At, ct);
        return (begun, RunAsync(begun, ct));
    }

    private async Task RunAsync(Verification begun, CancellationToken ct)
    {
        var far = new Far();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var beating = BeatAsync(begun, far, ended.Token);
        var last = await CheckAsync(begun, far, ct);
        await ended.CancelAsync();
        await beating;
        await heartbeats.BeatAsync(Name, last, last.At, CancellationToken.None);
    }

    private async Task<Verification> CheckAsync(Verification begun, Far far, CancellationToken ct)
    {
        try
        {
            var report = await check.RunAsync(Share, far, ct);
            return begun with
            {
                State = report.Problem is null ? VerificationState.Holds : VerificationState.Broken,
                At = clock.GetUtcNow(), Position = far.Position, Checked = report.Checked, Anchors = report.Anchors.Checked, Problem = report.Problem,
            };
        }
        catch (Exception e) when (Weather.Is(e) || e is OperationCanceledException)
        {
            return begun with { State = VerificationState.Failed, At = clock.GetUtcNow(), Position = far.Position, Problem = e.Message };
        }
    }

    private async Task BeatAsync(Verification begun, Far far, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                await heartbeats.BeatAsync(Name, begun with { At = clock.GetUtcNow(), Position = far.Position }, clock.GetUtcNow(), ct);
        }
        catch (Exception e) when (Weather.Is(e) || e is OperationCanceledException)
        {
            // Told at the end, or not at all.
        }
    }

    private sealed class Far : IProgress<long>
    {
        private long position;

        public long Position => Volatile.Read(ref position);

        public void Report(long value) => Volatile.Write(ref position, value);
    }
}
