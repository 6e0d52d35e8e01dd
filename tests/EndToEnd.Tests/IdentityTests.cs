using System.Net;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Names change and files move, the entity stays (D13), with two sources and the real program.</summary>
public sealed class IdentityTests
{
    private static readonly Dictionary<string, string> Hourly = new(StringComparer.Ordinal) { ["Catalog__CrawlInterval"] = "01:00:00" };

    [Fact]
    public async Task A_renamed_entity_is_found_by_its_old_name_and_says_so_over_REST_and_GraphQL()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Component("cart", "shop")));
        await using var portal = await Portal.StartAsync(Hourly, "--source", folder.Root);
        await portal.SettledAsync();
        var before = await portal.PositionAsync();
        var uid = await UidAsync(portal, "cart");

        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Component("basket", "shop")));
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");

        using var answer = await portal.Http.GetAsync("/api/catalog/entities/by-name/component/default/cart", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Location.ShouldBe(new Uri("/api/catalog/entities/by-name/component/default/basket", UriKind.Relative));
        long.Parse(answer.Headers.GetValues("EventCatalog-Renamed-At").Single(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(before);
        (await UidAsync(portal, "basket")).ShouldBe(uid);
        var data = await portal.AskAsync(
            "query($at: Instant!, $now: Instant!) { now: entity(ref: \"component:cart\") { ref renames { fromRef } } then: entity(ref: \"component:cart\", at: $at) { ref } diff(from: $at, to: $now) { nodes { kind ref previousRef } } }",
            new { at = $"@{before}", now = $"@{await portal.PositionAsync()}" });
        data.GetProperty("now").ToString().ShouldBe("""{"ref":"component:default/basket","renames":[{"fromRef":"component:default/cart"}]}""");
        data.GetProperty("then").GetProperty("ref").GetString().ShouldBe("component:default/cart");
        data.GetProperty("diff").GetProperty("nodes").ToString().ShouldBe("""[{"kind":"RENAMED","ref":"component:default/basket","previousRef":"component:default/cart"}]""");
    }

    [Fact]
    public async Task The_waiting_source_takes_over_by_itself_when_the_first_lets_go()
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Component("cart", "shop"), Descriptor.Component("other", "shop")));
        using var two = new TempFolder();
        two.Write("catalog-info.yaml", Descriptor.Component("wallet", "pay"));
        await using var portal = await Portal.StartAsync(Hourly, "--source", one.Root, "--source", two.Root);
        await portal.SettledAsync(2);
        two.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Component("wallet", "pay"), Descriptor.Component("cart", "pay")));
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
        const string Asked = "{ entity(ref: \"component:cart\") { ownerRef orphaned conflicts { fields { path waiting } } } }";
        (await portal.AskAsync(Asked)).GetProperty("entity").GetProperty("conflicts").ToString().ShouldBe("""[{"fields":[{"path":"/spec/owner","waiting":"pay"}]}]""");

        one.Write("catalog-info.yaml", Descriptor.Component("other", "shop"));
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");

        await Eventually.IsAsync("the second source to have taken over", async () =>
            (await portal.AskAsync(Asked)).GetProperty("entity").ToString() == """{"ownerRef":"group:default/pay","orphaned":false,"conflicts":[]}""");
        (await portal.AskAsync("{ events(where: { entity: [\"component:cart\"], types: [\"entity-removed\"] }) { totalCount } }")).GetProperty("events").GetProperty("totalCount").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_source_that_goes_before_for_a_field_gives_it_and_what_lost_stays_visible_with_the_reason()
    {
        using var file = new TempFolder();
        file.Write("catalog-info.yaml", Descriptor.Component("cart", "shop"));
        using var provider = new TempFolder();
        provider.Write("catalog-info.yaml", Descriptor.Component("wallet", "pay"));
        var settings = new Dictionary<string, string>(Hourly, StringComparer.Ordinal) { ["Catalog__Precedence__0__Path"] = "/spec/owner", ["Catalog__Precedence__0__Source"] = provider.Root };
        await using var portal = await Portal.StartAsync(settings, "--source", file.Root, "--source", provider.Root);
        await portal.SettledAsync(2);

        provider.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Component("wallet", "pay"), Descriptor.Component("cart", "pay", "deprecated")));
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");

        var entity = (await portal.AskAsync("{ entity(ref: \"component:cart\") { ownerRef lifecycle source { target } conflicts { overruled fields { path kept waiting reason } } } sources { problems { rule } } }")).GetProperty("entity");
        (entity.GetProperty("ownerRef").GetString(), entity.GetProperty("lifecycle").GetString()).ShouldBe(("group:default/pay", "production"));
        entity.GetProperty("source").GetProperty("target").GetString()!.ShouldContain(file.Root);
        entity.GetProperty("conflicts").EnumerateArray().Select(conflict => $"{conflict.GetProperty("overruled")} {conflict.GetProperty("fields")[0]}").Order(StringComparer.Ordinal).ShouldBe(
        [
            $$"""False {"path":"/spec/lifecycle","kept":"production","waiting":"deprecated","reason":"file:{{file.Root}}/catalog-info.yaml had the entity first"}""",
            """True {"path":"/spec/owner","kept":"pay","waiting":"shop","reason":"The configuration (Catalog:Precedence) lets another source go before it here"}""",
        ]);
    }

    private static async Task<string?> UidAsync(Portal portal, string name)
    {
        await using var answer = await portal.Http.GetStreamAsync($"/api/catalog/entities/by-name/component/default/{name}", TestContext.Current.CancellationToken);
        using var entity = await System.Text.Json.JsonDocument.ParseAsync(answer, cancellationToken: TestContext.Current.CancellationToken);
        return entity.RootElement.GetProperty("metadata").GetProperty("uid").GetString();
    }
}
