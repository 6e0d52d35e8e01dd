using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Tests.Entities;

/// <summary>A provider and a file speak of one entity: each counts for what was declared to be its.</summary>
public class PrecedenceTests
{
    private static readonly EntityRef Cart = EntityRef.Parse("component:cart");
    private static readonly DescriptorLocation File = new("git-file", "git:https://git.example.com/shop#catalog-info.yaml", "git:https://git.example.com/shop#catalog-info.yaml");
    private static readonly DescriptorLocation Provider = new("git-hr", "git:https://git.example.com/hr#catalog-info.yaml", "git:https://git.example.com/hr#catalog-info.yaml");
    private static readonly PrecedenceRule[] OwnerFromProvider = [new("/spec/owner", "git-hr")];

    private static ObserveEntity Seen(DescriptorLocation at, string owner, string lifecycle = "production") => new(at, Documents.Component(owner, lifecycle)) { Precedence = OwnerFromProvider };

    private static Entity After(params ObserveEntity[] seen) => seen.Aggregate(Entity.None, (state, each) => EntityDecider.Decide(each, state).Aggregate(state, EntityDecider.Evolve));

    private static string Says(Entity entity, string field) => ((Entity.Live)entity).Descriptor.GetProperty("spec").GetProperty(field).GetString()!;

    [Fact]
    public void The_provider_gives_its_field_and_the_file_keeps_the_rest_and_what_lost_is_kept()
    {
        var state = After(Seen(File, "shop"));
        var events = EntityDecider.Decide(Seen(Provider, "pay", "deprecated"), state);

        events.Select(happened => happened.GetType()).ShouldBe([typeof(EntityContested), typeof(EntityContested), typeof(OwnerChanged)]);
        state = events.Aggregate(state, EntityDecider.Evolve);
        (Says(state, "owner"), Says(state, "lifecycle")).ShouldBe(("pay", "production"));
        var live = state.ShouldBeOfType<Entity.Live>();
        live.Location.ShouldBe(File);
        live.WaitedForBy.ShouldBe(["git-hr"]);
        live.Overruled.ShouldNotBeNull().Descriptor.GetProperty("spec").GetProperty("owner").GetString().ShouldBe("shop");
        EntityDecider.Decide(Seen(File, "shop"), state).ShouldBeEmpty();
        EntityDecider.Decide(Seen(Provider, "pay", "deprecated"), state).ShouldBeEmpty();
    }

    [Fact]
    public void Which_of_the_two_is_read_first_makes_no_difference_to_the_field()
    {
        Says(After(Seen(Provider, "pay"), Seen(File, "shop")), "owner").ShouldBe("pay");
        Says(After(Seen(File, "shop"), Seen(Provider, "pay")), "owner").ShouldBe("pay");
    }

    [Fact]
    public void A_change_of_either_shows_where_it_counts_and_only_there()
    {
        var state = After(Seen(File, "shop"), Seen(Provider, "pay"));

        EntityDecider.Decide(Seen(File, "stock"), state).Select(happened => happened.GetType()).ShouldBe([typeof(EntityContested)]);
        EntityDecider.Decide(Seen(File, "shop", "deprecated"), state).Select(happened => happened.GetType()).ShouldBe([typeof(LifecycleChanged), typeof(EntityContested)]);
        EntityDecider.Decide(Seen(Provider, "stock"), state).Select(happened => happened.GetType()).ShouldBe([typeof(EntityContested), typeof(OwnerChanged)]);
    }

    [Fact]
    public void When_the_provider_goes_the_file_counts_again()
    {
        var state = After(Seen(File, "shop"), Seen(Provider, "pay"));
        state = EntityDecider.Decide(new EndContest("git-hr", "gone"), state).Aggregate(state, EntityDecider.Evolve);
        var events = EntityDecider.Decide(Seen(File, "shop"), state);

        events.Select(happened => happened.GetType()).ShouldBe([typeof(ContestEnded), typeof(OwnerChanged)]);
        events.Aggregate(state, EntityDecider.Evolve).ShouldBeOfType<Entity.Live>().Claims.ShouldBeEmpty();
    }

    [Fact]
    public void When_the_file_goes_the_provider_takes_over_all_of_it()
    {
        var state = After(Seen(File, "shop"), Seen(Provider, "pay", "deprecated"));
        state = EntityDecider.Decide(new OrphanEntity("gone"), state).Aggregate(state, EntityDecider.Evolve);
        state = EntityDecider.Decide(Seen(Provider, "pay", "deprecated"), state).Aggregate(state, EntityDecider.Evolve);

        (Says(state, "owner"), Says(state, "lifecycle")).ShouldBe(("pay", "deprecated"));
        state.ShouldBeOfType<Entity.Live>().Claims.ShouldBeEmpty();
    }

    [Fact]
    public void The_first_rule_counts_whose_source_says_something()
    {
        PrecedenceRule[] rules = [new("/metadata/description", "git-hr"), new("/metadata/description", "git-file"), new("/spec/owner", "git-file"), new("/spec/owner", "git-hr")];
        var merged = Precedence.Merge("git-file", Documents.Component("shop", description: "ours"), [new Claim(Provider, Documents.Component("pay"))], rules);

        JsonElement.DeepEquals(merged, Documents.Component("shop", description: "ours")).ShouldBeTrue();
    }
}
