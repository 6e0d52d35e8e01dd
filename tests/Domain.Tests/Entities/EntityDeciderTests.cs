using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Tests.Entities;

public class EntityDeciderTests
{
    private static readonly EntityRef Cart = EntityRef.Parse("component:default/cart");
    private static readonly DescriptorLocation Here = new("git-1", "git:https://git.example.com/shop#catalog-info.yaml", "git:https://git.example.com/shop#catalog-info.yaml");
    private static readonly DescriptorLocation There = Here with { Target = "git:https://git.example.com/shop#cart/catalog-info.yaml" };
    private static readonly EntityRegistered Registered = new(Cart, Here, Documents.Component());

    private static ObserveEntity Seen(JsonElement descriptor, DescriptorLocation? location = null) => new(location ?? Here, descriptor);

    private sealed record Given(params EntityEvent[] Past)
    {
        private Entity State => Past.Aggregate(Entity.None, EntityDecider.Evolve);

        public IReadOnlyList<EntityEvent> When(ObserveEntity command) => EntityDecider.Decide(command, State);

        public IReadOnlyList<EntityEvent> When(OrphanEntity command) => EntityDecider.Decide(command, State);

        public IReadOnlyList<EntityEvent> When(RemoveEntity command) => EntityDecider.Decide(command, State);
    }

    [Fact]
    public void The_first_reading_registers() =>
        new Given().When(Seen(Documents.Component())).ShouldHaveSingleItem().ShouldBeOfType<EntityRegistered>()
            .ShouldSatisfyAllConditions(
                registered => registered.Entity.ShouldBe(Cart),
                registered => registered.Location.ShouldBe(Here),
                registered => JsonElement.DeepEquals(registered.Descriptor, Documents.Component()).ShouldBeTrue());

    [Fact]
    public void Reading_the_same_again_adds_nothing() => new Given(Registered).When(Seen(Documents.Component())).ShouldBeEmpty();

    [Fact]
    public void Another_order_of_members_is_the_same() =>
        new Given(Registered).When(Seen(Documents.Json(
            """{"kind":"Component","apiVersion":"backstage.io/v1alpha1","spec":{"owner":"shop","lifecycle":"production","type":"service"},"metadata":{"namespace":"default","name":"cart"}}""")))
            .ShouldBeEmpty();

    [Fact]
    public void Another_owner_is_one_event() =>
        new Given(Registered).When(Seen(Documents.Component(owner: "user:ada")))
            .ShouldBe([new OwnerChanged(Cart, EntityRef.Parse("group:default/shop"), EntityRef.Parse("user:default/ada"), "user:ada")]);

    [Fact]
    public void The_same_owner_spelled_otherwise_did_not_change()
    {
        var change = new Given(Registered).When(Seen(Documents.Component(owner: "group:shop"))).ShouldHaveSingleItem().ShouldBeOfType<DescriptorChanged>();
        change.Changes.ShouldHaveSingleItem().Path.ShouldBe("/spec/owner");
    }

    [Fact]
    public void An_owner_may_come_and_go()
    {
        var template = Documents.Minimal("Template").Element();
        var owned = Documents.Minimal("Template").With("/spec/owner", "\"shop\"").Element();
        var name = EntityRef.Parse("template:default/cart");
        var shop = EntityRef.Parse("group:default/shop");

        new Given(new EntityRegistered(name, Here, template)).When(Seen(owned)).ShouldBe([new OwnerChanged(name, null, shop, "shop")]);
        new Given(new EntityRegistered(name, Here, owned)).When(Seen(template)).ShouldBe([new OwnerChanged(name, shop, null, null)]);
    }

    [Fact]
    public void Owner_and_description_are_two_events()
    {
        var events = new Given(Registered).When(Seen(Documents.Component(owner: "pay", description: "Takes orders")));

        events.Count.ShouldBe(2);
        events[0].ShouldBeOfType<OwnerChanged>();
        events[1].ShouldBeOfType<DescriptorChanged>().Changes.ShouldHaveSingleItem().Path.ShouldBe("/metadata/description");
    }

    [Fact]
    public void Another_lifecycle_is_one_event() =>
        new Given(Registered).When(Seen(Documents.Component(lifecycle: "deprecated"))).ShouldBe([new LifecycleChanged(Cart, "production", "deprecated")]);

