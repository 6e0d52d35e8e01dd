using System.Text.Json;
using System.Text.RegularExpressions;
using EventCatalog.Domain;
using EventCatalog.Domain.Delivery;
using static EventCatalog.Domain.Delivery.DeliveryEvent;

namespace EventCatalog.Ingestion.Formats.Events;

/// <summary>
/// CDEvents 0.3 to 0.5 (<see href="https://cdevents.dev/docs/"/>). They say little of which software they are about, so that <c>customData</c> may: <c>entity</c>
/// (a reference of the catalog), <c>repository</c>, <c>commit</c>, <c>branch</c>, <c>version</c>, <c>name</c>, <c>url</c>, <c>severity</c>. Without an entity there, the
/// attribute <c>entity</c> of the envelope counts, then the service that was deployed or failed, then the repository.
/// </summary>
public static partial class CdEventReader
{
    private const string Kept =
        "kept are pipelinerun and build (started, finished), testsuiterun (started, finished), service (deployed, upgraded, rolledback, published, removed), incident (detected, reported, resolved), change (merged)";

    /// <exception cref="UnreadableReportException">It is no event that is kept, or says not what it is about; the message says what to write.</exception>
    public static ToldDelivery Read(CloudEvent message)
    {
        if (Types().Match(message.Type) is not { Success: true } type)
            throw new UnreadableReportException($"The type \"{XmlReport.Short(message.Type)}\" is none of CDEvents, such as dev.cdevents.service.deployed.0.2.0.");
        if (message.Data is not { ValueKind: JsonValueKind.Object } data || data.At("subject") is not { ValueKind: JsonValueKind.Object } subject)
            throw new UnreadableReportException("The data of a CDEvent is an object with \"context\" and \"subject\".");
        var told = new Reading(message, data, subject);
        return new ToldDelivery(EventOf($"{type.Groups["subject"].Value}.{type.Groups["predicate"].Value}", told), JsonReport.Time(data.Text("context", "timestamp")) ?? message.Time);
    }

    private static DeliveryEvent EventOf(string type, Reading told) => type switch
    {
        "build.started" or "pipelinerun.started" => new BuildStarted(told.Subject, told.Run),
        "build.finished" => new BuildFinished(told.Subject, told.Run, told.Outcome ?? RunOutcome.Passed),
        "pipelinerun.finished" => new BuildFinished(told.Subject, told.Run, told.Outcome ?? RunOutcome.Unknown, told.Content("errors")),
        "testsuiterun.started" => new TestsStarted(told.Subject, told.Run),
        "testsuiterun.finished" => new TestsFinished(told.Subject, told.Run, told.Outcome ?? RunOutcome.Unknown),
        "service.deployed" => told.Deployed(DeploymentKind.Deployed),
        "service.upgraded" => told.Deployed(DeploymentKind.Upgraded),
        "service.rolledback" => told.Deployed(DeploymentKind.RolledBack),
        "service.published" => told.Deployed(DeploymentKind.Published),
        "service.removed" => told.Deployed(DeploymentKind.Removed),
        "incident.detected" or "incident.reported" => new IncidentDetected(told.Subject, told.Incident),
        "incident.resolved" => new IncidentResolved(told.Subject, told.Incident),
        "change.merged" => new ChangeMerged(told.Subject, told.Run, told.Run.Commit is { } commit ? [new MergedCommit(commit)] : []),
        _ => throw new UnreadableReportException($"Events of type {type} are not kept; {Kept}."),
    };

    private sealed record Reading(CloudEvent Message, JsonElement Data, JsonElement About)
    {
        private readonly JsonElement _content = About.At("content") ?? default;
        private readonly JsonElement _custom = Data.At("customData") ?? default;

        public string? Content(params ReadOnlySpan<string> path) => _content.Text(path)?.Clip(2000);

        public RunOutcome? Outcome => Content("outcome")?.ToLowerInvariant() switch
        {
            null => null,
            "success" or "pass" or "passed" => RunOutcome.Passed,
            "failure" or "fail" or "failed" => RunOutcome.Failed,
            "error" => RunOutcome.Errored,
            "cancel" or "canceled" or "cancelled" => RunOutcome.Cancelled,
            var other => throw new UnreadableReportException($"The outcome is \"{XmlReport.Short(other)}\"; success, failure, error and cancel are known, and pass, fail for tests."),
        };

        /// <summary>A service is what its subject's id says; everything else needs to be told.</summary>
        public DeliverySubject Subject
        {
            get
            {
                var named = _custom.Text("entity") ?? Message.Extensions.GetValueOrDefault("entity") ?? (Message.Type.Contains(".service.", StringComparison.Ordinal) ? About.Text("id") : Content("service", "id"));
                if (named is not null)
                {
                    return EntityRef.TryParse(named, out var entity, defaultKind: "component")
                        ? new DeliverySubject(entity)
                        : throw new UnreadableReportException($"\"{XmlReport.Short(named)}\" is no reference such as component:default/cart.");
                }

                return (_custom.Text("repository") ?? Repository) is { } address && DeliveryStream.RepositoryOf(address) is { } repository
                    ? new DeliverySubject(Repository: repository)
                    : throw new UnreadableReportException("Nothing says which software it is about: add \"customData\": {\"entity\": \"component:default/cart\"}, or \"repository\" with its address.");
            }
        }

        public Run Run => new(
            About.Text("id") ?? throw new UnreadableReportException("The subject has no id."),
            About.Text("source") ?? Message.Source,
            _custom.Text("name") ?? Content("pipelineName") ?? Content("testSuite", "name") ?? Content("testSuite", "id"),
            _custom.Text("commit"), _custom.Text("branch"), Address(_custom.Text("url") ?? Content("url") ?? Content("uri")));

        public Incident Incident => new(
            About.Text("id") ?? throw new UnreadableReportException("The subject has no id."), About.Text("source") ?? Message.Source,
            _custom.Text("name") ?? Content("description")?.Clip(DeliveryStream.LongestName), Content("environment", "id"), _custom.Text("severity"), Address(_custom.Text("url") ?? Content("ticketURI")));

        public DeploymentFinished Deployed(DeploymentKind kind)
        {
            var environment = Content("environment", "id") ?? throw new UnreadableReportException("The subject's content names no environment: \"environment\": {\"id\": \"production\"}.");
            var artifact = Content("artifactId");
            // The subject of these is the service, not the run that deployed it; each event is a deployment of its own.
            var run = Run with { Id = Data.Text("context", "id") ?? Message.Id };
            return new DeploymentFinished(Subject, run, new Deployment(environment, kind, artifact, _custom.Text("version") ?? VersionOf(artifact)), RunOutcome.Passed);
        }

        private string? Repository => Content("repository", "url") ?? Content("repository", "uri")
            ?? (Content("repository", "id") is { } id && Content("repository", "source") is { } source ? $"{source.TrimEnd('/')}/{id}" : null);

        /// <summary>Of a package URL, what stands behind the @.</summary>
        private static string? VersionOf(string? purl) =>
            purl is not null && purl.LastIndexOf('@') is var at and > 0 ? Uri.UnescapeDataString(purl[(at + 1)..].Split('?', '#')[0]) : null;

        private static string? Address(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? url : null;
    }

    [GeneratedRegex(@"\Adev\.cdevents\.(?<subject>[a-z]+)\.(?<predicate>[a-z]+)\.[0-9]+\.[0-9]+\.[0-9]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Types();
}
