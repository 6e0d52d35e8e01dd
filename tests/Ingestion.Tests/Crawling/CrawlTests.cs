using EventCatalog.Domain;
using EventCatalog.Ingestion.Crawling;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class CrawlTests
{
    [Fact]
    public async Task A_folder_is_searched_for_descriptors_at_any_depth()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("root"));
        folder.Write("a/.backstage/catalog-info.yml", Yaml.Component("deep"));
        folder.Write("a/other.yaml", Yaml.Component("other"));
        folder.Write("node_modules/lib/catalog-info.yaml", Yaml.Component("library"));
        folder.Write(".git/catalog-info.yaml", Yaml.Component("git"));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/deep", "component:default/root"]);
        (crawl.Found, crawl.Changed, crawl.Failed, crawl.Unreachable).ShouldBe((2, 2, 0, null));
    }

    [Fact]
    public async Task A_pattern_chooses_other_files()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("one"));
        folder.Write("a/.hidden.yaml", Yaml.Component("two"));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path, pattern: "*");

        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/one", "component:default/two"]);
    }

    [Fact]
    public async Task A_second_crawl_of_what_did_not_change_appends_nothing()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(
            Yaml.Component("cart", more: "  subcomponentOf: shop\n  nothing: null\n  numbers: [1.0, 2e3, 0.10]\n  \"odd key/~\": yes"),
            "kind: broken\n",
            $"apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {{name: big}}\nspec: {{type: openapi, lifecycle: production, owner: shop, definition: \"{new string('x', 9000)}\"}}\n"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        var second = await catalog.CrawlAsync(first.Source);
        var third = await catalog.AnotherCrawler(new CrawlOptions { DataFolder = catalog.DataFolder }).CrawlAsync(first.Source, TestCatalog.Ct);

        (await catalog.EventsAsync(first.Position)).ShouldBeEmpty();
        (second.Found, second.Changed, second.Failed, second.Position).ShouldBe((2, 0, 1, first.Position));
        third.Position.ShouldBe(first.Position);
    }

    [Fact]
    public async Task A_value_that_becomes_null_is_one_change_and_then_known()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("cart", more: "  tier: gold"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);
        folder.Write("catalog-info.yaml", Yaml.Component("cart", more: "  tier: null"));

        var second = await catalog.CrawlAsync(first.Source);
        await catalog.CrawlAsync(first.Source);

        second.Changed.ShouldBe(1);
        (await catalog.EventsAsync(second.Position)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_owner_in_a_plain_folder_is_one_event_at_its_line_and_the_files_time()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);
        var file = folder.Write("catalog-info.yaml", Yaml.Component("cart", "group:payments"));
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 5, 1, 8, 0, 0, DateTimeKind.Utc));

        await catalog.CrawlAsync(first.Source);

        var change = (await catalog.EventsAsync(first.Position)).ShouldHaveSingleItem();
        change.Event.ShouldBe(new OwnerChanged(Ref("component:default/cart"), Ref("group:default/shop"), Ref("group:default/payments"), "group:payments"));
        change.EffectiveAt.ShouldBe(new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero));
        change.Actor.ShouldBe(Crawler.Actor);
        (change.Source!.Path, change.Source.Line, change.Source.Commit).ShouldBe(("catalog-info.yaml", 8, null));
        change.Correlation.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_of_the_future_is_dated_to_the_crawl_that_saw_it()
    {
        using var folder = new TempFolder();
        File.SetLastWriteTimeUtc(folder.Write("catalog-info.yaml", Yaml.Component("cart")), new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using var catalog = await TestCatalog.StartAsync();

        await catalog.CrawlNewAsync(folder.Path);

        (await catalog.EntityEventsAsync()).ShouldHaveSingleItem().EffectiveAt.ShouldBe(catalog.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Large_texts_are_kept_beside_the_log()
    {
        using var folder = new TempFolder();
        folder.Write("openapi.yaml", new string('x', 20_000));
        folder.Write("catalog-info.yaml", """
            apiVersion: backstage.io/v1alpha1
            kind: API
            metadata: { name: cart }
            spec:
              type: openapi
              lifecycle: production
              owner: shop
              definition:
                $text: ./openapi.yaml
            """);
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path);
        folder.Write("openapi.yaml", new string('y', 20_000));
        await catalog.CrawlAsync(crawl.Source);

        var events = await catalog.EntityEventsAsync();
        events.Select(recorded => recorded.Type).ShouldBe(["entity-registered", "descriptor-changed"]);
        events[0].Data.GetRawText().Length.ShouldBeLessThan(2000);
        ((DescriptorChanged)events[1].Event!).Changes.ShouldHaveSingleItem().Path.ShouldStartWith("/spec/definition");
        events[1].Source!.Path.ShouldBe("openapi.yaml");
    }

    [Fact]
    public async Task A_moved_file_is_one_move()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);
        Directory.CreateDirectory(folder.At("b"));
        File.Move(folder.At("a/catalog-info.yaml"), folder.At("b/catalog-info.yaml"));

        await catalog.CrawlAsync(first.Source);

        var moved = (EntityMoved)(await catalog.EventsAsync(first.Position)).ShouldHaveSingleItem().Event!;
        (moved.From.Target, moved.To.Target).ShouldBe(($"file:{folder.At("a/catalog-info.yaml")}", $"file:{folder.At("b/catalog-info.yaml")}"));
    }

    [Fact]
    public async Task Crawls_leave_a_heartbeat()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), "kind: broken\n"));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        var (at, data) = (await catalog.Heartbeats.FindAsync($"crawl/{crawl.Source}", TestCatalog.Ct)).ShouldHaveSingleItem().Value;
        at.ShouldBe(catalog.Clock.GetUtcNow());
        data.GetProperty("runId").GetString().ShouldBe(crawl.RunId);
        (data.GetProperty("found").GetInt32(), data.GetProperty("failed").GetInt32(), data.GetProperty("entityCount").GetInt32()).ShouldBe((1, 1, 1));
        data.GetProperty("nextCrawlAt").GetDateTimeOffset().ShouldBe(at + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_preview_shows_entities_and_problems_and_leaves_no_trace()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), "kind: broken\n"));
        await using var catalog = await TestCatalog.StartAsync();

        var preview = await catalog.Crawler.PreviewAsync(null, folder.Path, null, TestCatalog.Ct);

        preview.Entities.ShouldHaveSingleItem().Ref.ShouldBe(Ref("component:default/cart"));
        preview.Problems.ShouldHaveSingleItem().Key.Document.ShouldBe(2);
        (await catalog.EventsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Crawls_of_one_source_follow_each_other()
    {
        using var folder = new TempFolder();
        foreach (var number in Enumerable.Range(0, 50))
            folder.Write($"{number}/catalog-info.yaml", Yaml.Component($"c{number}"));
        await using var catalog = await TestCatalog.StartAsync();
        var source = await catalog.RegisterAsync(folder.Path);

        var crawls = await Task.WhenAll(catalog.CrawlAsync(source), catalog.CrawlAsync(source), catalog.CrawlAsync(source));

        crawls.Select(crawl => crawl.Changed).Order().ShouldBe([0, 0, 50]);
        (await catalog.EntityEventsAsync()).Count.ShouldBe(50);
    }

    [Fact]
    public async Task Two_processes_that_crawl_one_source_at_once_record_everything_once()
    {
        using var folder = new TempFolder();
        foreach (var number in Enumerable.Range(0, 150))
            folder.Write($"{number}/catalog-info.yaml", Yaml.Component($"c{number}"));
        await using var catalog = await TestCatalog.StartAsync();
        var source = await catalog.RegisterAsync(folder.Path);
        var options = new CrawlOptions { DataFolder = catalog.DataFolder, BatchSize = 10 };

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => catalog.AnotherCrawler(options).CrawlAsync(source, TestCatalog.Ct)));

        (await catalog.EntityEventsAsync()).Count.ShouldBe(150);
    }

    [Fact]
    public async Task An_unregistered_source_is_not_crawled()
    {
        await using var catalog = await TestCatalog.StartAsync();

        (await Should.ThrowAsync<RuleViolation>(() => catalog.CrawlAsync("folder-0"))).Message.ShouldContain("folder-0");
    }

    private static EntityRef Ref(string text) => EntityRef.Parse(text);
}
