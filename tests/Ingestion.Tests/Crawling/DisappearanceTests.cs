using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class DisappearanceTests
{
    private const string Cart = "component:default/cart";

    [Fact]
    public async Task A_document_that_is_gone_from_a_sound_file_is_removed_and_comes_back_with_its_history()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("basket")));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("catalog-info.yaml", Yaml.Component("basket"));
        var second = await catalog.CrawlAsync(first.Source);
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("basket"), Yaml.Component("cart", "payments")));
        await catalog.CrawlAsync(first.Source);

        second.Removed.ShouldBe(1);
        (await catalog.EventsAsync(first.Position)).Select(recorded => recorded.Type).ShouldBe(["entity-removed", "entity-restored", "owner-changed"]);
    }

    [Theory]
    [InlineData("a: [\n")]
    [InlineData("kind: Component\n")]
    public async Task While_a_document_of_its_file_cannot_be_read_an_entity_stays(string broken)
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("basket")));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("basket"), broken));
        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityAsync(Cart)).ShouldBeOfType<Entity.Live>().Orphaned.ShouldBeFalse();
    }

    [Fact]
    public async Task A_refused_document_of_another_entity_keeps_nobody()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("basket")));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("basket"), Yaml.Component("other").Replace("type: service", "type: []", StringComparison.Ordinal)));
        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityAsync(Cart)).ShouldBeOfType<Entity.Removed>();
    }

    [Fact]
    public async Task A_file_that_became_too_large_keeps_its_entities()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        folder.Write("b/catalog-info.yaml", Yaml.Component("basket"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("a/catalog-info.yaml", new string('#', 6_000_000));
        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityAsync(Cart)).ShouldBeOfType<Entity.Live>();
    }

    [Fact]
    public async Task What_no_Location_refers_to_any_more_is_orphaned_then_removed()
    {
        using var folder = new TempFolder();
        folder.Write("all.yaml", Yaml.Location("all", "./cart.yaml", "./basket.yaml"));
        folder.Write("cart.yaml", Yaml.Component("cart"));
        folder.Write("basket.yaml", Yaml.Component("basket"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.At("all.yaml"));
        folder.Write("all.yaml", Yaml.Location("all", "./basket.yaml"));

        await catalog.CrawlAsync(first.Source);
        (await catalog.EntityAsync(Cart)).ShouldBeOfType<Entity.Live>().Orphaned.ShouldBeTrue();
        catalog.Clock.Move(TimeSpan.FromMinutes(59));
        var early = await catalog.CrawlAsync(first.Source);
        catalog.Clock.Move(TimeSpan.FromMinutes(1));
        var late = await catalog.CrawlAsync(first.Source);

        (early.Removed, late.Removed).ShouldBe((0, 1));
        (await catalog.EntityEventsAsync(first.Position)).Select(recorded => recorded.Type).ShouldBe(["descriptor-changed", "entity-orphaned", "entity-removed"]);
    }

    [Fact]
    public async Task An_orphan_that_is_referred_to_again_is_restored()
    {
        using var folder = new TempFolder();
        folder.Write("all.yaml", Yaml.Location("all", "./cart.yaml"));
        folder.Write("cart.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.At("all.yaml"));
        folder.Write("all.yaml", Yaml.Location("all"));
        await catalog.CrawlAsync(first.Source);
        folder.Write("all.yaml", Yaml.Location("all", "./cart.yaml"));

        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityEventsAsync(first.Position)).Where(recorded => recorded.Stream.EndsWith("cart", StringComparison.Ordinal))
            .Select(recorded => recorded.Type).ShouldBe(["entity-orphaned", "entity-restored"]);
    }

    [Fact]
    public async Task Children_of_a_Location_that_cannot_be_read_stay()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("basket"));
        folder.Write("sub/catalog-info.yaml", Yaml.Location("all", "./more.yaml"));
        folder.Write("sub/more.yaml", Yaml.Location("more", "./cart.yaml"));
        folder.Write("sub/cart.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("sub/catalog-info.yaml", "a: [\n");
        var second = await catalog.CrawlAsync(first.Source);

        (await catalog.EntityEventsAsync(first.Position)).ShouldBeEmpty();
        second.Failed.ShouldBe(1);
    }

    [Fact]
    public async Task A_required_target_that_vanished_keeps_its_entities_and_is_told()
    {
        using var folder = new TempFolder();
        folder.Write("all.yaml", Yaml.Location("all", "./cart.yaml", "./basket.yaml"));
        folder.Write("cart.yaml", Yaml.Component("cart"));
        folder.Write("basket.yaml", Yaml.Component("basket"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.At("all.yaml"));

        folder.Delete("cart.yaml");
        var second = await catalog.CrawlAsync(first.Source);

        second.Problems.ShouldHaveSingleItem().Key.Rule.ShouldBe("target-exists");
        (await catalog.EntityEventsAsync(first.Position)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_a_glob_found_and_that_is_gone_is_removed()
    {
        using var folder = new TempFolder();
        folder.Write("all.yaml", Yaml.Location("all", "./parts/*.yaml"));
        folder.Write("parts/cart.yaml", Yaml.Component("cart"));
        folder.Write("parts/basket.yaml", Yaml.Component("basket"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.At("all.yaml"));

        folder.Delete("parts/cart.yaml");
        await catalog.CrawlAsync(first.Source);

        (await catalog.EntityAsync(Cart)).ShouldBeOfType<Entity.Removed>();
    }

    [Fact]
    public async Task A_source_that_became_empty_loses_nothing_and_says_so()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        folder.Write("b/catalog-info.yaml", Yaml.Component("basket"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Delete("a/catalog-info.yaml");
        folder.Delete("b/catalog-info.yaml");
        var empty = await catalog.CrawlAsync(first.Source);
        folder.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        var back = await catalog.CrawlAsync(first.Source);

        empty.Problems.ShouldHaveSingleItem().Key.Rule.ShouldBe("source-became-empty");
        (empty.Removed, back.Removed, back.Failed).ShouldBe((0, 1, 0));
    }

    [Fact]
    public async Task A_mass_disappearance_is_held_until_it_is_approved()
    {
        using var folder = new TempFolder();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await ManyAsync(catalog, folder, 20);

        folder.Write("catalog-info.yaml", Many(9));
        var held = await catalog.CrawlAsync(first.Source);
        await catalog.CrawlAsync(first.Source);
        (held.Removed, held.Problems.ShouldHaveSingleItem().Key.Rule).ShouldBe((0, "disappearance-held"));
        (await catalog.EventsAsync(first.Position)).Select(recorded => recorded.Type).ShouldBe(["disappearance-held", "descriptor-rejected"]);

        (await catalog.Approvals.ApproveAsync(first.Source, "Ann", TestCatalog.Ct)).Entities.Count.ShouldBe(11);
        var after = await catalog.CrawlAsync(first.Source);
        (after.Removed, after.Failed).ShouldBe((11, 0));
        await Should.ThrowAsync<Domain.RuleViolation>(() => catalog.Approvals.ApproveAsync(first.Source, "Ann", TestCatalog.Ct));

        folder.Write("catalog-info.yaml", Many(20));
        await catalog.CrawlAsync(first.Source);
        var types = (await catalog.EventsAsync(after.Position)).Select(recorded => recorded.Type).ToArray();
        types.ShouldBe(Enumerable.Repeat("entity-restored", 11));
    }

    [Fact]
    public async Task What_was_kept_stays_without_another_question_and_is_asked_about_again_after_a_return()
    {
        using var folder = new TempFolder();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await ManyAsync(catalog, folder, 20);
        folder.Write("catalog-info.yaml", Many(5));
        await catalog.CrawlAsync(first.Source);

        await catalog.Approvals.KeepAsync(first.Source, "Ann", TestCatalog.Ct);
        var kept = await catalog.CrawlAsync(first.Source);
        (kept.Removed, kept.Failed).ShouldBe((0, 0));
        folder.Write("catalog-info.yaml", Many(20));
        await catalog.CrawlAsync(first.Source);
        folder.Write("catalog-info.yaml", Many(5));
        var again = await catalog.CrawlAsync(first.Source);

        again.Problems.ShouldHaveSingleItem().Key.Rule.ShouldBe("disappearance-held");
        (await catalog.EventsAsync(first.Position)).Select(recorded => recorded.Type).Where(type => type.StartsWith("disappearance", StringComparison.Ordinal)).ShouldBe(
            ["disappearance-held", "disappearance-kept", "disappearance-ended", "disappearance-held"]);
        (await catalog.EntitiesOfAsync(first.Source)).Length.ShouldBe(20);
    }

    [Fact]
    public async Task An_approval_is_taken_back_and_the_catalog_is_as_before_until_the_source_declares_them_again()
    {
        using var folder = new TempFolder();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await ManyAsync(catalog, folder, 20);
        var before = await StatesAsync(catalog);
        folder.Write("catalog-info.yaml", Many(9));
        await catalog.CrawlAsync(first.Source);
        await catalog.Approvals.ApproveAsync(first.Source, "Ann", TestCatalog.Ct);
        var removed = await catalog.CrawlAsync(first.Source);

        var dry = await catalog.ApprovalUndo.RunAsync(first.Source, dryRun: true, "Bob", TestCatalog.Ct);
        (dry.Restored.Count, dry.Position).ShouldBe((11, null));
        (await catalog.EventsAsync(removed.Position)).ShouldBeEmpty();

        var undone = await catalog.ApprovalUndo.RunAsync(first.Source, dryRun: false, "Bob", TestCatalog.Ct);
        (undone.Restored.Count, undone.LeftAlone.Count).ShouldBe((11, 0));
        var events = await catalog.EventsAsync(removed.Position);
        events.Select(recorded => recorded.Type).ShouldBe(["disappearance-kept", .. Enumerable.Repeat("entity-restored", 11)]);
        events.ShouldAllBe(recorded => recorded.Actor == "Bob" && recorded.Causation == $"@{undone.Approval}");
        (await StatesAsync(catalog)).ShouldBe(before);

        (await catalog.CrawlAsync(first.Source)).Removed.ShouldBe(0);
        (await StatesAsync(catalog)).ShouldBe(before);
        (await Should.ThrowAsync<Domain.RuleViolation>(() => catalog.ApprovalUndo.RunAsync(first.Source, dryRun: false, "Bob", TestCatalog.Ct))).Message.ShouldContain(first.Source);
    }

    [Fact]
    public async Task What_came_back_by_itself_is_left_alone_by_an_undo()
    {
        using var folder = new TempFolder();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await ManyAsync(catalog, folder, 20);
        folder.Write("catalog-info.yaml", Many(5));
        await catalog.CrawlAsync(first.Source);
        await catalog.Approvals.ApproveAsync(first.Source, "Ann", TestCatalog.Ct);
        await catalog.CrawlAsync(first.Source);
        folder.Write("catalog-info.yaml", Many(8));
        await catalog.CrawlAsync(first.Source);

        var undone = await catalog.ApprovalUndo.RunAsync(first.Source, dryRun: false, "Bob", TestCatalog.Ct);

        (undone.Restored.Count, undone.LeftAlone.Count).ShouldBe((12, 3));
        undone.LeftAlone.Values.ShouldAllBe(why => why == "it is in the catalog");
        (await catalog.EntitiesOfAsync(first.Source)).Length.ShouldBe(20);
    }

    private static async Task<string[]> StatesAsync(TestCatalog catalog)
    {
        var states = new List<string>();
        foreach (var entity in (await catalog.Log.ReadAsync(0, 1000, TestCatalog.Ct)).Select(recorded => recorded.Event).OfType<EntityEvent>().Select(happened => happened.Entity).Distinct())
            states.Add($"{entity}: {(await catalog.EntityAsync(entity.ToString())) switch { Entity.Live live => $"{live.Location} {live.Descriptor}", var other => other.ToString() }}");
        return [.. states.Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Ten_may_go_without_a_question()
    {
        using var folder = new TempFolder();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await ManyAsync(catalog, folder, 20);

        folder.Write("catalog-info.yaml", Many(10));
        (await catalog.CrawlAsync(first.Source)).Removed.ShouldBe(10);
    }

    private static async Task<EventCatalog.Ingestion.Crawling.CrawlResult> ManyAsync(TestCatalog catalog, TempFolder folder, int count)
    {
        folder.Write("catalog-info.yaml", Many(count));
        return await catalog.CrawlNewAsync(folder.Path);
    }

    private static string Many(int count) => Yaml.Documents([.. Enumerable.Range(0, count).Select(number => Yaml.Component($"c{number}"))]);
}
