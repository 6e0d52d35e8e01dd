using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Delivery;
using EventCatalog.Ingestion.Formats;
using EventCatalog.Ingestion.Formats.Events;
using static EventCatalog.Domain.Delivery.DeliveryEvent;

namespace EventCatalog.Ingestion.Tests.Formats;

public class CloudEventTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeliverySubject Cart = new(EntityRef.Parse("component:cart"));

    [Fact]
    public void One_event_is_the_same_in_the_body_in_headers_and_in_a_list()
    {
        var data = CdEvent("service.deployed", """{"environment":{"id":"production"},"artifactId":"pkg:oci/cart@sha256%3A9f86"}""", id: "cart");
        var structured = Structured("service.deployed", data);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["specversion"] = "1.0", ["id"] = "e1", ["source"] = "https://ci.example.com/a%20b", ["type"] = "dev.cdevents.service.deployed.0.2.0", ["time"] = "2026-03-01T12:00:00Z",
        };
        var encoded = structured.Replace($"\"data\":{data}", $"\"data_base64\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(data))}\"", StringComparison.Ordinal);

        var told = new[]
        {
            Read(CloudEventReader.Structured, structured)[0], Read(CloudEventReader.Structured, encoded)[0],
            Read(CloudEventReader.Batch, $"[{structured}]")[0], CloudEventReader.Read("application/json", headers, Encoding.UTF8.GetBytes(data))![0],
        };

        told.ShouldAllBe(one => one.Event!.Id == "e1" && one.Event.Source == "https://ci.example.com/a b");
        told.ShouldAllBe(one => CdEventReader.Read(one.Event!) == new ToldDelivery(
            new DeploymentFinished(Cart, new Run("c1", "/event/source"), new Deployment("production", DeploymentKind.Deployed, "pkg:oci/cart@sha256%3A9f86", "sha256:9f86"), RunOutcome.Passed), At));
        CloudEventReader.Read("application/json", new Dictionary<string, string>(StringComparer.Ordinal), Encoding.UTF8.GetBytes(data)).ShouldBeNull();
    }

    [Fact]
    public void Every_kept_type_has_its_event()
    {
        const string Custom = """{"entity":"component:cart","commit":"abc","branch":"main","url":"https://ci.example.com/7"}""";
        var run = new Run("s1", "/event/source", null, "abc", "main", "https://ci.example.com/7");
        Told("build.started", "{}", Custom).ShouldBe(new BuildStarted(Cart, run));
        Told("build.finished", "{}", Custom).ShouldBe(new BuildFinished(Cart, run, RunOutcome.Passed));
        Told("pipelinerun.started", """{"pipelineName":"main"}""", Custom).ShouldBe(new BuildStarted(Cart, run with { Name = "main" }));
        Told("pipelinerun.finished", """{"outcome":"failure","errors":"It broke"}""", Custom).ShouldBe(new BuildFinished(Cart, run, RunOutcome.Failed, "It broke"));
        Told("testsuiterun.started", """{"testSuite":{"id":"1","name":"unit"}}""", Custom).ShouldBe(new TestsStarted(Cart, run with { Name = "unit" }));
        Told("testsuiterun.finished", """{"outcome":"fail"}""", Custom).ShouldBe(new TestsFinished(Cart, run, RunOutcome.Failed));
        Told("incident.detected", """{"description":"Slow","environment":{"id":"production"},"service":{"id":"cart"}}""").ShouldBe(new IncidentDetected(Cart, new Incident("s1", "/event/source", "Slow", "production")));
        Told("incident.resolved", """{"service":{"id":"component:default/cart"}}""").ShouldBe(new IncidentResolved(Cart, new Incident("s1", "/event/source")));
        foreach (var (predicate, kind) in new[] { ("upgraded", DeploymentKind.Upgraded), ("rolledback", DeploymentKind.RolledBack), ("published", DeploymentKind.Published), ("removed", DeploymentKind.Removed) })
            Told($"service.{predicate}", """{"environment":{"id":"e"}}""", Custom).ShouldBeOfType<DeploymentFinished>().Deployment.Kind.ShouldBe(kind);
        var merged = Told("change.merged", """{"repository":{"id":"Acme/Cart","source":"https://github.com"}}""", """{"commit":"abc"}""").ShouldBeOfType<ChangeMerged>();
        merged.Subject.ShouldBe(new DeliverySubject(Repository: "github.com/acme/cart"));
        merged.Commits.ShouldBe([new MergedCommit("abc")]);
    }

    [Theory]
    [InlineData("dev.cdevents.service.deployed.0.2.0", """{"subject":{"id":"cart","content":{}}}""", "names no environment")]
    [InlineData("dev.cdevents.build.started.0.2.0", """{"subject":{"id":"1","content":{}}}""", "Nothing says which software it is about")]
    [InlineData("dev.cdevents.build.started.0.2.0", """{"subject":{"id":"1"},"customData":{"entity":"component:default/"}}""", "\"component:default/\" is no reference")]
    [InlineData("dev.cdevents.build.started.0.2.0", """{"subject":{},"customData":{"entity":"cart"}}""", "The subject has no id.")]
    [InlineData("dev.cdevents.build.queued.0.2.0", """{"subject":{"id":"1"},"customData":{"entity":"cart"}}""", "Events of type build.queued are not kept; kept are")]
    [InlineData("dev.cdevents.pipelinerun.finished.0.2.0", """{"subject":{"id":"1","content":{"outcome":"splendid"}},"customData":{"entity":"cart"}}""", "The outcome is \"splendid\"")]
    [InlineData("com.example.thing", """{"subject":{"id":"1"}}""", "is none of CDEvents")]
    [InlineData("dev.cdevents.build.started.0.2.0", "[]", "an object with \"context\" and \"subject\"")]
    public void What_cannot_be_kept_says_why(string type, string data, string reason) =>
        Should.Throw<UnreadableReportException>(() => CdEventReader.Read(new CloudEvent("1", "s", type, null, JsonElement.Parse(data), new Dictionary<string, string>(StringComparer.Ordinal)))).Message.ShouldContain(reason);

    [Theory]
    [InlineData("""{"specversion":"0.3","id":"1","source":"s","type":"t"}""", "specversion is \"0.3\"; 1.0 is read.")]
    [InlineData("""{"specversion":"1.0","id":"","source":"s","type":"t"}""", "id, source and type, and none is empty")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","time":"noon"}""", "time is \"noon\"")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"?"}""", "not in base64")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","type":"t","data":"{\"a\":"}""", "a text that holds no JSON")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{\"a\":\"\\u0000\"}}", "U+0000")]
    [InlineData("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":{\"\\udc00\":1}}", "half of a surrogate pair")]
    [InlineData("7", "An event is an object")]
    public void A_broken_event_leaves_its_neighbours_alone(string broken, string reason)
    {
        var read = Read(CloudEventReader.Batch, $"[{broken},{Structured("build.started", "{}")}]");
        read[0].Refusal.ShouldNotBeNull().ShouldContain(reason);
        read[1].Event!.Id.ShouldBe("e1");
    }

    [Fact]
    public void A_body_that_is_no_json_is_refused_with_its_place() =>
        Should.Throw<UnreadableReportException>(() => Read(CloudEventReader.Batch, "[\n{]")).Message.ShouldStartWith("Line 2, column 2: ");

    private static DeliveryEvent Told(string type, string content, string? custom = null) =>
        CdEventReader.Read(Read(CloudEventReader.Structured, Structured(type, CdEvent(type, content, custom: custom)))[0].Event!).Event;

    private static IReadOnlyList<ReceivedEvent> Read(string mediaType, string body) =>
        CloudEventReader.Read(mediaType, new Dictionary<string, string>(StringComparer.Ordinal), Encoding.UTF8.GetBytes(body))!;

    private static string Structured(string type, string data) =>
        $$"""{"specversion":"1.0","id":"e1","source":"https://ci.example.com/a b","type":"dev.cdevents.{{type}}.0.2.0","time":"2026-03-01T12:00:00Z","datacontenttype":"application/json","data":{{data}} }""";

    /// <summary>As in the conformance examples of cdevents/spec.</summary>
    private static string CdEvent(string type, string content, string id = "s1", string? custom = null) =>
        $$"""{"context":{"version":"0.4.1","id":"c1","source":"/event/source","type":"dev.cdevents.{{type}}.0.2.0","timestamp":"2026-03-01T12:00:00Z"},"subject":{"id":"{{id}}","source":"/event/source","type":"{{type.Split('.')[0]}}","content":{{content}} }{{(custom is null ? "" : $",\"customData\":{custom}")}} }""";
}
