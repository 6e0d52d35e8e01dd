using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests.Ownership;

public sealed class MergeTests
{
    /// <summary>A22: rename and merge a Group; all owned entities keep owner history, no orphan remains, the difference lists the moves.</summary>
    [Fact]
    public async Task What_a_merged_group_owned_is_owned_by_the_other_without_a_gap_and_its_name_leads_there()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Group("stock"));
        await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.SeeAsync(Component("depot", "stock"));
        var before = catalog.Position;
        await catalog.RenameAsync("group:stock", Group("store"));
        await catalog.RemoveAsync("group:shop"); // 19:00
        await MergeAsync(catalog, "group:default/shop", "group:default/store", Catalog.Noon.AddHours(7));

        var answer = await catalog.AskAsync(
            """
            query($from: Instant!, $to: Instant!) {
              cart: entity(ref: "component:cart") { owner { ref } relations(types: ["ownedBy"]) { nodes { targetRef } } problems { message } ownershipTimeline { state ownerRef kind owner { ref } } }
              depot: entity(ref: "component:depot") { owner { ref } problems { message } ownershipTimeline { state ownerRef kind } }
              merged: entity(ref: "group:shop") { ref merges { fromRef } }
              then: entity(ref: "group:shop", at: $from) { ref }
              owned: entities(where: { owner: ["group:store"] }) { nodes { name } }
              ownershipProblems { totalCount }
              diff(from: $from, to: $to) { nodes { kind ref previousRef } }
              moves: ownershipChanges(where: { kind: [OWNER_MERGED, OWNER_RENAMED] }) { nodes { entityRef fromRef toRef } }
            }
            """, new { from = $"@{before}", to = $"@{catalog.Position}" });

        answer.GetProperty("cart").ToString().ShouldBe(
            """
            {"owner":{"ref":"group:default/store"},"relations":{"nodes":[{"targetRef":"group:default/store"}]},"problems":[],"ownershipTimeline":[{"state":"OWNED","ownerRef":"group:default/shop","kind":"REGISTERED","owner":{"ref":"group:default/store"}},{"state":"OWNED","ownerRef":"group:default/store","kind":"OWNER_MERGED","owner":{"ref":"group:default/store"}}]}
            """.Trim());
        answer.GetProperty("depot").ToString().ShouldBe(
            """
            {"owner":{"ref":"group:default/store"},"problems":[],"ownershipTimeline":[{"state":"OWNED","ownerRef":"group:default/stock","kind":"REGISTERED"},{"state":"OWNED","ownerRef":"group:default/store","kind":"OWNER_RENAMED"}]}
            """.Trim());
        answer.GetProperty("merged").ToString().ShouldBe("""{"ref":"group:default/store","merges":[{"fromRef":"group:default/shop"}]}""");
        answer.GetProperty("then").GetProperty("ref").GetString().ShouldBe("group:default/shop");
        answer.GetProperty("owned").GetProperty("nodes").GetArrayLength().ShouldBe(2);
        answer.GetProperty("ownershipProblems").GetProperty("totalCount").GetInt32().ShouldBe(0);
        answer.GetProperty("diff").GetProperty("nodes").ToString().ShouldBe(
            """[{"kind":"REMOVED","ref":"group:default/shop","previousRef":null},{"kind":"RENAMED","ref":"group:default/store","previousRef":"group:default/stock"}]""");
        answer.GetProperty("moves").GetProperty("nodes").ToString().ShouldBe(
            """[{"entityRef":"component:default/depot","fromRef":"group:default/stock","toRef":"group:default/store"},{"entityRef":"component:default/cart","fromRef":"group:default/shop","toRef":"group:default/store"}]""");
    }

    [Fact]
    public async Task A_name_that_was_merged_and_is_registered_anew_is_another_group_of_its_own()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Group("store"));
        await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.RemoveAsync("group:shop");
        var last = await MergeAsync(catalog, "group:default/shop", "group:default/store", Catalog.Noon.AddHours(4));
        await catalog.Log.AppendAsync(
            new StreamAppend("entity-group:default/shop", 3, [new NewEvent(new EntityEvent.EntityRegistered(
                EntityRef.Parse("group:shop"), new("folder-test", "file:/shop/new.yaml", "file:/shop"), System.Text.Json.JsonElement.Parse(Group("shop"))), Catalog.Noon.AddHours(9))]),
            new AppendContext("tester"), TestContext.Current.CancellationToken);
        await catalog.Followers.WaitForAsync(last + 1, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken, ["entities/4", "relations/3", "ownership/2", "rest/1"]);

        var answer = await catalog.AskAsync("""{ entity(ref: "component:cart") { owner { ref } ownershipTimeline { ownerRef } } entities(where: { kind: ["group"] }) { nodes { id ref } } }""");

        answer.GetProperty("entity").ToString().ShouldBe(
            """{"owner":{"ref":"group:default/shop"},"ownershipTimeline":[{"ownerRef":"group:default/shop"},{"ownerRef":"group:default/store"},{"ownerRef":"group:default/shop"}]}""");
        answer.GetProperty("entities").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()).ShouldBeUnique();
    }

    private static async Task<long> MergeAsync(Catalog catalog, string from, string into, DateTimeOffset at)
    {
        var result = await catalog.Log.AppendAsync(
            new StreamAppend($"entity-{from}", ExpectedVersion.MustExist, [new NewEvent(new EntityEvent.EntityMerged(EntityRef.Parse(from), EntityRef.Parse(into), "one team"), at)]),
            new AppendContext("tester"), TestContext.Current.CancellationToken);
        await catalog.Followers.WaitForAsync(result.LastPosition, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken, ["entities/4", "relations/3", "ownership/2", "rest/1"]);
        return result.LastPosition;
    }
}
