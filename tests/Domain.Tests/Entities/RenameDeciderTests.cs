using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Tests.Entities;

public class RenameDeciderTests
{
    private static readonly EntityRef Cart = EntityRef.Parse("component:cart");
    private static readonly EntityRef Basket = EntityRef.Parse("component:basket");
    private static readonly DescriptorLocation Here = new("git-1", "git:https://git.example.com/shop#catalog-info.yaml", "git:https://git.example.com/shop#catalog-info.yaml");
    private static readonly Entity Live = new Entity.Live(Documents.Component(description: "Takes orders"), Here);

    private static JsonElement Named(string name, string owner = "shop", string? description = null) => Documents.Component(owner, description: description, name: name);

    [Fact]
    public void Both_streams_say_it_and_what_else_changed_is_left_to_the_observation()
    {
        var renaming = RenameDecider.Decide(new RenameEntity(Named("basket", "pay")), Live, Entity.None).ShouldNotBeNull();

        renaming.End.ShouldBe(new EntityRenamed(Cart, Basket));
        (renaming.Begin.Entity, renaming.Begin.From, renaming.Begin.Location).ShouldBe((Basket, Cart, Here));
        JsonElement.DeepEquals(renaming.Begin.Descriptor, Named("basket", description: "Takes orders")).ShouldBeTrue();

        var after = EntityDecider.Evolve(Entity.None, renaming.Begin);
        EntityDecider.Decide(new ObserveEntity(Here, Named("basket", "pay")), after).Select(happened => happened.GetType()).ShouldBe([typeof(OwnerChanged), typeof(DescriptorChanged)]);
        EntityDecider.Evolve(Live, renaming.End).ShouldBe(new Entity.Renamed(Basket));
    }

    [Fact]
    public void A_name_that_is_or_was_another_entity_s_is_not_taken()
    {
        var seen = new RenameEntity(Named("basket"));
        RenameDecider.Decide(seen, Live, new Entity.Live(Named("basket"), Here)).ShouldBeNull();
        RenameDecider.Decide(seen, Live, new Entity.Removed(Named("basket"), Here)).ShouldBeNull();
        RenameDecider.Decide(seen, new Entity.Removed(Named("cart"), Here), Entity.None).ShouldBeNull();
        RenameDecider.Decide(seen, Live, new Entity.Renamed(Cart)).ShouldNotBeNull();
    }

    [Fact]
    public void Another_kind_is_another_thing()
    {
        var api = Documents.Minimal("API").With("/metadata/name", "\"basket\"").Element();
        RenameDecider.Decide(new RenameEntity(api), Live, Entity.None).ShouldBeNull();
        RenameDecider.Likeness(Documents.Component(), api).ShouldBe(0);
    }

    [Fact]
    public void A_name_given_up_is_registered_anew() =>
        EntityDecider.Decide(new ObserveEntity(Here, Named("cart")), new Entity.Renamed(Basket)).ShouldHaveSingleItem().ShouldBeOfType<EntityRegistered>();

    [Fact]
    public void Likeness_is_the_share_of_what_both_say_without_their_names()
    {
        RenameDecider.Likeness(Named("cart"), Named("basket")).ShouldBe(1);
        RenameDecider.Likeness(Named("cart"), Named("basket", "pay")).ShouldBe(0.5);
        RenameDecider.Likeness(Named("cart", description: "a"), Named("basket", "pay", "b")).ShouldBe(2.0 / 6);
        RenameDecider.IsTelling(Named("cart")).ShouldBeFalse();
        RenameDecider.IsTelling(Named("cart", description: "Takes orders")).ShouldBeTrue();
    }
}
