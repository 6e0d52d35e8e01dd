using System.Text.Json;
using EventCatalog.ReadModels.Changes;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

/// <summary>Names change, identity stays (D13).</summary>
public sealed class RenameTests
{
    private const string ByName = "query($ref: EntityRef!, $at: Instant) { entity(ref: $ref, at: $at) { id ref ownerRef registeredAt renames { fromRef toRef position } } }";

    [Fact]
    public async Task The_old_name_leads_to_the_new_one_which_keeps_id_history_and_ownership()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart", "shop"));
        var before = await catalog.SeeAsync(Component("cart", "stock"));
        var renamed = await catalog.RenameAsync("component:cart", Component("basket", "pay"));

        var old = (await catalog.AskAsync(ByName, new { @ref = "component:cart" })).GetProperty("entity");
        var @new = (await catalog.AskAsync(ByName, new { @ref = "component:basket" })).GetProperty("entity");
        JsonElement.DeepEquals(old, @new).ShouldBeTrue($"{old} {@new}");
        old.GetProperty("ref").GetString().ShouldBe("component:default/basket");
        old.GetProperty("renames").ToString().ShouldBe($$"""[{"fromRef":"component:default/cart","toRef":"component:default/basket","position":"{{renamed}}"}]""");

        var then = (await catalog.AskAsync(ByName, new { @ref = "component:cart", at = $"@{before}" })).GetProperty("entity");
        (then.GetProperty("ref").GetString(), then.GetProperty("ownerRef").GetString()).ShouldBe(("component:default/cart", "group:default/stock"));
        then.GetProperty("id").GetString().ShouldBe(@new.GetProperty("id").GetString());
        then.GetProperty("registeredAt").GetString().ShouldBe(@new.GetProperty("registeredAt").GetString());
        then.GetProperty("renames").GetArrayLength().ShouldBe(0);
        (await catalog.AskAsync(ByName, new { @ref = "component:basket", at = $"@{before}" })).GetProperty("entity").GetProperty("ref").GetString().ShouldBe("component:default/cart");

