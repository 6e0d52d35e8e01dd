using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Sources.SourceEvent;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class FreshnessTests
{
    private const string Asked = "{ entity(ref: \"component:cart\") { freshness { confirmedAt stale reason } } staleEntities { totalCount nodes { entityRef } } }";

    [Fact]
    public async Task What_a_crawl_just_found_is_fresh_and_what_no_crawl_finds_any_more_is_stale()
    {
        await using var catalog = await SomeAsync();
        (await FreshnessAsync(catalog)).ShouldBe((null, false, null, 0), "nothing is known of a crawl");

        await CrawledAsync(catalog, TimeProvider.System.GetUtcNow());
        (await FreshnessAsync(catalog)).ShouldSatisfyAllConditions(now => now.Stale.ShouldBeFalse(), now => now.Reason.ShouldBeNull(), now => now.Count.ShouldBe(0), now => now.At.ShouldNotBeNull());

        await catalog.SeeSourceAsync(new SourceUnreachable(Catalog.Source, "no such folder"));
        (await FreshnessAsync(catalog)).ShouldSatisfyAllConditions(
            now => now.At.ShouldStartWith("2026-03-01T"), now => now.Stale.ShouldBeTrue(), now => now.Reason.ShouldBe("Its source cannot be read; see Sources"), now => now.Count.ShouldBe(1));

        await catalog.SeeSourceAsync(new SourceReachable(Catalog.Source));
        (await FreshnessAsync(catalog)).Stale.ShouldBeFalse();
    }

    [Fact]
    public async Task A_crawler_that_stopped_makes_all_of_its_entities_stale()
    {
        await using var catalog = await SomeAsync();

        await CrawledAsync(catalog, TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(8));

        (await FreshnessAsync(catalog)).ShouldSatisfyAllConditions(now => now.Stale.ShouldBeTrue(), now => now.Reason.ShouldBeNull(), now => now.Count.ShouldBe(1));
    }

    [Fact]
    public async Task A_refused_descriptor_an_orphan_and_what_is_missing_are_stale_by_themselves()
    {
        await using var catalog = await SomeAsync();
        await catalog.SeeAsync(Component("shop"));
        await catalog.SeeAsync(Component("till"));
        await catalog.SeeAsync(Component("stock"));
        await CrawledAsync(catalog, TimeProvider.System.GetUtcNow());

        var problem = new Problem(new ProblemKey("cart.yaml", 0, "name-is-valid", "/metadata/name"), "wrong", null, null, EntityRef.Parse("component:cart"));
        await catalog.SeeSourceAsync(new DescriptorRejected(Catalog.Source, problem), new DisappearanceHeld(Catalog.Source, [EntityRef.Parse("component:till")], 4, "It became empty"));
        await catalog.OrphanAsync("component:shop");

        (await FreshnessAsync(catalog)).Reason.ShouldBe("Its descriptor is refused now; mend the file");
        var stale = await catalog.AskAsync("{ staleEntities { nodes { entityRef freshness { reason } entity { title } } } }");
        stale.GetProperty("staleEntities").GetProperty("nodes").EnumerateArray().Select(row => row.GetProperty("entityRef").GetString()).Order(StringComparer.Ordinal)
            .ShouldBe(["component:default/cart", "component:default/shop", "component:default/till"]);
    }

    [Fact]
    public async Task The_past_does_not_say_what_was_confirmed_then()
    {
        await using var catalog = await SomeAsync();
        await CrawledAsync(catalog, TimeProvider.System.GetUtcNow());

        var then = await catalog.AskAsync("query($at: Instant) { entity(ref: \"component:cart\", at: $at) { freshness { stale } } }", new { at = $"@{catalog.Position}" });

        then.GetProperty("entity").GetProperty("freshness").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static async Task<Catalog> SomeAsync()
    {
        var catalog = await Catalog.CreateAsync();
        await catalog.SeeSourceAsync(new SourceRegistered(Catalog.Source, "folder", "/shop", null, "configuration"));
        await catalog.SeeAsync(Component("cart"));
        return catalog;
    }

    private static Task CrawledAsync(Catalog catalog, DateTimeOffset at) =>
        catalog.Query<Heartbeats>().BeatAsync($"crawl/{Catalog.Source}", new { finishedAt = at }, at, TestContext.Current.CancellationToken);

    private static async Task<(string? At, bool Stale, string? Reason, int Count)> FreshnessAsync(Catalog catalog)
    {
        var told = await catalog.AskAsync(Asked);
        var freshness = told.GetProperty("entity").GetProperty("freshness");
        return (freshness.GetProperty("confirmedAt").GetString(), freshness.GetProperty("stale").GetBoolean(), freshness.GetProperty("reason").GetString(),
            told.GetProperty("staleEntities").GetProperty("totalCount").GetInt32());
    }
}
