using System.Globalization;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Benchmarks.Catalog;

/// <summary>
/// An organisation of so many entities, always the same: for 15,000 of them 500 teams, 2,500 people, 250 systems, 1,200 APIs, 1,000 resources, and components
/// of five types for the rest.
/// </summary>
internal sealed class GeneratedCatalog(int entities)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Types = ["service", "data-pipeline", "website", "mobile-feature", "ml-model"];
    private static readonly string[] Lifecycles = ["production", "experimental", "deprecated"];
    private static readonly string[] Words = ["orders", "prices", "search", "playlist", "royalty", "ingest", "session", "billing", "catalogue", "stream", "podcast", "gateway"];

    public int Teams { get; } = Math.Max(1, entities / 30);
    private readonly int people = entities / 6;
    private readonly int systems = Math.Max(1, entities / 60);
    private readonly int apis = entities * 2 / 25;
    private readonly int resources = entities / 15;

    public int Count => entities;

    public int Components => entities - Teams - people - systems - apis - resources;

    public static string WordOf(int number) => Words[number % Words.Length];

    public static string TypeOf(int number) => Types[number % Types.Length];

    public static string ComponentOf(int number) => $"{WordOf(number)}-{Text(number)}";

    public static string TeamOf(int number) => $"squad-{Text(number)}";

    /// <summary>Every entity, as its descriptor.</summary>
    public IEnumerable<JsonElement> Descriptors => All().Select(entity => JsonSerializer.SerializeToElement(entity, Json));

    /// <summary>Registers the source and every entity, in streams of one event each.</summary>
    public async Task FillAsync(EventStore.EventLog log)
    {
        // Of a type that no crawler reads, so that a portal leaves it alone.
        var source = new SourceEvent.SourceRegistered("generated-0", "generated", "benchmark", null, "benchmark");
        await log.AppendAsync(new StreamAppend("source-generated-0", ExpectedVersion.NoStream, [new NewEvent(source, Start)]), new AppendContext("benchmark"));
        await Parallel.ForEachAsync(Descriptors.Chunk(200), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (chunk, ct) =>
            await log.AppendAsync([.. chunk.Select(Append)], new AppendContext("benchmark"), ct));
    }

    private IEnumerable<object> All() =>
    [
        .. Enumerable.Range(0, Teams).Select(n => Entity("Group", TeamOf(n), n, new { type = "squad", parent = n == 0 ? null : TeamOf(n / 8), children = Array.Empty<string>() })),
        .. Enumerable.Range(0, people).Select(n => Entity("User", $"person-{Text(n)}", n, new { memberOf = new[] { TeamOf(n % Teams) } })),
        .. Enumerable.Range(0, systems).Select(n => Entity("System", $"system-{Text(n)}", n, new { owner = TeamOf(n % Teams) })),
        .. Enumerable.Range(0, apis).Select(n => Entity("API", $"api-{Text(n)}", n, new
        {
            type = "grpc", lifecycle = Lifecycles[n % 3], owner = TeamOf(n % Teams), system = $"system-{Text(n % systems)}",
            definition = string.Concat(Enumerable.Range(0, 20).Select(line => $"rpc Get{WordOf(line)}{Text(line)} (Request) returns (Answer);\n")),
        })),
        .. Enumerable.Range(0, resources).Select(n => Entity("Resource", $"resource-{Text(n)}", n, new { type = "database", owner = TeamOf(n % Teams), system = $"system-{Text(n % systems)}" })),
        .. Enumerable.Range(0, Components).Select(n => Entity("Component", ComponentOf(n), n, new
        {
            type = TypeOf(n), lifecycle = Lifecycles[n % 3], owner = TeamOf(n % Teams), system = $"system-{Text(n % systems)}",
            dependsOn = new[] { $"component:{ComponentOf((n + 1) % Components)}", $"resource:resource-{Text(n % Math.Max(1, resources))}" },
            providesApis = n < apis ? new[] { $"api-{Text(n)}" } : null,
        })),
    ];

    private static object Entity(string kind, string name, int number, object spec) => new
    {
        apiVersion = "backstage.io/v1alpha1",
        kind,
        metadata = new
        {
            name,
            @namespace = "default",
            title = $"{char.ToUpperInvariant(WordOf(number)[0])}{WordOf(number)[1..]} {Text(number)}",
            description = $"Keeps the {WordOf(number)} of {WordOf(number / 7)} in order, hands them on to {WordOf(number / 11)}, and answers for them at night.",
            annotations = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["github.com/project-slug"] = $"org/{name}", ["pagerduty.com/service-id"] = $"P{Text(number)}", ["backstage.io/techdocs-ref"] = "dir:.",
            },
            labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["tier"] = Text(number % 3) },
            tags = new[] { "java", WordOf(number) },
        },
        spec,
    };

    private static StreamAppend Append(JsonElement descriptor)
    {
        var reference = Descriptor.RefOf(descriptor);
        var place = $"url:https://git.example/org/{reference.Name}/blob/main/catalog-info.yaml";
        return new StreamAppend(
            EntityDecider.StreamOf(reference), ExpectedVersion.NoStream,
            [new NewEvent(new EntityRegistered(reference, new DescriptorLocation("generated-0", place, place), descriptor), Start)]);
    }

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
