using EventCatalog.Domain.Delivery;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using Npgsql;
using NpgsqlTypes;
using static EventCatalog.Domain.Delivery.DeliveryEvent;

namespace EventCatalog.ReadModels.Delivery;

/// <summary>
/// Builds, test runs, deployments and incidents, each as the intervals of its states. Messages about one run may come in any order: what one of them said is
/// not lost by another that does not say it. And the tests that passed and failed on one commit.
/// </summary>
public sealed class RunsProjection : SqlProjection
{
    public const string ProjectionName = "runs/1";
    public const string Schema = "rm_runs_1";

    /// <summary>What a message may say of a run, beside what tells it from others; in the order of <see cref="RunQueries"/>.</summary>
    internal static readonly string[] Said =
    [
        "name", "commit_id", "branch", "url", "started_at", "finished_at", "outcome", "reason", "environment", "deployment", "artifact", "version", "severity",
        "passed", "failed", "errored", "skipped", "flaky", "cases",
    ];

    private const string Same = "r.kind = $1 and r.subject = $2 and r.source = $3 and r.run_id = $4";

    // The cases of a run are read only where something failed on its commit: else nothing can have passed and failed there.
    private const string FindFlaky =
        $"""
        insert into flaky_test (subject, suite, test, commit_id, position, at)
        select $1, c.suite, c.name, coalesce($2, ''), $3, $4
        from run r join events.cat_bodies b on b.hash = r.cases
        cross join lateral jsonb_to_recordset(convert_from(b.body, 'UTF8')::jsonb) as c(suite text, name text, outcome text)
        where r.kind = 'tests' and r.subject = $1 and r.seq_to = {VersionColumns.Open}
          and case when $2 is null then r.seq_from = $3 else r.commit_id = $2 and r.name is not distinct from $5 end
          and exists (
            select from run f where f.kind = 'tests' and f.subject = $1 and f.seq_to = {VersionColumns.Open} and f.failed + f.errored + f.flaky > 0
              and case when $2 is null then f.seq_from = $3 else f.commit_id = $2 and f.name is not distinct from $5 end)
        group by c.suite, c.name
        having bool_or(c.outcome in ('passed', 'flaky')) and bool_or(c.outcome in ('failed', 'errored', 'flaky'))
        on conflict (subject, md5(suite || chr(31) || test), commit_id) do nothing
        """;

    private static readonly string Columns = string.Join(", ", Said);
    private static readonly string Kept = string.Join(", ", Said.Select((column, index) => $"coalesce(${index + 7}, old.{column})"));

    public override string Name => ProjectionName;

    public override string Ddl =>
        $"""
        create table run (
          kind text not null, subject text not null, source text not null, run_id text not null, position bigint not null, at timestamptz not null,
          name text, commit_id text, branch text, url text, started_at timestamptz, finished_at timestamptz, outcome text, reason text,
          environment text, deployment text, artifact text, version text, severity text,
          passed int, failed int, errored int, skipped int, flaky int, cases text, {VersionColumns.Ddl});
        create unique index uq_run_open on run (subject, kind, source, run_id) where seq_to = {VersionColumns.Open};
        create index ix_run_position on run (subject, kind, position);
        create index ix_run_commit on run (subject, commit_id) where kind = 'tests' and seq_to = {VersionColumns.Open};
        create table flaky_test (
          subject text not null, suite text not null, test text not null, commit_id text not null, position bigint not null, at timestamptz not null);
        create unique index uq_flaky_test on flaky_test (subject, md5(suite || chr(31) || test), commit_id);
        """;

