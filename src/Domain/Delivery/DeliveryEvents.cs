namespace EventCatalog.Domain.Delivery;

/// <summary>
/// What machines did on the way from a commit to production. The subjects are those of CDEvents (<see href="https://cdevents.dev/docs/"/>), each with a shape of its own.
/// These records are the stored contract.
/// </summary>
public abstract record DeliveryEvent
{
    private DeliveryEvent() { }

    public abstract DeliverySubject Subject { get; init; }

    public sealed record BuildStarted(DeliverySubject Subject, Run Run) : DeliveryEvent;

    /// <param name="Reason">Why it ended so, where that was said.</param>
    public sealed record BuildFinished(DeliverySubject Subject, Run Run, RunOutcome Outcome, string? Reason = null) : DeliveryEvent;

    public sealed record TestsStarted(DeliverySubject Subject, Run Run) : DeliveryEvent;

    /// <param name="Counts">Null where only the outcome was told.</param>
    /// <param name="Cases">Hash of the list of cases beside the log, see <see cref="TestCase"/>; null where none were told.</param>
    public sealed record TestsFinished(DeliverySubject Subject, Run Run, RunOutcome Outcome, TestCounts? Counts = null, string? Cases = null) : DeliveryEvent;

    /// <summary>Something was deployed, or was to be: the outcome says.</summary>
    public sealed record DeploymentFinished(DeliverySubject Subject, Run Run, Deployment Deployment, RunOutcome Outcome) : DeliveryEvent;

    public sealed record IncidentDetected(DeliverySubject Subject, Incident Incident) : DeliveryEvent;

    public sealed record IncidentResolved(DeliverySubject Subject, Incident Incident) : DeliveryEvent;

    /// <summary>Commits reached the branch that is built.</summary>
    /// <param name="Run">The push or merge; its commit is the newest.</param>
    /// <param name="Commits">All of them, the newest last; at most 100.</param>
    public sealed record ChangeMerged(DeliverySubject Subject, Run Run, IReadOnlyList<MergedCommit> Commits) : DeliveryEvent;
}

/// <param name="At">When it was committed; its author is left out, as is its text.</param>
public sealed record MergedCommit(string Commit, DateTimeOffset? At = null);
