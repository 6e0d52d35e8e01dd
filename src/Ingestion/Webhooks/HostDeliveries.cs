using System.Globalization;
using System.Text.Json;
using EventCatalog.Domain.Delivery;
using EventCatalog.Ingestion.Formats;
using EventCatalog.Ingestion.Intake;
using static EventCatalog.Domain.Delivery.DeliveryEvent;

namespace EventCatalog.Ingestion.Webhooks;

/// <summary>
/// What webhooks of GitHub (<see href="https://docs.github.com/webhooks/webhook-events-and-payloads"/>: workflow_run, deployment_status, push) and of GitLab
/// (<see href="https://docs.gitlab.com/user/project/integrations/webhook_events/"/>: pipeline, deployment, push) tell of runs. They are about the repository; an entity is found by it.
/// </summary>
internal static class HostDeliveries
{
    private const int MostCommits = 100;

    /// <returns>None where the message tells of nothing that is kept.</returns>
    /// <param name="body">Whole and signed.</param>
    /// <param name="name">The host's name of the message.</param>
    public static IReadOnlyList<TellDelivery> Read(string name, JsonElement body, DateTimeOffset now)
    {
        if ((body.Text("repository", "html_url") ?? body.Text("project", "web_url")) is not { } address || DeliveryStream.RepositoryOf(address) is not { } repository)
            return [];
        var told = new Reading(body, new DeliverySubject(Repository: repository), address, now);
        return (name, body.Text("object_kind")) switch
        {
            ("workflow_run", _) => told.Workflow(),
            ("deployment_status", _) => told.DeploymentStatus(),
            (_, "pipeline") => told.Pipeline(),
            (_, "deployment") => told.GitLabDeployment(),
            ("push", _) or (_, "push") => told.Push(),
            _ => [],
        };
    }

    private sealed record Reading(JsonElement Body, DeliverySubject Subject, string Address, DateTimeOffset Now)
    {
        public IReadOnlyList<TellDelivery> Workflow()
        {
            var attempt = Number("workflow_run", "run_attempt") ?? "1";
            if (Number("workflow_run", "id") is not { } id)
                return [];
            var run = new Run(
                attempt is "1" ? id : $"{id}/{attempt}", Address, Body.Text("workflow_run", "name"),
                Body.Text("workflow_run", "head_sha"), Body.Text("workflow_run", "head_branch"), Body.Text("workflow_run", "html_url"));
            return Body.Text("action") switch
            {
                "in_progress" => One("workflow", run.Id, "started", new BuildStarted(Subject, run), Body.Text("workflow_run", "run_started_at")),
                "completed" => One("workflow", run.Id, "finished", new BuildFinished(Subject, run, Outcome(Body.Text("workflow_run", "conclusion"))), Body.Text("workflow_run", "updated_at")),
                _ => [],
            };
        }

        public IReadOnlyList<TellDelivery> DeploymentStatus()
        {
            var state = Body.Text("deployment_status", "state");
            if (state is not ("success" or "failure" or "error") || Number("deployment", "id") is not { } id || Body.Text("deployment", "environment") is not { } environment)
                return [];
            var url = Body.Text("deployment_status", "log_url") ?? Body.Text("deployment_status", "target_url");
            var run = new Run(id, Address, null, Body.Text("deployment", "sha"), Body.Text("deployment", "ref"), url);
            var deployment = new Deployment(environment, DeploymentKind.Deployed, Version: Body.Text("deployment", "ref"));
            return One("deployment", id, state, new DeploymentFinished(Subject, run, deployment, Outcome(state)), Body.Text("deployment_status", "created_at"));
        }

        public IReadOnlyList<TellDelivery> Pipeline()
        {
            if (Number("object_attributes", "id") is not { } id)
                return [];
            var run = new Run(
                id, Address, Body.Text("object_attributes", "name"), Body.Text("object_attributes", "sha"), Body.Text("object_attributes", "ref"), Body.Text("object_attributes", "url"));
            return Body.Text("object_attributes", "status") switch
            {
                "running" => One("pipeline", id, "started", new BuildStarted(Subject, run), Body.Text("object_attributes", "created_at")),
                "success" or "failed" or "canceled" => One(
                    "pipeline", id, "finished", new BuildFinished(Subject, run, Outcome(Body.Text("object_attributes", "status"))), Body.Text("object_attributes", "finished_at")),
                _ => [],
            };
        }

        public IReadOnlyList<TellDelivery> GitLabDeployment()
        {
            var state = Body.Text("status");
            if (state is not ("success" or "failed" or "canceled") || Number("deployment_id") is not { } id || Body.Text("environment") is not { } environment)
                return [];
            // The whole commit stands in its address only.
            var commit = Body.Text("commit_url") is { } page ? page[(page.LastIndexOf('/') + 1)..] : Body.Text("short_sha");
            var run = new Run(id, Address, null, commit, Body.Text("ref"), Body.Text("deployable_url"));
            var deployment = new Deployment(environment, DeploymentKind.Deployed, Version: Body.Text("ref"));
            return One("deployment", id, state, new DeploymentFinished(Subject, run, deployment, Outcome(state)), Body.Text("status_changed_at"));
        }

        /// <summary>What reaches another branch than the default one is not merged yet.</summary>
        public IReadOnlyList<TellDelivery> Push()
        {
            var main = Body.Text("repository", "default_branch") ?? Body.Text("project", "default_branch");
            if (main is null || !string.Equals(Body.Text("ref"), $"refs/heads/{main}", StringComparison.Ordinal) || Body.Text("after") is not { } after || after.All(digit => digit is '0'))
                return [];
            MergedCommit[] commits =
            [
                .. Body.Items("commits").TakeLast(MostCommits).Select(one => (Id: one.Text("id"), At: Time(one.Text("timestamp"))))
                    .Where(one => one.Id is not null).Select(one => new MergedCommit(one.Id!, one.At)),
            ];
            var run = new Run(after, Address, null, after, main, Body.Text("compare"));
            return One("push", after, main, new ChangeMerged(Subject, run, commits), commits.LastOrDefault()?.At?.ToString("O"));
        }

        private TellDelivery[] One(string kind, string id, string state, DeliveryEvent told, string? at) =>
            [new TellDelivery(RepeatableId.Of("webhook", Subject.ToString(), kind, id, state), told, Time(at) is { } given && given < Now ? given : Now, Address)];

        private string? Number(params ReadOnlySpan<string> path) => Body.At(path) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : null;

        /// <summary>GitLab writes <c>2026-03-01 12:00:00 UTC</c> and <c>2026-03-01 12:00:00 +0200</c>, too.</summary>
        private static DateTimeOffset? Time(string? text) => JsonReport.Time(text)
            ?? (DateTimeOffset.TryParseExact(
                text?.Replace(" UTC", " +0000", StringComparison.Ordinal), "yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null);

        private static RunOutcome Outcome(string? word) => word switch
        {
            "success" => RunOutcome.Passed,
            "failure" or "failed" or "timed_out" => RunOutcome.Failed,
            "error" or "startup_failure" => RunOutcome.Errored,
            "cancelled" or "canceled" => RunOutcome.Cancelled,
            _ => RunOutcome.Unknown,
        };
    }
}
