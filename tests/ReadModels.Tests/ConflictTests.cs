using EventCatalog.Domain;
using static EventCatalog.Domain.Sources.SourceEvent;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class ConflictTests
{
    [Fact]
    public async Task A_second_source_is_shown_on_the_entity_and_on_the_source_with_what_it_says_otherwise()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeSourceAsync(new SourceRegistered(Catalog.Source, "folder", "/shop", null, "configuration"));
        await catalog.SeeAsync(Component("cart", "pay"), source: "git-first");
        var changedAt = await ChangedAtAsync(catalog);
        await catalog.SeeAsync(Component("cart", "shop"));
        var contested = catalog.Position;

        var told = await catalog.AskAsync("""
            { entity(ref: "component:cart") { ownerRef source { target } conflicts { target since fields { path kept waiting } } } sources { conflicts { entityRef entity { ownerRef } } } }
            """);
        told.GetProperty("entity").GetProperty("ownerRef").GetString().ShouldBe("group:default/pay");
        told.GetProperty("entity").GetProperty("conflicts")[0].GetProperty("fields").ToString().ShouldBe("""[{"path":"/spec/owner","kept":"pay","waiting":"shop"}]""");
        told.GetProperty("sources")[0].GetProperty("conflicts").ToString().ShouldBe("""[{"entityRef":"component:default/cart","entity":{"ownerRef":"group:default/pay"}}]""");
        (await ChangedAtAsync(catalog)).ShouldBe(changedAt);

        await catalog.OrphanAsync("component:cart");
        await catalog.SeeAsync(Component("cart", "shop"));
        const string Count = "query($at: Instant) { entity(ref: \"component:cart\", at: $at) { ownerRef conflicts { target } } }";
        (await catalog.AskAsync(Count)).GetProperty("entity").ToString().ShouldBe("""{"ownerRef":"group:default/shop","conflicts":[]}""");
        (await catalog.AskAsync(Count, new { at = $"@{contested}" })).GetProperty("entity").GetProperty("conflicts").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_held_is_shown_on_its_source_until_it_is_over()
    {
        await using var catalog = await Catalog.CreateAsync();
        EntityRef[] gone = [EntityRef.Parse("component:a"), EntityRef.Parse("component:b")];
        await catalog.SeeSourceAsync(
            new SourceRegistered(Catalog.Source, "folder", "/shop", null, "configuration"),
            new DisappearanceHeld(Catalog.Source, gone, 2, "It became empty"));
        const string Asked = "{ sources { disappearance { reason of held kept approved } } }";

        (await catalog.AskAsync(Asked)).GetProperty("sources")[0].GetProperty("disappearance").ToString()
            .ShouldBe("""{"reason":"It became empty","of":2,"held":["component:default/a","component:default/b"],"kept":[],"approved":[]}""");
        await catalog.SeeSourceAsync(new DisappearanceKept(Catalog.Source, gone));
        (await catalog.AskAsync(Asked)).GetProperty("sources")[0].GetProperty("disappearance").GetProperty("kept").GetArrayLength().ShouldBe(2);
        await catalog.SeeSourceAsync(new DisappearanceEnded(Catalog.Source, gone));
        (await catalog.AskAsync(Asked)).GetProperty("sources")[0].GetProperty("disappearance").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    private static async Task<string?> ChangedAtAsync(Catalog catalog) =>
        (await catalog.AskAsync("{ entity(ref: \"component:cart\") { changedAt } }")).GetProperty("entity").GetProperty("changedAt").GetString();
}
