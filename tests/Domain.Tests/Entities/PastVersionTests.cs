using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Tests.Entities;

/// <summary>What an entity once was, learned later, decides nothing about what it is.</summary>
public class PastVersionTests
{
    private static readonly EntityRef Cart = EntityRef.Parse("component:cart");
    private static readonly DescriptorLocation Place = new("git-1", "git:https://git.example.com/shop#catalog-info.yaml", "git:https://git.example.com/shop#catalog-info.yaml");
    private static readonly PastVersionFound Found = new(Cart, Documents.Component("checkout"), Place);

    public static TheoryData<Entity> States { get; } =
    [
        Entity.None,
        new Entity.Live(Documents.Component(), Place),
        new Entity.Live(Documents.Component(), Place, Orphaned: true),
        new Entity.Removed(Documents.Component(), Place),
        new Entity.Renamed(EntityRef.Parse("component:basket")),
    ];

    [Theory]
    [MemberData(nameof(States))]
    public void No_state_of_an_entity_is_changed_by_it(Entity now)
    {
        EntityDecider.Evolve(now, Found).ShouldBeSameAs(now);
        EntityDecider.Evolve(now, Found with { Descriptor = null }).ShouldBeSameAs(now);
    }

    [Fact]
    public void An_entity_whose_past_alone_is_known_is_registered_when_it_is_seen() =>
        EntityDecider.Decide(new ObserveEntity(Place, Documents.Component()), EntityDecider.Evolve(Entity.None, Found)).ShouldHaveSingleItem().ShouldBeOfType<EntityRegistered>();

    [Fact]
    public void That_it_was_not_there_is_stored_without_a_descriptor()
    {
        var stored = JsonSerializer.Serialize(Found with { Descriptor = null }, JsonSerializerOptions.Web);
        JsonSerializer.Deserialize<PastVersionFound>(stored, JsonSerializerOptions.Web)!.Descriptor.ShouldBeNull();
    }
}
