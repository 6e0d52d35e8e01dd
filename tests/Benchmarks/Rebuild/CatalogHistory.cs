using System.Globalization;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Benchmarks.Rebuild;

/// <summary>
/// A catalog's life, always the same: entities with descriptors of about 700 bytes are registered, then changed round after round: 40 % change hands,
/// 10 % move on in their lifecycle, 45 % change one field of their descriptor, 5 % move to another file.
/// </summary>
internal static class CatalogHistory
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Lifecycles = ["experimental", "production", "deprecated"];

    /// <summary>The events, a round at a time: each round appends at most one event to each entity's stream.</summary>
    public static IEnumerable<IReadOnlyList<StreamAppend>> Rounds(int entities, int rounds)
    {
        var owners = new int[entities];
        for (var round = 0; round < rounds; round++)
        {
            var now = Start.AddDays(round);
            List<StreamAppend> appends = [.. Enumerable.Range(0, entities).Select(number =>
                new StreamAppend(EntityDecider.StreamOf(RefOf(number)), round, [Event(number, round, owners, now)]))];
            yield return appends;
        }
    }

    private static NewEvent Event(int number, int round, int[] owners, DateTimeOffset at) => new(
        round == 0 ? new EntityRegistered(RefOf(number), PlaceOf(number, 0), DescriptorOf(number, owners[number] = number % 500)) : Change(number, round, owners),
        at,
        new EventSource("https://git.example/shop/" + Text(number % 1500), "3f2a9d7c1b0e4f5a6b7c8d9e0f1a2b3c4d5e6f70", "catalog-info.yaml", 1 + (number % 40)));

    private static EntityEvent Change(int number, int round, int[] owners)
    {
        var entity = RefOf(number);
        switch (((number * 7) + (round * 13)) % 20)
        {
            case < 8:
                var (from, to) = (owners[number], (owners[number] + round) % 500);
                owners[number] = to;
                return new OwnerChanged(entity, TeamOf(from), TeamOf(to), $"team-{Text(to)}");
            case < 10:
                return new LifecycleChanged(entity, null, Lifecycles[round % 3]);
            case < 19:
                return new DescriptorChanged(entity, [new FieldChange("/metadata/annotations/ci.example~1pipeline", null, JsonSerializer.SerializeToElement($"pipelines/{Text(number)}/{Text(round)}"))]);
            default:
                return new EntityMoved(entity, PlaceOf(number, round - 1), PlaceOf(number, round));
        }
    }

    private static EntityRef RefOf(int number) => new("component", EntityRef.DefaultNamespace, $"service-{Text(number)}");

    private static EntityRef TeamOf(int number) => new("group", EntityRef.DefaultNamespace, $"team-{Text(number)}");

    private static DescriptorLocation PlaceOf(int number, int round)
    {
        var file = $"url:https://git.example/shop/{Text(number % 1500)}/blob/main/{Text(round)}/catalog-info.yaml";
        return new DescriptorLocation("shop", file, file);
    }

    private static JsonElement DescriptorOf(int number, int owner) => JsonSerializer.SerializeToElement(new
    {
        apiVersion = "backstage.io/v1alpha1",
        kind = "Component",
        metadata = new
        {
            name = $"service-{Text(number)}",
            title = $"Service {Text(number)} of the shop",
            description = "Takes orders from the till and the web shop, prices them, and hands them on to the warehouse that is nearest.",
            annotations = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["github.com/project-slug"] = $"shop/{Text(number % 1500)}",
                ["pagerduty.com/service-id"] = $"P{Text(number * 31 % 100000)}",
                ["backstage.io/techdocs-ref"] = "dir:.",
            },
            labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["tier"] = Text(number % 3) },
            tags = new[] { "java", number % 2 == 0 ? "orders" : "prices" },
        },
        spec = new
        {
            type = "service",
            lifecycle = "experimental",
            owner = $"team-{Text(owner)}",
            system = $"system-{Text(number % 250)}",
            dependsOn = new[] { $"component:service-{Text((number + 1) % 15000)}", $"resource:database-{Text(number % 1000)}" },
            providesApis = new[] { $"api-{Text(number % 1200)}" },
        },
    });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
