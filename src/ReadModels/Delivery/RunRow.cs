using EventCatalog.Domain.Delivery;

namespace EventCatalog.ReadModels.Delivery;

/// <summary>A run at an instant, whatever it is a run of; what its kind does not have is null.</summary>
/// <param name="About">The entity or repository it was told of.</param>
/// <param name="At">When the first that is known of it happened.</param>
/// <param name="Outcome">Null while it goes on.</param>
/// <param name="Position">The first event about it.</param>
public sealed record RunRow(
    string About, string Source, string RunId, long Position, DateTimeOffset At, string? Name, string? Commit, string? Branch, string? Url,
    DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, RunOutcome? Outcome, string? Reason, string? Environment, DeploymentKind? Kind, string? Artifact, string? Version,
    string? Severity, int? Passed, int? Failed, int? Errored, int? Skipped, int? Flaky, string? CasesHash);

/// <summary>A test that passed and failed on one commit.</summary>
/// <param name="FirstCommit">The commit it was first seen flaky on; null where the report named none.</param>
/// <param name="Commits">On how many commits it was.</param>
public sealed record FlakyTestRow(string Suite, string Name, string? FirstCommit, DateTimeOffset FirstSeenAt, string? LastCommit, DateTimeOffset LastSeenAt, int Commits);
