using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Tests.Entities;

public class MergeDeciderTests
{
    private static readonly EntityRef Shop = new("group", "default", "shop");
    private static readonly EntityRef Store = new("group", "default", "store");
    private static readonly DescriptorLocation Place = new("folder-test", "file:/shop/teams.yaml", "file:/shop");
    private static readonly Entity.Live Live = new(JsonElement.Parse("""{"kind":"Group","metadata":{"name":"store"}}"""), Place);

    [Fact]
    public void What_is_gone_goes_on_as_part_of_another()
    {
        Decide(new Entity.Removed(Live.Descriptor, Place)).ShouldBe([new EntityMerged(Shop, Store, "One team")]);
        Decide(Live with { Orphaned = true }).ShouldBe([new EntityMerged(Shop, Store, "One team")]);
    }

    [Fact]
    public void Said_twice_it_is_recorded_once() =>
        Decide(EntityDecider.Evolve(new Entity.Removed(Live.Descriptor, Place), new EntityMerged(Shop, Store, "One team"))).ShouldBeEmpty();

    [Fact]
    public void A_name_that_was_merged_can_be_registered_again() =>
        EntityDecider.Decide(new ObserveEntity(Place, Live.Descriptor), new Entity.Renamed(Shop)).ShouldHaveSingleItem().ShouldBeOfType<EntityRegistered>();

    [Theory]
    [InlineData("declared", "still declared in file:/shop/teams.yaml")]
    [InlineData("unknown", "was never in the catalog")]
    [InlineData("renamed", "goes on as group:default/other already")]
    public void What_cannot_be_is_refused_with_what_to_do(string state, string words) =>
        Should.Throw<RuleViolation>(() => Decide(state switch
        {
            "declared" => Live,
            "renamed" => new Entity.Renamed(new EntityRef("group", "default", "other")),
            _ => Entity.None,
        })).Message.ShouldContain(words);

    [Fact]
    public void The_other_must_be_of_the_kind_and_in_the_catalog()
    {
        Should.Throw<RuleViolation>(() => MergeDecider.Decide(new MergeEntity(Shop, Shop, "?"), Live, Live)).Message.ShouldContain("name another group");
        Should.Throw<RuleViolation>(() => MergeDecider.Decide(new MergeEntity(Shop, new EntityRef("user", "default", "ann"), "?"), Live, Live)).Message.ShouldContain("name another group");
        Should.Throw<RuleViolation>(() => MergeDecider.Decide(new MergeEntity(Shop, Store, "?"), Live, Entity.None)).Message.ShouldContain("group:default/store is not in the catalog");
    }

    private static IReadOnlyList<EntityEvent> Decide(Entity entity) => MergeDecider.Decide(new MergeEntity(Shop, Store, "One team"), entity, Live);
}
