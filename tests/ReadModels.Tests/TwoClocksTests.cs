using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

/// <summary>When it was true, and when it was learned (D12).</summary>
public sealed class TwoClocksTests : IAsyncLifetime
{
    private const string Owner = "query($at: Instant, $knownAt: Instant) { entity(ref: \"component:cart\", at: $at, knownAt: $knownAt) { ownerRef lifecycle title orphaned } }";
    private static readonly EntityRef Cart = EntityRef.Parse("component:default/cart");
    private static readonly DescriptorLocation Place = new("git-shop", "url:https://git.example/shop/catalog-info.yaml", "url:https://git.example/shop");
    private Catalog catalog = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => catalog = await Catalog.CreateAsync();

    public ValueTask DisposeAsync() => catalog.DisposeAsync();

    [Fact]
    public async Task A_late_fact_gives_what_was_believed_then_what_is_believed_of_then_and_now()
    {
        await HappenAsync(1, Registered("shop"));
        var before = await HappenAsync(10, OwnedBy("stock"));
        var late = await HappenAsync(5, OwnedBy("pay"));
        await HappenAsync(25, OwnedBy("crew"));

        (await OwnerAtAsync(Day(7), before)).ShouldBe("shop");
        (await OwnerAtAsync(Day(7))).ShouldBe("pay");
        (await OwnerAtAsync(null)).ShouldBe("crew");
        (await OwnerAtAsync(Day(12))).ShouldBe("stock");
        (await OwnerAtAsync(Day(12), before)).ShouldBe("stock");
        (await OwnerAtAsync(Day(3))).ShouldBe("shop");
        (await OwnerAtAsync($"@{before}")).ShouldBe("stock");
        (await OwnerAtAsync($"@{late}")).ShouldBe("pay");
        (await OwnerAtAsync(null, late)).ShouldBe("pay");
    }

    [Fact]
    public async Task A_late_fact_holds_until_the_next_one_about_the_same_field_whatever_else_happened()
    {
        await HappenAsync(1, Registered("shop"));
        await HappenAsync(10, new EntityEvent.LifecycleChanged(Cart, "production", "deprecated"));
        await HappenAsync(5, OwnedBy("pay"));

        (await AskAsync(Day(12))).ToString().ShouldBe("""{"ownerRef":"group:default/pay","lifecycle":"deprecated","title":"cart","orphaned":false}""");
        (await AskAsync(Day(7))).ToString().ShouldBe("""{"ownerRef":"group:default/pay","lifecycle":"production","title":"cart","orphaned":false}""");
        (await AskAsync(null)).ToString().ShouldBe((await AskAsync(Day(12))).ToString());
    }

