using System.Text;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class EntityTests : IAsyncLifetime
{
    private Catalog catalog = null!;

    public async ValueTask InitializeAsync() => catalog = await Catalog.CreateAsync();

    public ValueTask DisposeAsync() => catalog.DisposeAsync();

    [Fact]
    public async Task An_entity_shows_its_descriptor_its_owner_and_where_it_was_read()
    {
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Component("cart", title: "Shopping cart", tags: ["java"], description: "Holds what one wants"));

        var entity = (await catalog.AskAsync(
            """
            { entity(ref: "component:cart") { __typename ref kind name title description tags labels spec version orphaned
                owner { ref __typename } ownerRef registeredAt
                source { repository commit path line target } annotations problems { message } } }
            """)).GetProperty("entity");

        entity.GetProperty("__typename").GetString().ShouldBe("Component");
        entity.GetProperty("ref").GetString().ShouldBe("component:default/cart");
        entity.GetProperty("title").GetString().ShouldBe("Shopping cart");
        entity.GetProperty("tags")[0].GetString().ShouldBe("java");
        entity.GetProperty("spec").GetProperty("owner").GetString().ShouldBe("shop");
        entity.GetProperty("owner").GetProperty("ref").GetString().ShouldBe("group:default/shop");
        entity.GetProperty("owner").GetProperty("__typename").GetString().ShouldBe("Group");
        entity.GetProperty("version").GetInt32().ShouldBe(1);
        entity.GetProperty("registeredAt").GetString().ShouldBe("2026-03-01T14:00:00Z");
        entity.GetProperty("source").GetProperty("line").GetInt32().ShouldBe(7);
        entity.GetProperty("source").GetProperty("target").GetString().ShouldBe("file:/shop/catalog-info.yaml");
        entity.GetProperty("annotations").GetProperty("backstage.io/managed-by-location").GetString().ShouldBe("file:/shop/catalog-info.yaml");
        entity.GetProperty("problems").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_entity_is_null() =>
        (await catalog.AskAsync("""{ entity(ref: "component:default/none") { ref } }""")).GetProperty("entity").ValueKind.ShouldBe(JsonValueKind.Null);

    [Fact]
    public async Task A_reference_that_cannot_be_read_is_an_error_that_quotes_it()
    {
        var answer = await catalog.AnswerAsync("""{ entity(ref: "a:/c") { ref } }""");
        answer.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("a:/c");
    }

    [Fact]
    public async Task An_entity_is_seen_as_it_was_at_a_position_and_at_a_time()
    {
        var first = await catalog.SeeAsync(Component("cart", owner: "shop")); // 13:00
        await catalog.SeeAsync(Component("cart", owner: "checkout")); // 14:00
        await catalog.RemoveAsync("component:cart"); // 15:00

        var answer = await catalog.AskAsync(
            """
            query($first: Instant!) {
              before: entity(ref: "component:cart", at: "2026-03-01T12:59:00Z") { ownerRef }
              byPosition: entity(ref: "component:cart", at: $first) { ownerRef version }
              byTime: entity(ref: "component:cart", at: "2026-03-01T14:30:00Z") { ownerRef version }
              now: entity(ref: "component:cart") { ownerRef }
              listed: entities(at: "2026-03-01T13:30:00Z") { nodes { ref ownerRef } totalCount }
              counted: facets(paths: ["relations.ownedBy"], at: "2026-03-01T14:30:00Z") { values { value count } }
            }
            """, new { first = $"@{first}" });

        answer.GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("byPosition").GetProperty("ownerRef").GetString().ShouldBe("group:default/shop");
        answer.GetProperty("byTime").GetProperty("ownerRef").GetString().ShouldBe("group:default/checkout");
        answer.GetProperty("byTime").GetProperty("version").GetInt32().ShouldBe(2);
        answer.GetProperty("now").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("listed").GetProperty("totalCount").GetInt32().ShouldBe(1);
        answer.GetProperty("listed").GetProperty("nodes")[0].GetProperty("ownerRef").GetString().ShouldBe("group:default/shop");
        answer.GetProperty("counted")[0].GetProperty("values").ToString().ShouldBe("""[{"value":"group:default/checkout","count":1}]""");
    }

    [Fact]
    public async Task A_removed_entity_that_returns_goes_on_where_it_was()
    {
        await catalog.SeeAsync(Component("cart", dependsOn: ["resource:db"]));
        await catalog.RemoveAsync("component:cart");
        await catalog.SeeAsync(Component("cart", dependsOn: ["resource:db"]));

        var entity = (await catalog.AskAsync(
            """{ entity(ref: "component:cart") { version registeredAt relations(types: ["dependsOn"]) { nodes { targetRef } } ownershipTimeline { ownerRef from to } history { totalCount nodes { type } } } }"""))
            .GetProperty("entity");

        entity.GetProperty("version").GetInt32().ShouldBe(3);
        entity.GetProperty("registeredAt").GetString().ShouldBe("2026-03-01T13:00:00Z");
        entity.GetProperty("relations").GetProperty("nodes")[0].GetProperty("targetRef").GetString().ShouldBe("resource:default/db");
        entity.GetProperty("history").GetProperty("nodes").EnumerateArray().Select(e => e.GetProperty("type").GetString())
            .ShouldBe(["entity-registered", "entity-removed", "entity-restored"]);
        entity.GetProperty("ownershipTimeline").ToString().ShouldBe(
            """[{"ownerRef":"group:default/shop","from":"2026-03-01T13:00:00Z","to":"2026-03-01T14:00:00Z"},{"ownerRef":null,"from":"2026-03-01T14:00:00Z","to":"2026-03-01T15:00:00Z"},{"ownerRef":"group:default/shop","from":"2026-03-01T15:00:00Z","to":null}]""");
    }

    [Fact]
    public async Task An_orphan_stays_and_says_so()
    {
        await catalog.SeeAsync(Component("cart"));
        await catalog.OrphanAsync("component:cart");

        var entity = (await catalog.AskAsync("""{ entity(ref: "component:cart") { orphaned annotations } }""")).GetProperty("entity");

        entity.GetProperty("orphaned").GetBoolean().ShouldBeTrue();
        entity.GetProperty("annotations").GetProperty("backstage.io/orphan").GetString().ShouldBe("true");
    }

    [Fact]
    public async Task A_long_text_is_kept_beside_the_log_and_shown_whole()
    {
        var definition = new string('x', LargeBodies.Threshold + 1);
        var (detached, bodies) = LargeBodies.Detach(JsonElement.Parse(Json("API", "orders", new { type = "openapi", lifecycle = "production", owner = "shop", definition })));
        foreach (var body in bodies.Values)
            await catalog.Bodies.PutAsync(Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);
        await catalog.SeeAsync(detached.GetRawText());

        var spec = (await catalog.AskAsync("""{ entity(ref: "api:orders") { spec } }""")).GetProperty("entity").GetProperty("spec");

        spec.GetProperty("definition").GetString().ShouldBe(definition);
    }

    [Fact]
    public async Task A_node_is_found_by_its_id()
    {
        await catalog.SeeAsync(Component("cart"));
        var id = (await catalog.AskAsync("""{ entity(ref: "component:cart") { id history { nodes { id } } } }""")).GetProperty("entity");

        var answer = await catalog.AskAsync(
            "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Event { type } ... on Component { name } } }",
            new { ids = new[] { id.GetProperty("id").GetString(), id.GetProperty("history").GetProperty("nodes")[0].GetProperty("id").GetString(), "nonsense" } });

        answer.GetProperty("nodes").EnumerateArray().Select(node => node.ValueKind == JsonValueKind.Null ? null : node.GetProperty("__typename").GetString())
            .ShouldBe(["Component", "Event", null]);
    }
}
