using EventCatalog.Domain;
using EventCatalog.Ingestion.Crawling;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class ChangedFilesTests
{
    [Fact]
    public async Task An_edited_file_is_read_without_the_others()
    {
        await using var crawled = await Crawled.StartAsync();
        // Were the others read, this would be noticed.
        crawled.Folder.Write("basket/catalog-info.yaml", Yaml.Component("basket", "search"));
        crawled.Folder.Write("cart/catalog-info.yaml", Yaml.Component("cart", "payments"));

        var result = await crawled.ChangedAsync("cart/catalog-info.yaml");

        (result!.Found, result.Changed).ShouldBe((1, 1));
        (await crawled.Catalog.EntityEventsAsync(crawled.First.Position)).ShouldHaveSingleItem().Event
            .ShouldBeOfType<OwnerChanged>().To.ShouldBe(EntityRef.Parse("group:default/payments"));
    }

    [Fact]
    public async Task A_temporary_file_that_is_gone_again_concerns_nobody()
    {
        await using var crawled = await Crawled.StartAsync();
        crawled.Folder.Write("cart/catalog-info.yaml", Yaml.Component("cart", "payments"));

        (await crawled.ChangedAsync("cart/.catalog-info.yaml.swp", "cart/catalog-info.yaml"))!.Changed.ShouldBe(1);
    }

    [Theory]
    [InlineData("a new file")]
    [InlineData("a deleted file")]
    [InlineData("a deleted folder")]
    [InlineData("another entity")]
    [InlineData("one entity more")]
    [InlineData("an unsound document")]
    [InlineData("a Location")]
    [InlineData("a placeholder")]
    [InlineData("a withdrawn source")]
    public async Task Whatever_may_concern_more_than_the_file_is_left_to_a_whole_crawl(string what)
    {
        await using var crawled = await Crawled.StartAsync();
        var folder = crawled.Folder;
        string[] changed = ["cart/catalog-info.yaml"];
        switch (what)
        {
            case "a new file":
                folder.Write("new/catalog-info.yaml", Yaml.Component("new"));
                changed = ["new/catalog-info.yaml"];
                break;
            case "a deleted file":
                folder.Delete("cart/catalog-info.yaml");
                break;
            case "a deleted folder":
                Directory.Delete(folder.At("cart"), recursive: true);
                changed = ["cart"];
                break;
            case "another entity":
                folder.Write("cart/catalog-info.yaml", Yaml.Component("trolley"));
                break;
            case "one entity more":
                folder.Write("cart/catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("trolley")));
                break;
            case "an unsound document":
                folder.Write("cart/catalog-info.yaml", "kind: [");
                break;
            case "a Location":
                folder.Write("all/catalog-info.yaml", Yaml.Location("all", "./more.yaml"));
                changed = ["all/catalog-info.yaml"];
                break;
            case "a placeholder":
                folder.Write("cart/catalog-info.yaml", Yaml.Component("cart", more: "  text:\n    $text: ./note.txt"));
                break;
            default:
                await crawled.Catalog.Registrations.WithdrawAsync(crawled.First.Source, "not ours", "ada", TestCatalog.Ct);
                break;
        }

        (await crawled.ChangedAsync(changed)).ShouldBeNull();
        (await crawled.Catalog.EntityEventsAsync(crawled.First.Position)).ShouldAllBe(recorded => recorded.Event is EntityRemoved);
    }

    [Fact]
    public async Task A_file_that_looks_as_it_did_is_not_read_again_and_a_touched_one_is()
    {
        using var folder = new TempFolder();
        var file = folder.Write("catalog-info.yaml", Yaml.Component("cart", "shop"));
        var written = new DateTime(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, written);
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        // As long as before, and dated back: what nobody but a test does.
        folder.Write("catalog-info.yaml", Yaml.Component("cart", "shed"));
        File.SetLastWriteTimeUtc(file, written);
        var unseen = await catalog.CrawlAsync(first.Source);
        File.SetLastWriteTimeUtc(file, written.AddSeconds(1));
        var seen = await catalog.CrawlAsync(first.Source);

        (unseen.Changed, seen.Changed).ShouldBe((0, 1));
    }

    [Fact]
    public async Task A_refused_document_is_told_again_at_the_same_place_without_being_read_again()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), "kind: Component\nmetadata:\n  name: no owner\n"));
        File.SetLastWriteTimeUtc(folder.At("catalog-info.yaml"), new DateTime(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        var second = await catalog.CrawlAsync(first.Source);

        second.Problems.ShouldBe(first.Problems);
        (second.Failed, second.Position).ShouldBe((1, first.Position));
    }

    private sealed class Crawled(TempFolder folder, TestCatalog catalog, CrawlResult first) : IAsyncDisposable
    {
        public TempFolder Folder => folder;
        public TestCatalog Catalog => catalog;
        public CrawlResult First => first;

        public static async Task<Crawled> StartAsync()
        {
            var folder = new TempFolder();
            folder.Write("cart/catalog-info.yaml", Yaml.Component("cart"));
            folder.Write("basket/catalog-info.yaml", Yaml.Component("basket"));
            folder.Write("all/catalog-info.yaml", Yaml.Location("all", "./more.yaml"));
            folder.Write("all/more.yaml", Yaml.Component("more"));
            folder.Write("cart/note.txt", "a note");
            var catalog = await TestCatalog.StartAsync();
            return new Crawled(folder, catalog, await catalog.CrawlNewAsync(folder.Path));
        }

        public Task<CrawlResult?> ChangedAsync(params string[] files) =>
            catalog.Crawler.CrawlFilesAsync(first.Source, [.. files.Select(file => $"file:{folder.At(file)}")], TestCatalog.Ct);

        public async ValueTask DisposeAsync()
        {
            await catalog.DisposeAsync();
            folder.Dispose();
        }
    }
}
