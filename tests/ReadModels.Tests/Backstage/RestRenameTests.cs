using System.Text.Json;
using EventCatalog.ReadModels.Backstage;
using EventCatalog.ReadModels.Instants;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests.Backstage;

/// <summary>What becomes of the texts of Backstage's API when names change.</summary>
public sealed class RestRenameTests : IAsyncLifetime
{
    private Catalog catalog = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RestQueries Rest => catalog.Query<RestQueries>();

    public async ValueTask InitializeAsync() => catalog = await Catalog.CreateAsync();

    public ValueTask DisposeAsync() => catalog.DisposeAsync();

    [Fact]
    public async Task A_renamed_entity_keeps_its_uid_and_leaves_no_row_under_the_old_name()
    {
        await catalog.SeeAsync(Component("cart"));
        var uid = Uid(await FindAsync("component:default/cart"));
        await catalog.RenameAsync("component:cart", Component("basket"));
        await catalog.RenameAsync("component:basket", Component("trolley"));

        var entity = await FindAsync("component:default/trolley");
        (Uid(entity), NameOf(entity)).ShouldBe((uid, "trolley"));
        (await Rest.FindAsync(["component:default/cart", "component:default/basket"], null, AsOf.Present, Ct)).ShouldBeEmpty();
        (await Rest.RefOfUidAsync(uid, Ct)).ShouldBe("component:default/trolley");
        (await Rest.PageAsync(new EntityPageRequest(), 20, 0, AsOf.Present, Ct)).TotalItems.ShouldBe(1);
    }

    [Fact]
    public async Task A_removed_entity_comes_back_under_the_name_it_had_last()
    {
        await catalog.SeeAsync(Component("cart"));
        var uid = Uid(await FindAsync("component:default/cart"));
        await catalog.RenameAsync("component:cart", Component("basket"));
        await catalog.RemoveAsync("component:basket");
        await LevelAsync();
        (await Rest.FollowAsync(["component:default/cart", "component:default/basket"], null, AsOf.Present, Ct)).ShouldBeEmpty();

        await catalog.SeeAsync(Component("basket"));
        Uid(await FindAsync("component:default/basket")).ShouldBe(uid);
    }

    [Fact]
    public async Task A_name_that_is_registered_again_is_another_entity_with_another_uid_now_and_then()
    {
        await catalog.SeeAsync(Component("cart"));
        var before = catalog.Position;
        var uid = Uid(await FindAsync("component:default/cart"));
        var between = await catalog.RenameAsync("component:cart", Component("basket"));
        await catalog.SeeAsync(Component("cart", owner: "stock"));

        var (other, renamed) = (Uid(await FindAsync("component:default/cart")), Uid(await FindAsync("component:default/basket")));
        (renamed, other == uid).ShouldBe((uid, false));
        var at = new AsOf.AtPosition(catalog.Position);
        var then = await Rest.FindAsync(["component:default/cart", "component:default/basket"], null, at, Ct);
        (Uid(JsonElement.Parse(then["component:default/cart"])), Uid(JsonElement.Parse(then["component:default/basket"]))).ShouldBe((other, uid));

        NameOf(JsonElement.Parse((await Rest.FindByUidAsync(uid, AsOf.Present, Ct))!)).ShouldBe("basket");
        NameOf(JsonElement.Parse((await Rest.FindByUidAsync(uid, new AsOf.AtPosition(before), Ct))!)).ShouldBe("cart");
        (await Rest.FindByUidAsync(other, new AsOf.AtPosition(before), Ct)).ShouldBeNull();
        var followed = await Rest.FollowAsync(["component:default/cart"], null, new AsOf.AtPosition(between), Ct);
        Uid(JsonElement.Parse(followed["component:default/cart"])).ShouldBe(uid);
        var byUid = new EntityPageRequest { Query = JsonSerializer.SerializeToElement(new Dictionary<string, string>(StringComparer.Ordinal) { ["metadata.uid"] = $"{uid}" }) };
        foreach (var (instant, name) in new (AsOf, string)[] { (AsOf.Present, "basket"), (new AsOf.AtPosition(before), "cart"), (at, "basket") })
            (await Rest.PageAsync(byUid, 20, 0, instant, Ct)).Items.Select(item => NameOf(JsonElement.Parse(item))).ShouldBe([name]);
    }