        var told = await catalog.AskAsync("""
            { entity(ref: "component:basket") { ownershipTimeline { ownerRef } history(first: 10) { totalCount nodes { type } } }
              ownershipChanges { nodes { entityRef fromRef toRef } } }
            """);
        told.GetProperty("entity").GetProperty("ownershipTimeline").EnumerateArray().Select(period => period.GetProperty("ownerRef").GetString())
            .ShouldBe(["group:default/shop", "group:default/stock", "group:default/pay"]);
        told.GetProperty("entity").GetProperty("history").GetProperty("nodes").EnumerateArray().Select(happened => happened.GetProperty("type").GetString())
            .ShouldBe(["entity-registered", "owner-changed", "entity-renamed-from", "owner-changed"]);
        told.GetProperty("ownershipChanges").GetProperty("nodes").GetArrayLength().ShouldBe(3);
        (await catalog.AskAsync("query($id: ID!) { node(id: $id) { ... on Entity { ref } } }", new { id = old.GetProperty("id").GetString() }))
            .GetProperty("node").GetProperty("ref").GetString().ShouldBe("component:default/basket");
    }

    [Fact]
    public async Task There_is_no_instant_with_both_names_or_with_none()
    {
        await using var catalog = await Catalog.CreateAsync();
        var first = await catalog.SeeAsync(Component("cart"));
        await catalog.RenameAsync("component:cart", Component("basket", description: "Takes orders"));
        var last = await catalog.SeeAsync(Component("basket", "pay"));

        for (var position = first; position <= last; position++)
            (await catalog.AskAsync("query($at: Instant) { entities(at: $at) { totalCount } }", new { at = $"@{position}" })).GetProperty("entities").GetProperty("totalCount").GetInt32().ShouldBe(1, $"@{position}");
    }

    [Fact]
    public async Task The_difference_is_one_line_that_says_renamed()
    {
        await using var catalog = await Catalog.CreateAsync();
        var before = await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.RenameAsync("component:cart", Component("basket", "pay"));

        var diff = await catalog.AskAsync(
            "query($from: Instant!, $to: Instant!) { diff(from: $from, to: $to) { nodes { kind ref previousRef fields { path } events { type } } } }",
            new { from = $"@{before}", to = $"@{catalog.Position}" });

        var line = diff.GetProperty("diff").GetProperty("nodes").EnumerateArray().ShouldHaveSingleItem();
        (line.GetProperty("kind").GetString(), line.GetProperty("ref").GetString(), line.GetProperty("previousRef").GetString())
            .ShouldBe(("RENAMED", "component:default/basket", "component:default/cart"));
        line.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("path").GetString()).ShouldBe(["/metadata/name", "/spec/owner"]);
        line.GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("type").GetString()).ShouldBe(["entity-renamed-from", "entity-renamed", "owner-changed"]);
    }

    [Fact]
    public async Task What_was_written_with_the_old_name_leads_to_the_entity_under_the_new_one_until_the_name_is_used_again()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Component("cart", "shop"));
        var before = catalog.Position;
        await catalog.RenameAsync("group:shop", Group("store"));
        const string Owned = "query($at: Instant) { entity(ref: \"component:cart\", at: $at) { owner { ref } problems { message } relations { nodes { type targetRef } } } entities(where: { owner: [\"group:store\"] }, at: $at) { totalCount } }";

        var after = await catalog.AskAsync(Owned);
        after.GetProperty("entity").ToString().ShouldBe("""{"owner":{"ref":"group:default/store"},"problems":[],"relations":{"nodes":[{"type":"ownedBy","targetRef":"group:default/store"}]}}""");
        after.GetProperty("entities").GetProperty("totalCount").GetInt32().ShouldBe(1);
        (await catalog.AskAsync(Owned, new { at = $"@{before}" })).GetProperty("entity").GetProperty("owner").GetProperty("ref").GetString().ShouldBe("group:default/shop");

        await catalog.SeeAsync(Component("wallet", "shop"));
        (await catalog.AskAsync("{ entity(ref: \"component:wallet\") { owner { ref } } }")).GetProperty("entity").GetProperty("owner").GetProperty("ref").GetString().ShouldBe("group:default/store");
        await catalog.SeeAsync(Group("shop"));

        (await catalog.AskAsync(Owned)).GetProperty("entity").GetProperty("relations").GetProperty("nodes")[0].GetProperty("targetRef").GetString().ShouldBe("group:default/shop");
        var ids = await catalog.AskAsync("{ a: entity(ref: \"group:shop\") { id ref history(first: 5) { totalCount } } b: entity(ref: \"group:store\") { id ref } }");
        ids.GetProperty("a").GetProperty("id").GetString().ShouldNotBe(ids.GetProperty("b").GetProperty("id").GetString());
        ids.GetProperty("a").GetProperty("history").GetProperty("totalCount").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Renamed_back_it_has_its_first_name_and_its_id()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart"));
        var id = (await catalog.AskAsync(ByName, new { @ref = "component:cart" })).GetProperty("entity").GetProperty("id").GetString();
        await catalog.RenameAsync("component:cart", Component("basket"));
        await catalog.RenameAsync("component:basket", Component("cart"));

        var entity = (await catalog.AskAsync(ByName, new { @ref = "component:basket" })).GetProperty("entity");
        (entity.GetProperty("ref").GetString(), entity.GetProperty("id").GetString(), entity.GetProperty("renames").GetArrayLength()).ShouldBe(("component:default/cart", id, 2));
    }

    [Fact]
    public async Task Followers_of_a_query_are_told_of_a_renaming_once()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart"));
        var at = await catalog.RenameAsync("component:cart", Component("basket"));
        await catalog.AskAsync("{ position }");

        var events = await catalog.Log.ReadAsync(at - 1, 2, TestContext.Current.CancellationToken);
        var changes = catalog.Query<ChangeQueries>();
        (await changes.OfAsync(events[0], null, TestContext.Current.CancellationToken)).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(change => change.Kind.ShouldBe(Differences.ChangeKind.Renamed), change => change.Ref.ShouldBe("component:default/basket"));
        (await changes.OfAsync(events[1], null, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Built_anew_the_read_model_says_the_same()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart"));
        await catalog.RenameAsync("component:cart", Component("basket"));
        await catalog.SeeAsync(Component("cart", "stock"));
        await catalog.AskAsync("{ position }");

        var report = await catalog.RebuildAsync("entities/4", TestContext.Current.CancellationToken);

        report.ToString().ShouldNotContain("differs");
        (await catalog.AskAsync(ByName, new { @ref = "component:basket" })).GetProperty("entity").GetProperty("renames").GetArrayLength().ShouldBe(1);
    }
}
