using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class WhyTests
{
    private const string Why =
        """
        query($path: String!, $at: Instant, $ref: EntityRef = "component:cart") { why(ref: $ref, path: $path, at: $at) {
          path value source { kind rule path line lineOf target } candidates { value chosen reason target } chain { before after event { type } } } }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_is_led_back_over_every_event_that_set_it()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.SeeAsync(Component("cart", "stock", description: "no matter here"));
        var before = catalog.Position;
        await catalog.RenameAsync("component:cart", Component("basket", "stock", description: "no matter here"));
        await catalog.SeeAsync(Component("basket", "pay"));

        var why = (await catalog.AskAsync(Why, new { path = "spec.owner" })).GetProperty("why");

        (why.GetProperty("path").GetString(), why.GetProperty("value").GetString()).ShouldBe(("/spec/owner", "pay"));
        Steps(why).ShouldBe(["owner-changed: \"stock\" -> \"pay\"", "owner-changed: \"shop\" -> \"stock\"", "entity-registered:  -> \"shop\""]);
        why.GetProperty("source").ToString().ShouldBe("""{"kind":"FILE","rule":null,"path":"catalog-info.yaml","line":7,"lineOf":"VALUE","target":"file:/shop/catalog-info.yaml"}""");
        Steps((await catalog.AskAsync(Why, new { path = "/spec/owner", at = $"@{before}" })).GetProperty("why")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task What_no_descriptor_says_comes_from_a_rule_by_name()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart"));
        await catalog.OrphanAsync("component:cart");

        (await RuleOf("metadata.annotations.backstage.io/managed-by-location")).ShouldBe("RULE written-annotation: entity-registered");
        (await RuleOf("metadata.annotations.backstage.io/orphan")).ShouldBe("RULE written-annotation: entity-orphaned");
        (await RuleOf("metadata.namespace")).ShouldBe("RULE default-namespace: entity-registered");

        async Task<string> RuleOf(string path)
        {
            var why = (await catalog.AskAsync(Why, new { path })).GetProperty("why");
            return $"{why.GetProperty("source").GetProperty("kind")} {why.GetProperty("source").GetProperty("rule")}: {why.GetProperty("chain")[0].GetProperty("event").GetProperty("type")}";
        }
    }

    [Fact]
    public async Task Sources_that_lost_stay_visible()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.SeeAsync(Component("cart", "stock"), "other.yaml", "folder-other");

        var candidates = (await catalog.AskAsync(Why, new { path = "spec.owner" })).GetProperty("why").GetProperty("candidates");

        candidates.ToString().ShouldBe(
            """
            [{"value":"shop","chosen":true,"reason":"It has the entity","target":"file:/shop/catalog-info.yaml"},{"value":"stock","chosen":false,"reason":"file:/shop/catalog-info.yaml had the entity first","target":"file:/shop/other.yaml"}]
            """.Trim());
    }

    [Fact]
    public async Task A_field_nobody_ever_wrote_has_no_source_and_a_path_that_is_none_is_refused()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart"));

        var none = (await catalog.AskAsync(Why, new { path = "spec.nothing" })).GetProperty("why");
        (none.GetProperty("value").ValueKind, none.GetProperty("source").ValueKind, none.GetProperty("chain").GetArrayLength()).ShouldBe((JsonValueKind.Null, JsonValueKind.Null, 0));
        (await catalog.AskAsync(Why, new { path = "spec.owner", @ref = "component:unheard-of" })).GetProperty("why").ValueKind.ShouldBe(JsonValueKind.Null);
        (await catalog.AnswerAsync(Why, new { path = "spec..owner" })).GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("\"spec..owner\" names no field");
    }

    [Fact]
    public async Task A_past_found_later_is_in_the_chain_and_changes_nothing_now()
    {
        await using var catalog = await Catalog.CreateAsync();
        var at = await catalog.SeeAsync(Component("cart", "shop"));
        var once = new EntityEvent.PastVersionFound(
            EntityRef.Parse("component:cart"), JsonElement.Parse(Component("cart", "stock")), new DescriptorLocation(Catalog.Source, "file:/shop/catalog-info.yaml", "file:/shop"));
        await catalog.Log.AppendAsync(
            new StreamAppend("entity-component:default/cart", 1, [new NewEvent(once, Catalog.Noon.AddDays(-3))]), new AppendContext("history"), Ct);
        await catalog.Followers.WaitForAsync(at + 1, TimeSpan.FromSeconds(20), Ct, ["entities/4", "relations/3", "ownership/2"]);

        var why = (await catalog.AskAsync(Why, new { path = "spec.owner" })).GetProperty("why");

        Steps(why).ShouldBe(["entity-registered: \"stock\" -> \"shop\"", "past-version-found:  -> \"stock\""]);
    }

    private static string[] Steps(JsonElement why) =>
    [
        .. why.GetProperty("chain").EnumerateArray().Select(step =>
            $"{step.GetProperty("event").GetProperty("type").GetString()}: {Raw(step.GetProperty("before"))} -> {Raw(step.GetProperty("after"))}"),
    ];

    private static string Raw(JsonElement value) => value.ValueKind is JsonValueKind.Null ? "" : value.GetRawText();
}
