using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>A kind of one's own is added by a file while the portal runs (A107), and a change is asked about before it is made (D8).</summary>
public sealed class KindTests
{
    private const string Kind = """
        apiVersion: eventcatalog.dev/v1
        kind: Kind
        metadata:
          name: dataset
        spec:
          kind: Dataset
          apiVersions: [acme.com/v1]
          icon: database
          tabs: [relations, overview]
          schema:
            type: object
            required: [spec]
            properties:
              spec: { type: object, required: [owner] }
          relations:
            - { field: spec.owner, type: ownedBy, reverse: ownerOf, defaultKind: Group }
            - { field: spec.producedBy, type: producedBy, reverse: produces, defaultKind: Component }

        """;

    private const string Orders = "apiVersion: acme.com/v1\nkind: Dataset\nmetadata:\n  name: orders\nspec:\n  owner: shop\n  producedBy: cart\n";

    [Fact]
    public async Task A_kind_added_by_a_file_has_its_entities_relations_facet_search_and_graphql_type_without_a_restart()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Component("cart", "shop"), Descriptor.Group("shop")));
        await using var portal = await Portal.StartAsync("--source", folder.Root);
        await portal.SettledAsync();

        folder.Write("data/catalog-info.yaml", Descriptor.Documents(Orders, Kind));
        await Eventually.IsAsync($"the type Dataset; the portal said:\n{portal.Output}", async () =>
            (await portal.AskAsync("{ entity(ref: \"dataset:default/orders\") { __typename } }")).GetProperty("entity") is { ValueKind: JsonValueKind.Object } entity
            && entity.GetProperty("__typename").GetString() is "Dataset");

        var data = await portal.AskAsync(
            """
            {
              kinds { name icon tabs entity { ref } }
              entity(ref: "component:default/cart") { relations { nodes { type targetRef } } }
              entities(search: "orders", where: { kind: ["Dataset"] }) { nodes { ref ownerRef ... on Dataset { spec } } }
              facets(paths: ["kind"]) { values { value count } }
            }
            """);
        data.GetProperty("kinds").GetRawText().ShouldBe("""[{"name":"Dataset","icon":"database","tabs":["relations","overview"],"entity":{"ref":"kind:default/dataset"}}]""");
        data.GetProperty("entity").GetProperty("relations").GetRawText().ShouldContain("""{"type":"produces","targetRef":"dataset:default/orders"}""");
        var found = data.GetProperty("entities").GetProperty("nodes").EnumerateArray().ShouldHaveSingleItem();
        (found.GetProperty("ref").GetString(), found.GetProperty("ownerRef").GetString()).ShouldBe(("dataset:default/orders", "group:default/shop"));
        data.GetProperty("facets").GetRawText().ShouldContain("""{"value":"Dataset","count":1}""");
    }

    [Fact]
    public async Task Validate_against_a_portal_says_what_would_break_and_writes_nothing()
    {
        using var folder = new TempFolder();
        folder.Write("live/catalog-info.yaml", Descriptor.Documents(Descriptor.Component("cart", "shop"), Descriptor.Group("shop")));
        await using var portal = await Portal.StartAsync("--source", folder.At("live"));
        await portal.SettledAsync();
        var position = await portal.PositionAsync();
        folder.Write("change/catalog-info.yaml", Descriptor.Component("cart", "pay"));

        var run = await CommandRun.OfEventCatalogAsync("validate", "--against", portal.Url.ToString(), "--as-source", folder.At("live"), folder.At("change"));

        run.ExitCode.ShouldBe(1, run.All);
        foreach (var line in new[]
        {
            "breaks: component:default/cart ownedBy group:default/pay", "removes: group:default/shop", "owner: component:default/cart: group:default/shop -> group:default/pay",
            "relation removed: group:default/shop ownerOf component:default/cart", "changes: component:default/cart /spec/owner: \"shop\" -> \"pay\"",
        })
            run.Output.ShouldContain(line);
        (await portal.PositionAsync()).ShouldBe(position);

        var json = await CommandRun.OfEventCatalogAsync("validate", "--json", "--against", portal.Url.ToString(), folder.At("live"));
        json.ExitCode.ShouldBe(0, json.All);
        JsonElement.Parse(json.Output).GetProperty("preview").GetProperty("change").GetProperty("changed").GetArrayLength().ShouldBe(0);

        var unknown = await CommandRun.OfEventCatalogAsync("validate", "--against", portal.Url.ToString(), "--as-source", "nowhere", folder.At("live"));
        (unknown.ExitCode, unknown.Errors).ShouldSatisfyAllConditions(said => said.ExitCode.ShouldBe(3), said => said.Errors.ShouldContain("\"nowhere\""));
    }

    [Fact]
    public async Task Rules_of_the_configuration_decide_which_kinds_may_be_declared_and_where()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Component("cart", "shop"), Descriptor.Group("shop")));
        var rules = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Catalog__Rules__0__Allow__0"] = "component",
            ["Catalog__Rules__1__Allow__0__kind"] = "Group",
            ["Catalog__Rules__1__Allow__0__spec.type"] = "Team",
            ["Catalog__Rules__1__Locations__0__type"] = "file",
            ["Catalog__Rules__1__Locations__0__pattern"] = "/nowhere/**",
        };

        var refused = await CommandRun.OfAsync(CommandRun.EventCatalog(["validate", folder.Root], rules));
        refused.ExitCode.ShouldBe(1, refused.All);
        refused.Output.ShouldContain("rule kind-is-allowed");
        refused.Output.ShouldContain("1 sound, 1 refused");

        rules["Catalog__Rules__1__Locations__0__pattern"] = $"{folder.Root.ToUpperInvariant()}*";
        var allowed = await CommandRun.OfAsync(CommandRun.EventCatalog(["validate", folder.Root], rules));
        allowed.ExitCode.ShouldBe(0, allowed.All);

        rules["Catalog__Rules__1__Locations__0__exact"] = "/x";
        var wrong = await CommandRun.OfAsync(CommandRun.EventCatalog(["validate", folder.Root], rules));
        (wrong.ExitCode, wrong.Errors).ShouldSatisfyAllConditions(said => said.ExitCode.ShouldBe(2), said => said.Errors.ShouldContain("both exact and pattern"));
    }
}
