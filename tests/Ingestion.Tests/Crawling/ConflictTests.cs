using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class ConflictTests
{
    [Fact]
    public async Task The_first_place_in_path_order_gets_the_reference_and_the_other_is_told_both()
    {
        using var folder = new TempFolder();
        folder.Write("b/catalog-info.yaml", Yaml.Component("cart", "payments"));
        folder.Write("a/catalog-info.yaml", Yaml.Component("Cart", "shop"));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path);
        await catalog.CrawlAsync(crawl.Source);

        var problem = (await catalog.ProblemsOfAsync(crawl.Source)).ShouldHaveSingleItem();
        (problem.Key.File, problem.Key.Rule, problem.Message).ShouldBe(
            ("b/catalog-info.yaml", "conflict", "component:default/cart is declared in a/catalog-info.yaml and in b/catalog-info.yaml; the first named keeps it"));
        (await catalog.EntityEventsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_place_that_has_a_reference_keeps_it()
    {
        using var folder = new TempFolder();
        folder.Write("b/catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("a/catalog-info.yaml", Yaml.Component("cart", "payments"));
        var second = await catalog.CrawlAsync(first.Source);

        second.Problems.ShouldHaveSingleItem().Key.File.ShouldBe("a/catalog-info.yaml");
        (await catalog.EntityEventsAsync(first.Position)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Twice_in_one_file_the_last_document_gets_it_as_in_Backstage()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("cart", "payments")));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        crawl.Problems.ShouldHaveSingleItem().Key.Document.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_source_waits_until_the_first_lets_go()
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("basket")));
        using var other = new TempFolder();
        other.Write("catalog-info.yaml", Yaml.Component("cart", "payments"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(one.Path);

        var second = await catalog.CrawlNewAsync(other.Path);
        one.Write("catalog-info.yaml", Yaml.Component("basket"));
        await catalog.CrawlAsync(first.Source);
        var third = await catalog.CrawlAsync(second.Source);

        var problem = second.Problems.ShouldHaveSingleItem();
        problem.Message.ShouldContain(one.Path);
        problem.Message.ShouldContain(other.Path);
        (second.Found, third.Found, third.Failed).ShouldBe((0, 1, 0));
        (await catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>().Location.Source.ShouldBe(second.Source);
    }

    [Fact]
    public async Task A_conflict_is_an_event_once_and_ends_when_the_second_source_lets_go()
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Yaml.Component("cart"));
        using var other = new TempFolder();
        other.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart", "payments"), Yaml.Component("wallet")));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(one.Path);
        var second = await catalog.CrawlNewAsync(other.Path);
        await catalog.CrawlAsync(second.Source);
        await catalog.CrawlAsync(first.Source);

        var contested = (await catalog.EntityEventsAsync(first.Position)).Where(recorded => recorded.Stream.EndsWith("cart", StringComparison.Ordinal)).ShouldHaveSingleItem();
        contested.Type.ShouldBe("entity-contested");
        (contested.Source!.Path, contested.Source.Line).ShouldBe(("catalog-info.yaml", 1));
        (await catalog.EntityAsync("component:cart")).ShouldBeOfType<Entity.Live>().Claims.ShouldHaveSingleItem().Location.Source.ShouldBe(second.Source);

        other.Write("catalog-info.yaml", Yaml.Component("wallet"));
        await catalog.CrawlAsync(second.Source);

        (await catalog.EntityEventsAsync(contested.Position)).Last().Type.ShouldBe("contest-ended");
        (await catalog.EntityAsync("component:cart")).ShouldBeOfType<Entity.Live>().Claims.ShouldBeEmpty();
        (await catalog.ProblemsOfAsync(second.Source)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_waiting_source_takes_over_when_the_first_is_withdrawn()
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Yaml.Component("cart"));
        using var other = new TempFolder();
        other.Write("catalog-info.yaml", Yaml.Component("cart", "payments"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(one.Path);
        var second = await catalog.CrawlNewAsync(other.Path);

        var withdrawal = await catalog.Registrations.WithdrawAsync(first.Source, "not needed", "test", TestCatalog.Ct);
        await catalog.CrawlAsync(second.Source);

        withdrawal.Removed.ShouldBeEmpty();
        (await catalog.EntityEventsAsync(second.Position)).Select(recorded => recorded.Type).ShouldBe(
            ["entity-orphaned", "contest-ended", "entity-restored", "entity-moved", "owner-changed"]);
    }

    [Fact]
    public async Task A_source_that_goes_before_for_a_field_gives_it_and_the_entity_stays_where_it_is()
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Yaml.Component("cart", "shop"));
        using var other = new TempFolder();
        other.Write("catalog-info.yaml", Yaml.Component("cart", "payments"));
        await using var catalog = await TestCatalog.StartAsync(options => options with { Precedence = [new("/spec/owner", Domain.Sources.SourceDecider.IdOf("folder", other.Path))] });
        var first = await catalog.CrawlNewAsync(one.Path);
        var second = await catalog.CrawlNewAsync(other.Path);
        await catalog.CrawlAsync(first.Source);
        var settled = await catalog.CrawlAsync(second.Source);

        var live = (await catalog.EntityAsync("component:cart")).ShouldBeOfType<Entity.Live>();
        (live.Location.Source, live.Descriptor.GetProperty("spec").GetProperty("owner").GetString()).ShouldBe((first.Source, "payments"));
        second.Problems.ShouldBeEmpty();
        settled.Changed.ShouldBe(0);
        var changed = (await catalog.EntityEventsAsync(first.Position)).Single(recorded => recorded.Type == "owner-changed");
        changed.Source.ShouldBeNull();

        other.Delete("catalog-info.yaml");
        other.Write("catalog-info.yaml", Yaml.Component("wallet"));
        await catalog.CrawlAsync(second.Source);
        await catalog.CrawlAsync(first.Source);
        live = (await catalog.EntityAsync("component:cart")).ShouldBeOfType<Entity.Live>();
        (live.Descriptor.GetProperty("spec").GetProperty("owner").GetString(), live.Claims.Count).ShouldBe(("shop", 0));
    }
}
