using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Tests.Entities;

/// <summary>Two sources for one entity: the first keeps it, the second waits.</summary>
public class ContestTests
{
    private static readonly EntityRef Cart = EntityRef.Parse("component:cart");
    private static readonly DescriptorLocation First = new("git-1", "git:https://git.example.com/shop#catalog-info.yaml", "git:https://git.example.com/shop#catalog-info.yaml");
    private static readonly DescriptorLocation Second = new("git-2", "git:https://git.example.com/pay#catalog-info.yaml", "git:https://git.example.com/pay#catalog-info.yaml");
    private static readonly EntityRegistered Registered = new(Cart, First, Documents.Component());

    private static Entity After(params EntityEvent[] past) => past.Aggregate(Entity.None, EntityDecider.Evolve);

    private static EntityContested Contested(string owner = "pay") => new(Cart, Second, Documents.Component(owner));

    [Fact]
    public void The_second_source_changes_nothing_and_waits()
    {
        var contested = EntityDecider.Decide(new ObserveEntity(Second, Documents.Component("pay")), After(Registered)).ShouldHaveSingleItem().ShouldBeOfType<EntityContested>();
        contested.Location.ShouldBe(Second);

        var live = After(Registered, contested).ShouldBeOfType<Entity.Live>();
        (live.Location, live.Claims.Count).ShouldBe((First, 1));
        JsonElement.DeepEquals(live.Descriptor, Registered.Descriptor).ShouldBeTrue();
    }

    [Fact]
    public void Saying_the_same_again_adds_nothing_and_saying_otherwise_takes_the_place_of_what_it_said()
    {
        EntityDecider.Decide(new ObserveEntity(Second, Documents.Component("pay")), After(Registered, Contested())).ShouldBeEmpty();
        var otherwise = EntityDecider.Decide(new ObserveEntity(Second, Documents.Component("stock")), After(Registered, Contested())).ShouldHaveSingleItem();
        After(Registered, Contested(), otherwise).ShouldBeOfType<Entity.Live>().Claims.ShouldHaveSingleItem().Descriptor.GetProperty("spec").GetProperty("owner").GetString().ShouldBe("stock");
    }

    [Fact]
    public void Who_waited_takes_over_an_orphan_with_what_it_says()
    {
        var orphan = After(Registered, Contested(), new EntityOrphaned(Cart, "gone"));
        var events = EntityDecider.Decide(new ObserveEntity(Second, Documents.Component("pay")), orphan);

        events.Select(happened => happened.GetType()).ShouldBe([typeof(ContestEnded), typeof(EntityRestored), typeof(EntityMoved), typeof(OwnerChanged)]);
        var live = events.Aggregate(orphan, EntityDecider.Evolve).ShouldBeOfType<Entity.Live>();
        (live.Location, live.Orphaned, live.Claims.Count).ShouldBe((Second, false, 0));
    }

    [Fact]
    public void Who_declares_it_no_more_waits_no_more()
    {
        EntityDecider.Decide(new EndContest("git-2", "gone"), After(Registered, Contested())).ShouldBe([new ContestEnded(Cart, Second, "gone")]);
        EntityDecider.Decide(new EndContest("git-2", "gone"), After(Registered)).ShouldBeEmpty();
    }

    [Fact]
    public void The_first_source_goes_on_as_if_nothing_were() =>
        EntityDecider.Decide(new ObserveEntity(First, Documents.Component("stock")), After(Registered, Contested())).ShouldHaveSingleItem().ShouldBeOfType<OwnerChanged>();
}
