using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests.Crawling;

/// <summary>A descriptor that goes from one source to another is moved, whichever of the two is crawled first.</summary>
public sealed class MoveTests
{
    private const string Cart = "component:default/cart";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Moved_to_another_source_it_is_never_removed(bool newSourceFirst)
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("basket")));
        using var other = new TempFolder();
        other.Write("catalog-info.yaml", Yaml.Component("wallet"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(one.Path);
        var second = await catalog.CrawlNewAsync(other.Path);

        one.Write("catalog-info.yaml", Yaml.Component("basket"));
        other.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("wallet"), Yaml.Component("cart")));
        foreach (var source in newSourceFirst ? [second.Source, first.Source, second.Source] : new[] { first.Source, second.Source })
            await catalog.CrawlAsync(source);

        var types = (await catalog.EntityEventsAsync(second.Position)).Select(recorded => recorded.Type).ToArray();
        types.ShouldBe(newSourceFirst
            ? ["entity-contested", "entity-orphaned", "contest-ended", "entity-restored", "entity-moved"]
            : ["entity-orphaned", "entity-restored", "entity-moved"]);
        (await catalog.EntityAsync(Cart)).ShouldBeOfType<Entity.Live>().Location.Source.ShouldBe(second.Source);
        (await catalog.ProblemsOfAsync(second.Source)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_no_other_source_shows_in_time_is_removed()
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("basket")));
        using var other = new TempFolder();
        other.Write("catalog-info.yaml", Yaml.Component("wallet"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(one.Path);
        await catalog.CrawlNewAsync(other.Path);
        one.Write("catalog-info.yaml", Yaml.Component("basket"));

        await catalog.CrawlAsync(first.Source);
        catalog.Clock.Move(TimeSpan.FromSeconds(59));
        (await catalog.CrawlAsync(first.Source)).Removed.ShouldBe(0);
        catalog.Clock.Move(TimeSpan.FromSeconds(1));
        (await catalog.CrawlAsync(first.Source)).Removed.ShouldBe(1);

        (await catalog.EntityAsync(Cart)).ShouldBeOfType<Entity.Removed>();
    }

    [Fact]
    public async Task A_whole_repository_that_goes_to_another_address_is_moved_with_all_it_holds()
    {
        using var one = new TempFolder();
        var all = Enumerable.Range(0, 30).Select(number => Yaml.Component($"c{number}")).ToArray();
        one.Write("catalog-info.yaml", Yaml.Documents(all));
        using var other = new TempFolder();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(one.Path);

        File.Move(one.At("catalog-info.yaml"), other.At("catalog-info.yaml"));
        await catalog.CrawlAsync(first.Source);
        var second = await catalog.CrawlNewAsync(other.Path);
        var released = await catalog.CrawlAsync(first.Source);
        await catalog.CrawlAsync(second.Source);

        released.Released.ShouldBe([second.Source]);
        (await catalog.EntitiesOfAsync(second.Source)).Length.ShouldBe(30);
        (await catalog.EntityEventsAsync(first.Position)).ShouldNotContain(recorded => recorded.Type == "entity-removed" || recorded.Type == "entity-registered");
        (await catalog.ProblemsOfAsync(second.Source)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_configured_under_another_address_keeps_its_entities()
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Yaml.Component("cart"));
        using var other = new TempFolder();
        other.Write("catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync();
        await catalog.Registrations.ApplyConfiguredAsync([new ConfiguredSource(one.Path)], TestCatalog.Ct);
        await catalog.Schedule.CrawlAllAsync(TestCatalog.Ct);

        await catalog.Registrations.ApplyConfiguredAsync([new ConfiguredSource(other.Path)], TestCatalog.Ct);
        await catalog.Schedule.CrawlAllAsync(TestCatalog.Ct);

        (await catalog.EntityEventsAsync()).Select(recorded => recorded.Type).ShouldBe(["entity-registered", "entity-orphaned", "entity-restored", "entity-moved"]);
    }

    [Fact]
    public async Task What_a_withdrawn_source_leaves_and_nobody_takes_is_removed_after_the_grace_time()
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Yaml.Component("cart"));
        using var other = new TempFolder();
        await using var catalog = await TestCatalog.StartAsync();
        await catalog.Registrations.ApplyConfiguredAsync([new ConfiguredSource(one.Path)], TestCatalog.Ct);
        await catalog.Schedule.CrawlAllAsync(TestCatalog.Ct);
        await catalog.Registrations.ApplyConfiguredAsync([new ConfiguredSource(other.Path)], TestCatalog.Ct);
        await catalog.Schedule.CrawlAllAsync(TestCatalog.Ct);
        (await catalog.EntityAsync(Cart)).ShouldBeOfType<Entity.Live>().Orphaned.ShouldBeTrue();

        catalog.Clock.Move(TimeSpan.FromMinutes(1));
        await catalog.Schedule.CrawlAllAsync(TestCatalog.Ct);

        (await catalog.EntityAsync(Cart)).ShouldBeOfType<Entity.Removed>();
    }
}
