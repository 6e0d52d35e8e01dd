namespace EventCatalog.EndToEnd.Tests;

public sealed class JoiningTests
{
    [Fact]
    public async Task Crawling_once_while_a_portal_runs_on_the_data_folder_joins_it_and_the_portal_shows_what_was_found()
    {
        using var folder = new TempFolder();
        folder.Write("one/catalog-info.yaml", Descriptor.Component("cart", "shop"));
        folder.Write("two/catalog-info.yaml", Descriptor.Component("till", "shop"));
        await using var portal = await Portal.StartAsync("--source", folder.At("one"));
        await portal.SettledAsync();

        var run = await CommandRun.OfEventCatalogAsync("crawl", "--once", "--data", portal.Data, "--source", folder.At("one"), folder.At("two"));

        run.ExitCode.ShouldBe(0, run.All);
        await Eventually.IsAsync("both entities in the portal", async () => (await Seen.EntitiesAsync(portal)).Count == 2);
        (await portal.StopAsync()).ShouldBe(0, portal.Output);

        var alone = await CommandRun.OfEventCatalogAsync("crawl", "--once", "--data", portal.Data);
        alone.ExitCode.ShouldBe(0, alone.All);
        alone.Output.ShouldContain("1 found, 0 changed");
    }
}