    protected override IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded) => recorded.Event switch
    {
        BuildStarted e => Say("build", e.Subject, e.Run, recorded, new() { Started = true }),
        BuildFinished e => Say("build", e.Subject, e.Run, recorded, new() { Outcome = e.Outcome, Reason = e.Reason }),
        TestsStarted e => Say("tests", e.Subject, e.Run, recorded, new() { Started = true }),
        TestsFinished e => [.. Say("tests", e.Subject, e.Run, recorded, new() { Outcome = e.Outcome, Counts = e.Counts, Cases = e.Cases }), .. Flaky(e, recorded)],
        DeploymentFinished e => Say("deployment", e.Subject, e.Run, recorded, new() { Outcome = e.Outcome, Deployment = e.Deployment }),
        IncidentDetected e => Say("incident", e.Subject, Of(e.Incident), recorded, new() { Started = true, Environment = e.Incident.Environment, Severity = e.Incident.Severity }),
        IncidentResolved e => Say("incident", e.Subject, Of(e.Incident), recorded, new() { Finished = true, Environment = e.Incident.Environment, Severity = e.Incident.Severity }),
        _ => [],
    };

    private static Run Of(Incident incident) => new(incident.Id, incident.Source, incident.Title, Url: incident.Url);

    private static IEnumerable<NpgsqlBatchCommand> Say(string kind, DeliverySubject subject, Run run, RecordedEvent recorded, What what)
    {
        var at = recorded.EffectiveAt.UtcDateTime;
        object[] key = [kind, subject.ToString(), run.Source, run.Id, recorded.Position, at];
        yield return SqlCommands.Of(
            $"""
            update run r set seq_to = $5, valid_to = greatest(r.valid_from, $6) where {Same} and r.seq_to = {VersionColumns.Open} and r.seq_from < $5
            """,
            key);
        (object? Value, NpgsqlDbType Type)[] said =
        [
            (run.Name, NpgsqlDbType.Text), (run.Commit, NpgsqlDbType.Text), (run.Branch, NpgsqlDbType.Text), (run.Url, NpgsqlDbType.Text),
            (what.Started ? at : null, NpgsqlDbType.TimestampTz), (what.Outcome is not null || what.Finished ? at : null, NpgsqlDbType.TimestampTz),
            (what.Outcome?.ToString(), NpgsqlDbType.Text), (what.Reason, NpgsqlDbType.Text),
            (what.Deployment?.Environment ?? what.Environment, NpgsqlDbType.Text), (what.Deployment?.Kind.ToString(), NpgsqlDbType.Text),
            (what.Deployment?.Artifact, NpgsqlDbType.Text), (what.Deployment?.Version, NpgsqlDbType.Text), (what.Severity, NpgsqlDbType.Text),
            (what.Counts?.Passed, NpgsqlDbType.Integer), (what.Counts?.Failed, NpgsqlDbType.Integer), (what.Counts?.Errored, NpgsqlDbType.Integer),
            (what.Counts?.Skipped, NpgsqlDbType.Integer), (what.Counts?.Flaky, NpgsqlDbType.Integer), (what.Cases, NpgsqlDbType.Text),
        ];
        var insert = SqlCommands.Of(
            $"""
            insert into run (kind, subject, source, run_id, seq_from, position, at, valid_from, {Columns})
            select $1, $2, $3, $4, $5, coalesce(old.position, $5), least(old.at, $6), greatest(old.valid_from, $6), {Kept}
            from (select) one left join lateral (select * from run r where {Same} and r.seq_to = $5) old on true
            where not exists (select from run r where {Same} and r.seq_from = $5)
            """,
            key);
        foreach (var (value, type) in said)
            insert.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        yield return insert;
    }

    private static IEnumerable<NpgsqlBatchCommand> Flaky(TestsFinished e, RecordedEvent recorded)
    {
        if (e.Cases is null)
            yield break;
        var find = SqlCommands.Of(
            FindFlaky, e.Subject.ToString(), (object?)e.Run.Commit ?? DBNull.Value, recorded.Position, recorded.EffectiveAt.UtcDateTime, (object?)e.Run.Name ?? DBNull.Value);
        find.Parameters[1].NpgsqlDbType = NpgsqlDbType.Text;
        find.Parameters[4].NpgsqlDbType = NpgsqlDbType.Text;
        yield return find;
    }

    /// <summary>What one message says.</summary>
    private sealed record What
    {
        public bool Started { get; init; }
        public bool Finished { get; init; }
        public RunOutcome? Outcome { get; init; }
        public string? Reason { get; init; }
        public TestCounts? Counts { get; init; }
        public string? Cases { get; init; }
        public Deployment? Deployment { get; init; }
        public string? Environment { get; init; }
        public string? Severity { get; init; }
    }
}