    [Fact]
    public async Task What_others_say_of_the_old_name_is_said_of_the_new_one_until_the_name_is_used_again()
    {
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Component("cart"));
        await catalog.RenameAsync("group:shop", Group("store"));
        await catalog.RenameAsync("group:store", Group("market"));
        await catalog.SeeAsync(Component("wallet"));

        Relations(await FindAsync("component:default/cart")).ShouldBe(["ownedBy group:default/market"]);
        Relations(await FindAsync("group:default/market")).ShouldBe(["ownerOf component:default/cart", "ownerOf component:default/wallet"]);
        var owned = new EntityPageRequest { Query = JsonElement.Parse("""{"relations.ownedBy":"group:default/market"}""") };
        (await Rest.PageAsync(owned, 20, 0, AsOf.Present, Ct)).TotalItems.ShouldBe(2);

        await catalog.SeeAsync(Group("shop"));
        Relations(await FindAsync("component:default/cart")).ShouldBe(["ownedBy group:default/shop"]);
        Relations(await FindAsync("group:default/market")).ShouldBeEmpty();
        Relations(await FindAsync("group:default/shop")).ShouldBe(["ownerOf component:default/cart", "ownerOf component:default/wallet"]);
    }

    [Fact]
    public async Task An_entity_that_takes_a_name_another_gave_up_is_meant_by_it()
    {
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Component("cart"));
        await catalog.RenameAsync("group:shop", Group("store"));
        await catalog.SeeAsync(Group("bazaar"));
        await catalog.RenameAsync("group:bazaar", Group("shop"));

        Relations(await FindAsync("component:default/cart")).ShouldBe(["ownedBy group:default/shop"]);
        Relations(await FindAsync("group:default/store")).ShouldBeEmpty();
        (await catalog.AskAsync("{ entity(ref: \"component:cart\") { relations { nodes { targetRef } } } }")).GetProperty("entity").ToString()
            .ShouldBe("""{"relations":{"nodes":[{"targetRef":"group:default/shop"}]}}""");
    }

    [Fact]
    public async Task Names_are_followed_to_the_entity_that_last_had_them_at_any_instant()
    {
        await catalog.SeeAsync(Component("cart"));
        var before = catalog.Position;
        await catalog.RenameAsync("component:cart", Component("basket", type: "website"));
        await LevelAsync();
        string[] asked = ["component:default/cart", "component:default/basket", "component:default/none"];

        await FollowsAsync(null, AsOf.Present, "basket basket");
        await FollowsAsync(null, new AsOf.AtPosition(before), "cart cart");
        await FollowsAsync("""{"spec.type":"website"}""", AsOf.Present, "basket basket");
        await FollowsAsync("""{"spec.type":"service"}""", AsOf.Present, "");

        async Task FollowsAsync(string? predicate, AsOf at, string expected)
        {
            var found = await Rest.FollowAsync(asked, predicate is null ? null : JsonElement.Parse(predicate), at, Ct);
            string.Join(' ', asked.Where(found.ContainsKey).Select(name => NameOf(JsonElement.Parse(found[name])))).ShouldBe(expected);
        }
    }

    private async Task LevelAsync() => (await catalog.Followers.WaitForAsync(catalog.Position, TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue(string.Join('\n', catalog.Followers.Status));

    private async Task<JsonElement> FindAsync(string reference)
    {
        await LevelAsync();
        return JsonElement.Parse((await Rest.FindAsync([reference], null, AsOf.Present, Ct))[reference]);
    }

    private static Guid Uid(JsonElement entity) => entity.GetProperty("metadata").GetProperty("uid").GetGuid();

    private static string? NameOf(JsonElement entity) => entity.GetProperty("metadata").GetProperty("name").GetString();

    private static IEnumerable<string> Relations(JsonElement entity) =>
        entity.GetProperty("relations").EnumerateArray().Select(relation => $"{relation.GetProperty("type")} {relation.GetProperty("targetRef")}");
}
