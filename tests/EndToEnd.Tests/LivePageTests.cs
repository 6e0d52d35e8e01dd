namespace EventCatalog.EndToEnd.Tests;

public sealed class LivePageTests
{
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

        await BrowserWalk.RunAsync(portal, "live", $"--file={Path.Combine(tree.Folder, "catalog-info.yaml")}");
    }
}
