namespace EventCatalog.Domain.Delivery;

/// <summary>
/// What a run was about, in the words of who told it: an entity, or a repository, which stands for every entity whose descriptor names it.
/// One of the two is given. The entity need not be in the catalog: what is about it is found when it appears.
/// </summary>
/// <param name="Repository">Host and path in lower case: <c>github.com/acme/cart</c>.</param>
public sealed record DeliverySubject(EntityRef? Entity = null, string? Repository = null)
{
    public sealed override string ToString() => Entity?.ToString() ?? Repository ?? "";
}

/// <summary>One run of a machine: a build, a test run, a deployment.</summary>
/// <param name="Source">The system that ran it, as a URI; with <paramref name="Id"/> it tells this run from all others.</param>
/// <param name="Name">Of the pipeline, workflow or suite.</param>
/// <param name="Url">Where people look at it.</param>
public sealed record Run(string Id, string Source, string? Name = null, string? Commit = null, string? Branch = null, string? Url = null);

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>Who told it did not say.</summary>
    Unknown,
    Passed,
    Failed,

    /// <summary>It did not get so far as to fail.</summary>
    Errored,
    Cancelled,
}

/// <param name="Flaky">Those that failed first and passed when they were run again at once; they count as passed, too.</param>
public sealed record TestCounts(int Passed, int Failed, int Errored, int Skipped, int Flaky = 0);

/// <summary>What a deployment did to what ran before.</summary>
public enum DeploymentKind
{
    Deployed,
    Upgraded,
    RolledBack,

    /// <summary>It now takes the traffic.</summary>
    Published,
    Removed,
}

/// <param name="Environment">Such as <c>production</c>.</param>
/// <param name="Artifact">What was deployed, as a package URL.</param>
/// <param name="Version">Which, for people.</param>
public sealed record Deployment(string Environment, DeploymentKind Kind, string? Artifact = null, string? Version = null);

/// <param name="Environment">Where it was met, if anyone said.</param>
public sealed record Incident(string Id, string Source, string? Title = null, string? Environment = null, string? Severity = null, string? Url = null);
