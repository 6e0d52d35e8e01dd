using System.Net.Http.Json;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>A newcomer starts the program with nothing configured (A115, A117).</summary>
[Collection(nameof(DemoPortal))]
public sealed class FirstStartTests(DemoPortal demo)
{
    private static readonly string[] AllKinds = ["API", "Component", "Domain", "Group", "Location", "Resource", "System", "Template", "User"];

    [Fact]
    public async Task The_first_start_serves_the_portal_with_the_demo_organisation_marked_as_such()
    {
        var page = await demo.Portal.Http.GetStringAsync("/", TestContext.Current.CancellationToken);
        page.ShouldContain("<title>");
        page.ShouldContain("/assets/");

        var info = await demo.Portal.Http.GetFromJsonAsync<JsonElement>("/api/portal", TestContext.Current.CancellationToken);
        info.GetProperty("demo").GetBoolean().ShouldBeTrue();
        info.GetProperty("sourcesConfigured").GetInt32().ShouldBe(0);
        info.GetProperty("commandForOwnCode").GetString()!.ShouldContain("--source");
    }

    [Fact]
    public async Task The_demo_organisation_has_all_nine_kinds_and_a_template()
    {
        var data = await demo.Portal.AskAsync("""{ facets(paths: ["kind"]) { values { value count } } entities(where: { kind: ["Template"] }) { totalCount } }""");
        data.GetProperty("facets")[0].GetProperty("values").EnumerateArray().Select(value => value.GetProperty("value").GetString()!).Order(StringComparer.Ordinal)
            .ShouldBe(AllKinds, StringComparer.OrdinalIgnoreCase);
        data.GetProperty("entities").GetProperty("totalCount").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Every_read_model_is_level_with_the_log()
    {
        var data = await demo.Portal.AskAsync("{ position readModels { name position lag status } }");
        var position = data.GetProperty("position").GetString();
        foreach (var model in data.GetProperty("readModels").EnumerateArray())
        {
            model.GetProperty("lag").GetInt32().ShouldBe(0, model.ToString());
            model.GetProperty("position").GetString().ShouldBe(position, model.ToString());
        }
    }

    [Fact]
    public async Task A_restart_keeps_everything_and_ones_own_source_replaces_the_demo()
    {
        using var folder = new TempFolder();
        folder.Write("own/catalog-info.yaml", Descriptor.Component("cart", "shop"));
        await using var portal = await Portal.StartAsync();
        await portal.DemoIsThereAsync();
        var (position, before) = (await portal.PositionAsync(), await Seen.EntitiesAsync(portal));
        (await portal.StopAsync()).ShouldBe(0, portal.Output);

        await portal.StartAgainAsync();
        (await portal.PositionAsync()).ShouldBe(position);
        Texts(await Seen.EntitiesAsync(portal)).ShouldBe(Texts(before));
        (await portal.StopAsync()).ShouldBe(0, portal.Output);

        await portal.StartAgainAsync("--source", folder.At("own"));
        await Eventually.IsAsync("the demo to be gone", async () => (await Seen.EntitiesAsync(portal)).Keys is { Count: 1 } refs && refs.Contains("component:default/cart"));
        var info = await portal.Http.GetFromJsonAsync<JsonElement>("/api/portal", TestContext.Current.CancellationToken);
        info.GetProperty("demo").GetBoolean().ShouldBeFalse();
        info.GetProperty("sourcesConfigured").GetInt32().ShouldBe(1);
    }

    private static IEnumerable<string> Texts(IReadOnlyDictionary<string, JsonElement> entities) => entities.Values.Select(entity => entity.GetRawText());
}
