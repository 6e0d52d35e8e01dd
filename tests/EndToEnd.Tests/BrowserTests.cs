using System.Diagnostics;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Walks the portal in a real browser; what each scenario does stands in browser/scenarios.mjs.</summary>
[Collection(nameof(DemoPortal))]
public sealed class BrowserTests(DemoPortal demo)
{
    [Theory]
    [InlineData(1440, "light")]
    [InlineData(1440, "dark")]
    [InlineData(390, "light")]
    [InlineData(390, "dark")]
    public Task A_newcomer_walks_from_home_through_list_filters_and_entity_to_a_team_and_meets_no_fault(int width, string scheme) =>
        WalkAsync(demo.Portal, "walk", $"--width={width}", $"--scheme={scheme}");

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public Task A_chosen_theme_stays_after_a_reload(int width) => WalkAsync(demo.Portal, "theme", $"--width={width}");

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public Task Everything_can_be_reached_with_the_keyboard_alone(string scheme) => WalkAsync(demo.Portal, "keyboard", $"--scheme={scheme}");

    [Theory]
    [InlineData(1440, "light")]
    [InlineData(390, "dark")]
    public Task An_address_of_nothing_says_so_and_shows_a_way_on(int width, string scheme) =>
        WalkAsync(demo.Portal, "missing", $"--width={width}", $"--scheme={scheme}");

    [Fact]
    public async Task An_edited_owner_appears_on_the_open_page_without_a_reload()
    {
        using var folder = new TempFolder();
        var tree = await GitRepository.MakeAsync(folder.At("tree"));
        tree.Write("catalog-info.yaml", Descriptor.Component("cart", "shop"));
        tree.Write("org/catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Group("pay")));
        await tree.CommitAsync("Ada Lovelace", "Begin");
        await using var portal = await Portal.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Catalog__CrawlInterval"] = "00:00:02" }, "--source", tree.Folder);
        await portal.SettledAsync();

        await WalkAsync(portal, "live", $"--file={Path.Combine(tree.Folder, "catalog-info.yaml")}");
    }

    private static async Task WalkAsync(Portal portal, string scenario, params string[] arguments)
    {
        // EVENTCATALOG_PICTURES keeps a picture of every page looked at; without it only a failed walk leaves one.
        var kept = Environment.GetEnvironmentVariable("EVENTCATALOG_PICTURES");
        var pictures = kept ?? Path.Combine(Path.GetTempPath(), "eventcatalog-walk");
        Directory.CreateDirectory(pictures);
        var run = await CommandRun.OfAsync(new ProcessStartInfo(
            "node", [Path.Combine(Checkout.Browser, "walk.mjs"), scenario, $"--url={portal.Url}", $"--pictures={pictures}", .. kept is null ? [] : (string[])["--keep"], .. arguments]));

        TestContext.Current.TestOutputHelper!.WriteLine(run.All);
        run.ExitCode.ShouldBe(0, $"pictures are in {pictures}\n{run.All}\nThe portal said:\n{portal.Output}");
    }
}
