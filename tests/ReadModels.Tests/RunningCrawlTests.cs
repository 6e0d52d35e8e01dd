using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;

namespace EventCatalog.ReadModels.Tests;

public sealed class RunningCrawlTests
{
    private const string Query = "{ sources { crawling { stage done total startedAt } } }";

    [Fact]
    public async Task A_crawl_is_shown_with_what_it_does_until_it_has_ended()
    {
        await using var catalog = await RegisteredAsync();
        await TellAsync(catalog, TimeProvider.System.GetUtcNow());

        (await catalog.AskAsync(Query)).GetProperty("sources")[0].GetProperty("crawling").ToString()
            .ShouldBe("""{"stage":"READING","done":4000,"total":15000,"startedAt":"2026-03-01T12:00:00Z"}""");

        await catalog.Query<Heartbeats>().BeatAsync(
            $"crawl/{Catalog.Source}", new { runId = "run", startedAt = Catalog.Noon, found = 1, changed = 1, removed = 0, failed = 0 }, TimeProvider.System.GetUtcNow(),
            TestContext.Current.CancellationToken);
        (await CrawlingAsync(catalog)).ShouldBeNull();
    }

    [Fact]
    public async Task A_crawl_that_was_killed_is_not_shown_for_ever()
    {
        await using var catalog = await RegisteredAsync();
        await TellAsync(catalog, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1));

        (await CrawlingAsync(catalog)).ShouldBeNull();
    }

    private static async Task<Catalog> RegisteredAsync()
    {
        var catalog = await Catalog.CreateAsync();
        await catalog.SeeSourceAsync(new SourceEvent.SourceRegistered(Catalog.Source, "folder", "/shop", null, "configuration"));
        return catalog;
    }

    private static Task TellAsync(Catalog catalog, DateTimeOffset at) => catalog.Query<Heartbeats>().BeatAsync(
        $"crawling/{Catalog.Source}", new { runId = "run", source = Catalog.Source, stage = "reading", done = 4000, total = 15000, startedAt = Catalog.Noon }, at,
        TestContext.Current.CancellationToken);

    private static async Task<string?> CrawlingAsync(Catalog catalog) =>
        (await catalog.AskAsync(Query)).GetProperty("sources")[0].GetProperty("crawling") is { ValueKind: not System.Text.Json.JsonValueKind.Null } crawling ? crawling.ToString() : null;
}