    [Fact]
    public void Another_file_is_a_move() =>
        new Given(Registered).When(Seen(Documents.Component(), There)).ShouldBe([new EntityMoved(Cart, Here, There)]);

    [Fact]
    public void A_move_with_a_change_says_both() =>
        new Given(Registered).When(Seen(Documents.Component(owner: "pay"), There)).Select(happened => happened.GetType())
            .ShouldBe([typeof(EntityMoved), typeof(OwnerChanged)]);

    [Fact]
    public void Losing_its_file_orphans_it_once()
    {
        new Given(Registered).When(new OrphanEntity("file gone")).ShouldBe([new EntityOrphaned(Cart, "file gone")]);
        new Given(Registered, new EntityOrphaned(Cart, "file gone")).When(new OrphanEntity("file gone")).ShouldBeEmpty();
        new Given().When(new OrphanEntity("file gone")).ShouldBeEmpty();
    }

    [Fact]
    public void An_orphan_that_is_read_again_is_restored() =>
        new Given(Registered, new EntityOrphaned(Cart, "file gone")).When(Seen(Documents.Component())).ShouldBe([new EntityRestored(Cart)]);

    [Fact]
    public void An_orphan_can_be_removed() =>
        new Given(Registered, new EntityOrphaned(Cart, "file gone")).When(new RemoveEntity("cleaned up")).ShouldBe([new EntityRemoved(Cart, "cleaned up")]);

    [Fact]
    public void What_was_removed_is_not_removed_or_orphaned_again()
    {
        var gone = new Given(Registered, new EntityRemoved(Cart, "source withdrawn"));
        gone.When(new RemoveEntity("again")).ShouldBeEmpty();
        gone.When(new OrphanEntity("again")).ShouldBeEmpty();
        new Given().When(new RemoveEntity("never there")).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_removed_comes_back_with_what_changed_meanwhile() =>
        new Given(Registered, new EntityRemoved(Cart, "source withdrawn")).When(Seen(Documents.Component(owner: "pay")))
            .Select(happened => happened.GetType()).ShouldBe([typeof(EntityRestored), typeof(OwnerChanged)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Evolving_what_was_decided_reaches_what_was_seen_and_then_nothing_is_left_to_decide(int seed)
    {
        var random = new Random(seed);
        var entity = Entity.None;
        for (var step = 0; step < 500; step++)
        {
            if (random.Next(6) == 0)
                entity = EntityDecider.Decide(new OrphanEntity("lost"), entity).Aggregate(entity, EntityDecider.Evolve);
            if (random.Next(6) == 0)
                entity = EntityDecider.Decide(new RemoveEntity("gone"), entity).Aggregate(entity, EntityDecider.Evolve);

            var seen = Seen(AnyComponent(random), random.Next(3) == 0 ? There : Here);
            entity = EntityDecider.Decide(seen, entity).Aggregate(entity, EntityDecider.Evolve);

            var live = entity.ShouldBeOfType<Entity.Live>();
            JsonElement.DeepEquals(live.Descriptor, seen.Descriptor).ShouldBeTrue($"seed {seed}, step {step}: {live.Descriptor} is not {seen.Descriptor}");
            (live.Location, live.Orphaned).ShouldBe((seen.Location, false));
            EntityDecider.Decide(seen, entity).ShouldBeEmpty();
        }
    }

    private static JsonElement AnyComponent(Random random)
    {
        string Any(params string[] values) => values[random.Next(values.Length)];
        return Documents.Minimal("Component")
            .With("/spec/owner", Any("\"shop\"", "\"group:shop\"", "\"pay\"", "\"a:\"", "absent"))
            .With("/spec/lifecycle", Any("\"production\"", "\"deprecated\"", "absent"))
            .With("/spec/dependsOn", Any("absent", "[]", "[\"resource:db\"]"))
            .With("/metadata/description", Any("absent", "\"x\"", "\"\""))
            .With("/metadata/annotations", Any("absent", "{}", """{"acme.com/1~2":"x"}""", "null"))
            .Element();
    }

    [Fact]
    public void The_stream_has_the_name_of_the_entity() => EntityDecider.StreamOf(Cart).ShouldBe("entity-component:default/cart");
}
