namespace EventCatalog.EndToEnd.Tests;

public sealed class RecrawlTests
{
    [Fact]
    public async Task Another_crawl_of_unchanged_sources_appends_nothing()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Descriptor.Documents(Descriptor.Component("cart", "shop"), Descriptor.Component("till", "shop"), Descriptor.Group("shop")));
        folder.Write("b/catalog-info.yaml", Descriptor.Component("not a name", "shop"));
        await using var portal = await Portal.StartAsync("--source", folder.Root);
        await portal.SettledAsync();
        var position = await portal.PositionAsync();

        for (var again = 0; again < 3; again++)
        {
            var refreshed = (await portal.AskAsync("mutation { refresh(input: { wait: true }) { position changed } }")).GetProperty("refresh");
            refreshed.GetProperty("changed").GetInt32().ShouldBe(0);
        }

        (await portal.PositionAsync()).ShouldBe(position);
        (await Seen.EntitiesAsync(portal)).Count.ShouldBe(3);
    }
}
