namespace EventCatalog.EndToEnd.Tests;

/// <summary>What the pages say of a renamed entity, of a second source, of what is held and of owners, in a browser.</summary>
public sealed class IdentityPageTests
{
    private static readonly Dictionary<string, string> Hourly = new(StringComparer.Ordinal) { ["Catalog__CrawlInterval"] = "01:00:00" };

    [Theory]
    [InlineData(1440, "light")]
    [InlineData(390, "dark")]
    public async Task Old_names_lead_on_and_what_waits_or_is_held_is_seen_and_answered(int width, string scheme)
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Component("cart", "shop"), Descriptor.Component("wallet", "nobody")));
        using var two = new TempFolder();
        two.Write("catalog-info.yaml", Many(12));
        await using var portal = await Portal.StartAsync(Hourly, "--source", one.Root, "--source", two.Root);
        await portal.SettledAsync(2);
        one.Write("catalog-info.yaml", Descriptor.Documents(Descriptor.Group("shop"), Descriptor.Component("basket", "shop"), Descriptor.Component("wallet", "nobody")));
        await RefreshAsync(portal);
        two.Write("catalog-info.yaml", Descriptor.Documents(Many(1), Descriptor.Component("basket", "pay")));
        await RefreshAsync(portal);

        await BrowserWalk.RunAsync(portal, "identity", $"--width={width}", $"--scheme={scheme}");
    }

    private static Task RefreshAsync(Portal portal) => portal.AskAsync("mutation { refresh(input: { wait: true }) { changed } }");

    private static string Many(int count) => Descriptor.Documents([.. Enumerable.Range(0, count).Select(number => Descriptor.Component($"c{number}", "shop"))]);
}
