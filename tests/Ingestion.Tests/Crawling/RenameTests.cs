using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class RenameTests
{
    private static string Telling(string name, string owner = "shop") => Yaml.Component(name, owner).Replace("spec:", "  description: Takes orders\n  tags: [java, orders]\nspec:", StringComparison.Ordinal);

    [Fact]
    public async Task Another_name_in_the_same_file_is_a_renaming_in_one_append_and_what_else_changed_follows()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("other", "payments")));
        repository.Commit("Begin");
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(repository.Work, "git");

        repository.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("basket", "checkout"), Yaml.Component("other", "payments")));
        var commit = repository.Commit("Call it basket", "Grace Hopper", "2026-03-02T10:00:00Z");
        var second = await catalog.CrawlAsync(first.Source);
        var third = await catalog.CrawlAsync(first.Source);

        var events = await catalog.EntityEventsAsync(first.Position);
        events.Select(recorded => $"{recorded.Stream} {recorded.StreamVersion} {recorded.Type}").ShouldBe(
        [
            "entity-component:default/basket 1 entity-renamed-from",
            "entity-component:default/cart 2 entity-renamed",
            "entity-component:default/basket 2 owner-changed",
        ]);
        events.ShouldAllBe(recorded => recorded.Source!.Commit == commit && recorded.Actor == "Grace Hopper");
        events[0].Source!.Line.ShouldBe(4);
        (second.Changed, second.Removed, third.Changed).ShouldBe((1, 0, 0));
        (await catalog.EntityAsync("component:cart")).ShouldBe(new Entity.Renamed(Domain.EntityRef.Parse("component:basket")));
    }

    [Fact]
    public async Task A_file_and_a_name_that_change_together_are_a_renaming_where_nearly_all_is_alike()
    {
        using var folder = new TempFolder();
        folder.Write("cart/catalog-info.yaml", Telling("cart"));
        folder.Write("other/catalog-info.yaml", Yaml.Component("other"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Delete("cart/catalog-info.yaml");
        folder.Write("basket/catalog-info.yaml", Telling("basket"));
        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityEventsAsync(first.Position)).Select(recorded => recorded.Type).ShouldBe(["entity-renamed-from", "entity-renamed", "entity-moved"]);
    }

    [Fact]
    public async Task Little_said_in_another_file_is_no_renaming()
    {
        using var folder = new TempFolder();
        folder.Write("cart/catalog-info.yaml", Yaml.Component("cart"));
        folder.Write("other/catalog-info.yaml", Yaml.Component("other"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Delete("cart/catalog-info.yaml");
        folder.Write("basket/catalog-info.yaml", Yaml.Component("basket"));
        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityEventsAsync(first.Position)).Select(recorded => recorded.Type).ShouldBe(["entity-registered", "entity-removed"], ignoreOrder: true);
    }

    [Fact]
    public async Task Where_two_fit_equally_well_nothing_is_guessed()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("a"), Yaml.Component("b"), Yaml.Component("other")));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("c"), Yaml.Component("d"), Yaml.Component("other")));
        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityEventsAsync(first.Position)).Select(recorded => recorded.Type).ShouldBe(
            ["entity-registered", "entity-registered", "entity-removed", "entity-removed"]);
    }

    [Fact]
    public async Task The_old_name_is_free_for_another_entity_and_a_name_can_be_taken_back()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        folder.Write("other/catalog-info.yaml", Yaml.Component("other"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);
        folder.Write("a/catalog-info.yaml", Yaml.Component("basket"));
        await catalog.CrawlAsync(first.Source);
        folder.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        await catalog.CrawlAsync(first.Source);
        folder.Write("b/catalog-info.yaml", Yaml.Component("basket", "payments"));
        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityEventsAsync(first.Position)).Select(recorded => recorded.Event!.GetType()).ShouldBe(
            [typeof(EntityRenamedFrom), typeof(EntityRenamed), typeof(EntityRenamedFrom), typeof(EntityRenamed), typeof(EntityRegistered)]);
        (await catalog.EntitiesOfAsync(first.Source)).ShouldBe(["component:default/basket", "component:default/cart", "component:default/other"]);
    }

    [Fact]
    public async Task What_was_once_removed_and_comes_back_is_itself()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("basket")));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);
        folder.Write("catalog-info.yaml", Yaml.Component("cart"));
        var second = await catalog.CrawlAsync(first.Source);

        folder.Write("catalog-info.yaml", Yaml.Component("basket"));
        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityEventsAsync(second.Position)).Select(recorded => recorded.Type).ShouldBe(["entity-restored", "entity-removed"]);
    }
}
