using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Names that were given up, over Backstage's API of the real program.</summary>
public sealed class RestNamesTests
{
    private const string Entities = "/api/catalog/entities";
    private static readonly Dictionary<string, string> Hourly = new(StringComparer.Ordinal) { ["Catalog__CrawlInterval"] = "01:00:00" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_that_was_given_up_leads_to_the_entity_each_time_it_is_asked_for_now_and_then()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Component("cart", "shop")));
        await using var portal = await Portal.StartAsync(Hourly, "--source", folder.Root);
        await portal.SettledAsync();
        var before = await portal.PositionAsync();
        var (uid, _) = await FoundAsync(portal, "/by-name/component/default/cart");

        folder.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Component("basket", "shop")));
        await portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");
        var now = await portal.PositionAsync();

        // Twice, for what is kept of the first answer must not lack the headers; and with a query, which belongs to the address.
        foreach (var query in new[] { "", "", $"?at=@{now}" })
        {
            using var answer = await portal.Http.GetAsync($"{Entities}/by-name/component/default/cart{query}", Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.Location.ShouldBe(new Uri($"{Entities}/by-name/component/default/basket{query}", UriKind.Relative));
            long.Parse(answer.Headers.GetValues("EventCatalog-Renamed-At").Single(), CultureInfo.InvariantCulture).ShouldBeInRange(before + 1, now);
            Read(await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).ShouldBe((uid, "basket"));
        }

        using (var past = await portal.Http.GetAsync($"{Entities}/by-name/component/default/cart?at=@{before}", Ct))
        {
            (past.StatusCode, past.Headers.Location, past.Headers.Contains("EventCatalog-Renamed-At")).ShouldBe((HttpStatusCode.OK, null, false));
            Read(await past.Content.ReadFromJsonAsync<JsonElement>(Ct)).ShouldBe((uid, "cart"));
        }

        (await FoundAsync(portal, "/by-name/component/default/basket")).ShouldBe((uid, "basket"));
        (await FoundAsync(portal, $"/by-uid/{uid}")).ShouldBe((uid, "basket"));
        (await FoundAsync(portal, $"/by-uid/{uid}?at=@{before}")).ShouldBe((uid, "cart"));

        using var some = await portal.Http.PostAsJsonAsync($"{Entities}/by-refs", new { entityRefs = new[] { "component:default/cart", "component:default/none" } }, Ct);
        var items = (await some.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("items");
        (Read(items[0]), items[1].ValueKind).ShouldBe(((uid, "basket"), JsonValueKind.Null));

        using var none = await portal.Http.GetAsync($"{Entities}/by-name/component/default/none", Ct);
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await none.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("error").GetProperty("message").GetString()
            .ShouldBe("No entity named 'none' found, with kind 'component' in namespace 'default'");
    }

    private static async Task<(string? Uid, string? Name)> FoundAsync(Portal portal, string address) =>
        Read(await portal.Http.GetFromJsonAsync<JsonElement>($"{Entities}{address}", Ct));

    private static (string? Uid, string? Name) Read(JsonElement entity) =>
        (entity.GetProperty("metadata").GetProperty("uid").GetString(), entity.GetProperty("metadata").GetProperty("name").GetString());
}