    [Fact]
    public async Task The_present_is_what_the_log_said_last_from_when_it_was_said()
    {
        await HappenAsync(1, Registered("shop"));
        await HappenAsync(10, new EntityEvent.EntityOrphaned(Cart, "nothing refers to it"));
        await HappenAsync(5, new EntityEvent.EntityRestored(Cart));

        (await AskAsync(null)).GetProperty("orphaned").GetBoolean().ShouldBeFalse();
        (await AskAsync(Day(12))).GetProperty("orphaned").GetBoolean().ShouldBeTrue();
        (await AskAsync("2100-01-01")).GetProperty("orphaned").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_found_of_the_past_holds_until_anything_known_and_leaves_the_present_alone()
    {
        await HappenAsync(20, Registered("shop"));
        var before = await HappenAsync(22, OwnedBy("stock"));
        await HappenAsync(2, Found(Component("cart", "founders")));
        await HappenAsync(6, Found(null));
        await HappenAsync(9, Found(Component("cart", "refounders", tags: ["old"])));

        (await OwnerAtAsync(Day(1))).ShouldBeNull();
        (await OwnerAtAsync(Day(3))).ShouldBe("founders");
        (await OwnerAtAsync(Day(7))).ShouldBeNull();
        (await OwnerAtAsync(Day(19))).ShouldBe("refounders");
        (await OwnerAtAsync(Day(21))).ShouldBe("shop");
        (await OwnerAtAsync(null)).ShouldBe("stock");
        (await OwnerAtAsync(Day(19), before)).ShouldBeNull();
        (await OwnerAtAsync($"@{catalog.Position}")).ShouldBe("stock");
        (await TagsAtAsync(Day(10))).ShouldBe("old");
        (await TagsAtAsync(Day(21))).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entity_may_have_a_past_alone_and_be_registered_after_that()
    {
        await HappenAsync(2, Found(Component("cart", "founders")));

        (await OwnerAtAsync(Day(3))).ShouldBe("founders");
        (await OwnerAtAsync(null)).ShouldBeNull();
        (await OwnerAtAsync("2100-01-01")).ShouldBeNull();

        await HappenAsync(20, Registered("shop"));
        await HappenAsync(22, new EntityEvent.EntityMoved(Cart, Place, Place with { Target = Place.Target + "2" }));
        (await OwnerAtAsync(Day(3))).ShouldBe("founders");
        (await OwnerAtAsync(null)).ShouldBe("shop");
        var ids = await catalog.AskAsync("query($at: Instant) { now: entity(ref: \"component:cart\") { id } then: entity(ref: \"component:cart\", at: $at) { id } }", new { at = Day(3) });
        ids.GetProperty("now").ToString().ShouldBe(ids.GetProperty("then").ToString());
    }

    [Fact]
    public async Task Relations_facets_search_and_filters_follow_a_correction()
    {
        await HappenAsync(1, Registered("shop"));
        var before = await HappenAsync(10, OwnedBy("stock"));
        await HappenAsync(5, new EntityEvent.DescriptorChanged(Cart, [new FieldChange("/metadata/title", null, Text("Trolley")), new FieldChange("/spec/dependsOn", null, JsonElement.Parse("[\"component:till\"]"))]));
        const string Query = """
            query($at: Instant, $knownAt: Instant) {
              found: entities(search: "trolley", at: $at, knownAt: $knownAt) { totalCount }
              users: entities(where: {paths: [{path: "relations.dependsOn", values: ["component:default/till"]}]}, at: $at, knownAt: $knownAt) { totalCount }
              facets(paths: ["metadata.title", "relations.dependsOn"], at: $at, knownAt: $knownAt) { values { value count } }
              entity(ref: "component:cart", at: $at, knownAt: $knownAt) { relations { nodes { type targetRef } } problems { message } } }
            """;

        foreach (var at in (string?[])[Day(7), Day(12), null])
        {
            var answer = await catalog.AskAsync(Query, new { at });
            answer.GetProperty("found").ToString().ShouldBe("""{"totalCount":1}""", at);
            answer.GetProperty("users").ToString().ShouldBe("""{"totalCount":1}""", at);
            answer.GetProperty("facets").ToString().ShouldBe("""[{"values":[{"value":"Trolley","count":1}]},{"values":[{"value":"component:default/till","count":1}]}]""", at);
            answer.GetProperty("entity").GetProperty("relations").GetProperty("nodes").GetArrayLength().ShouldBe(2);
        }

        foreach (var (at, knownAt) in ((string?, long?)[])[(Day(3), null), (Day(7), before), (Day(12), before), (null, before)])
        {
            var answer = await catalog.AskAsync(Query, new { at, knownAt = knownAt is { } known ? $"@{known}" : null });
            answer.GetProperty("found").ToString().ShouldBe("""{"totalCount":0}""", at);
            answer.GetProperty("users").ToString().ShouldBe("""{"totalCount":0}""", at);
            answer.GetProperty("entity").GetProperty("relations").GetProperty("nodes").GetArrayLength().ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_time_may_say_what_was_known_and_a_position_says_so_itself()
    {
        await HappenAsync(1, Registered("shop"));
        var recorded = (await catalog.Log.ReadAsync(0, 10, Ct))[^1].RecordedAt;

        (await OwnerAtAsync(Day(2), recorded.AddMinutes(-1))).ShouldBeNull();
        (await OwnerAtAsync(Day(2), recorded.AddMinutes(1))).ShouldBe("shop");
        (await OwnerAtAsync(null, recorded.AddMinutes(1))).ShouldBe("shop");
        var refused = await catalog.AnswerAsync(Owner, new { at = "@1", knownAt = "@1" });
        refused.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldStartWith("at \"@1\" says itself what was known");
    }

    [Fact]
    public async Task What_is_known_of_a_time_since_differs_from_what_was_known_by_the_late_event()
    {
        await HappenAsync(1, Registered("shop"));
        var before = await HappenAsync(10, OwnedBy("stock"));
        await HappenAsync(5, OwnedBy("pay"));

        var diff = await catalog.AskAsync(
            """
            query($at: Instant!, $known: Instant) { diff(from: $at, to: $at, fromKnownAt: $known, first: 5) { totalCount nodes { kind ref fields { path before after }
              events { effectiveAt type } relationsAdded { type targetRef } relationsRemoved { type targetRef } } } }
            """, new { at = Day(7), known = $"@{before}" });
        diff.GetProperty("diff").ToString().ShouldBe(
            $$"""
            {"totalCount":1,"nodes":[{"kind":"CHANGED","ref":"component:default/cart","fields":[{"path":"/spec/owner","before":"shop","after":"pay"}],"events":[{"effectiveAt":"{{Catalog.Noon.AddDays(5):yyyy-MM-ddTHH:mm:ssZ}}","type":"owner-changed"}],"relationsAdded":[{"type":"ownedBy","targetRef":"group:default/pay"}],"relationsRemoved":[{"type":"ownedBy","targetRef":"group:default/shop"}]}]}
            """);
    }

    [Fact]
    public async Task An_edge_that_ended_before_its_name_led_elsewhere_is_over_though_that_was_known_first()
    {
        await HappenAsync(1, Registered("shop"));
        await HappenAsync(1, Team("shop"));
        var before = await RenameTeamAsync(10, "shop", "store");
        await HappenAsync(5, OwnedBy("pay"));

        (await OwnersAtAsync(Day(3))).ShouldBe("group:default/shop");
        (await OwnersAtAsync(Day(7))).ShouldBe("group:default/pay");
        (await OwnersAtAsync(Day(12))).ShouldBe("group:default/pay");
        (await OwnersAtAsync(null)).ShouldBe("group:default/pay");
        (await OwnersAtAsync(Day(7), before)).ShouldBe("group:default/shop");
        (await OwnersAtAsync(Day(12), before)).ShouldBe("group:default/store");
    }

    [Fact]
    public async Task A_name_leads_to_who_has_it_again_though_who_gave_it_up_was_renamed_once_more_after_that()
    {
        await HappenAsync(1, Registered("shop"));
        await HappenAsync(1, Team("shop"));
        await RenameTeamAsync(2, "shop", "store");
        var before = await RenameTeamAsync(10, "store", "market");
        await HappenAsync(5, Team("shop"));

        (await OwnersAtAsync(Day(3))).ShouldBe("group:default/store");
        (await OwnersAtAsync(Day(7))).ShouldBe("group:default/shop");
        (await OwnersAtAsync(Day(12))).ShouldBe("group:default/shop");
        (await OwnersAtAsync(Day(7), before)).ShouldBe("group:default/store");
        (await OwnersAtAsync(Day(12), before)).ShouldBe("group:default/market");
    }

    [Fact]
    public async Task A_reference_was_broken_as_long_as_nothing_had_its_name()
    {
        await HappenAsync(1, Registered("shop"));
        await catalog.RecordAsync(new EntityEvent.EntityRegistered(EntityRef.Parse("group:shop"), Place, JsonElement.Parse(Group("shop"))), Catalog.Noon.AddDays(4));

        async Task<int> BrokenAsync(string? at) =>
            (await catalog.AskAsync("query($at: Instant) { entities(where: {kind: [\"Component\"], hasProblems: true}, at: $at) { totalCount } }", new { at })).GetProperty("entities").GetProperty("totalCount").GetInt32();
        (await BrokenAsync(Day(3))).ShouldBe(1);
        (await BrokenAsync(Day(5))).ShouldBe(0);
        (await BrokenAsync(null)).ShouldBe(0);
    }

    private static string Day(int day) => Catalog.Noon.AddDays(day).ToString("O");

    private static EntityEvent Registered(string owner) => new EntityEvent.EntityRegistered(Cart, Place, JsonElement.Parse(Component("cart", owner)));

    private static EntityEvent OwnedBy(string owner) => new EntityEvent.OwnerChanged(Cart, null, EntityRef.Parse($"group:{owner}"), owner);

    private static EntityEvent Found(string? descriptor) => new EntityEvent.PastVersionFound(Cart, descriptor is null ? null : JsonElement.Parse(descriptor), Place);

    private static EntityEvent Team(string name) => new EntityEvent.EntityRegistered(EntityRef.Parse($"group:{name}"), Place, JsonElement.Parse(Group(name)));

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text);

    private Task<long> HappenAsync(int day, EntityEvent happened) => catalog.RecordAsync(happened, Catalog.Noon.AddDays(day));

    private async Task<long> RenameTeamAsync(int day, string from, string to)
    {
        var (was, now) = (EntityRef.Parse($"group:{from}"), EntityRef.Parse($"group:{to}"));
        await HappenAsync(day, new EntityEvent.EntityRenamedFrom(now, was, Place, JsonElement.Parse(Group(to))));
        return await HappenAsync(day, new EntityEvent.EntityRenamed(was, now));
    }

    private async Task<string> OwnersAtAsync(string? at, long? knownAt = null)
    {
        var answer = await catalog.AskAsync(
            "query($at: Instant, $knownAt: Instant) { entity(ref: \"component:cart\", at: $at, knownAt: $knownAt) { relations(types: [\"ownedBy\"]) { nodes { targetRef } } } }",
            new { at, knownAt = knownAt is { } known ? $"@{known}" : null });
        return string.Join(' ', answer.GetProperty("entity").GetProperty("relations").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("targetRef").GetString()));
    }

    private async Task<JsonElement> AskAsync(string? at, object? knownAt = null) => (await catalog.AskAsync(Owner, new { at, knownAt })).GetProperty("entity");

    private async Task<string?> OwnerAtAsync(string? at, long knownAt) => OwnerOf(await AskAsync(at, $"@{knownAt}"));

    private async Task<string?> OwnerAtAsync(string? at, DateTimeOffset? knownAt = null) => OwnerOf(await AskAsync(at, knownAt));

    private static string? OwnerOf(JsonElement entity) => entity.ValueKind == JsonValueKind.Null ? null : entity.GetProperty("ownerRef").GetString()!["group:default/".Length..];

    private async Task<string> TagsAtAsync(string at)
    {
        var facets = await catalog.AskAsync("query($at: Instant) { facets(paths: [\"metadata.tags\"], at: $at) { values { value } } }", new { at });
        return string.Join(' ', facets.GetProperty("facets")[0].GetProperty("values").EnumerateArray().Select(value => value.GetProperty("value").GetString()));
    }
}
