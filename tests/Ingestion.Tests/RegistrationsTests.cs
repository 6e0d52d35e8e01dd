using EventCatalog.Domain;
using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests;

public sealed class RegistrationsTests
{
    [Fact]
    public async Task Withdrawing_a_source_removes_its_entities_with_the_reason()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("basket")));
        await using var catalog = await TestCatalog.StartAsync();
        var crawl = await catalog.CrawlNewAsync(folder.Path);

        var withdrawal = await catalog.Registrations.WithdrawAsync(crawl.Source, "not ours", "ada", TestCatalog.Ct);

        withdrawal.Removed.Select(entity => entity.ToString()).ShouldBe(["component:default/basket", "component:default/cart"]);
        var events = await catalog.EventsAsync(crawl.Position);
        events.Select(recorded => recorded.Type).ShouldBe(["entity-removed", "entity-removed", "source-withdrawn"]);
        events.ShouldAllBe(recorded => recorded.Actor == "ada");
        ((EntityEvent.EntityRemoved)events[0].Event!).Reason.ShouldBe("not ours");
        withdrawal.Position.ShouldBe(events[^1].Position);
    }

    [Fact]
    public async Task Registering_twice_appends_once()
    {
        await using var catalog = await TestCatalog.StartAsync();

        var first = await catalog.Registrations.RegisterAsync(new ConfiguredSource("/srv/shop"), Registrations.FromPortal, "ada", TestCatalog.Ct);
        var second = await catalog.Registrations.RegisterAsync(new ConfiguredSource("/srv/shop/"), Registrations.FromPortal, "ada", TestCatalog.Ct);

        (first.IsNew, second.IsNew, second.Source).ShouldBe((true, false, first.Source));
        (await catalog.EventsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_configured_no_more_is_withdrawn_unless_nothing_is_configured()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        folder.Write("b/catalog-info.yaml", Yaml.Component("basket"));
        await using var catalog = await TestCatalog.StartAsync();
        var (a, b) = (new ConfiguredSource(folder.At("a")), new ConfiguredSource(folder.At("b")));
        var ids = await catalog.Registrations.ApplyConfiguredAsync([a, b], TestCatalog.Ct);
        await catalog.Registrations.RegisterAsync(new ConfiguredSource("/srv/shop"), Registrations.FromPortal, "ada", TestCatalog.Ct);
        await catalog.CrawlAsync(ids[0]);

        await catalog.Registrations.ApplyConfiguredAsync([], TestCatalog.Ct);
        var kept = await RegisteredAsync(catalog);
        await catalog.Registrations.ApplyConfiguredAsync([b], TestCatalog.Ct);
        var left = await RegisteredAsync(catalog);

        kept.Count.ShouldBe(3);
        left.ShouldBe(kept.Where(id => id != ids[0]));
        (await catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Removed>();
    }

    [Fact]
    public async Task Credentials_are_refused_from_the_portal_and_kept_out_of_the_log_from_the_configuration()
    {
        await using var catalog = await TestCatalog.StartAsync();
        var source = new ConfiguredSource("https://ada:s3cret@git.example.com/shop.git");

        (await Should.ThrowAsync<RuleViolation>(() => catalog.Registrations.RegisterAsync(source, Registrations.FromPortal, "ada", TestCatalog.Ct))).Message.ShouldNotContain("s3cret");
        await catalog.Registrations.ApplyConfiguredAsync([source], TestCatalog.Ct);

        (await catalog.EventsAsync()).ShouldHaveSingleItem().Data.GetProperty("target").GetString().ShouldBe("https://git.example.com/shop.git");
    }

    [Fact]
    public async Task A_pattern_that_is_none_is_refused()
    {
        await using var catalog = await TestCatalog.StartAsync();

        await Should.ThrowAsync<RuleViolation>(() => catalog.RegisterAsync("/srv/shop", pattern: "[z-a]"));
    }

    private static async Task<IReadOnlyList<string>> RegisteredAsync(TestCatalog catalog)
    {
        await catalog.Writer.SettleAsync(TestCatalog.Ct);
        return [.. (await catalog.Memory.SourcesAsync(TestCatalog.Ct)).Select(source => source.Id)];
    }
}
