using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class InterruptionTests
{
    private const int Count = 300;

    [Fact]
    public async Task A_crawl_that_was_cut_short_and_repeated_ends_like_an_undisturbed_one()
    {
        using var folder = new TempFolder();
        foreach (var number in Enumerable.Range(0, Count))
            folder.Write($"{number}/catalog-info.yaml", Yaml.Component($"c{number}"));
        await using var undisturbed = await TestCatalog.StartAsync(options => options with { BatchSize = 20 });
        await using var disturbed = await TestCatalog.StartAsync(options => options with { BatchSize = 20 });
        var source = await undisturbed.RegisterAsync(folder.Path);
        await disturbed.RegisterAsync(folder.Path);

        await CrawlTwiceAsync(undisturbed, source, folder, cutShort: false);
        await CrawlTwiceAsync(disturbed, source, folder, cutShort: true);

        (await StatesAsync(disturbed)).ShouldBe(await StatesAsync(undisturbed));
        (await disturbed.EntityEventsAsync()).Count.ShouldBe((await undisturbed.EntityEventsAsync()).Count);
    }

    private static async Task CrawlTwiceAsync(TestCatalog catalog, string source, TempFolder folder, bool cutShort)
    {
        foreach (var number in Enumerable.Range(0, Count))
            folder.Write($"{number}/catalog-info.yaml", Yaml.Component($"c{number}"));
        await CrawlAsync();
        foreach (var number in Enumerable.Range(0, 200))
            folder.Write($"{number}/catalog-info.yaml", number % 2 == 0 ? Yaml.Component($"c{number}", "payments") : Yaml.Component($"d{number}"));
        await CrawlAsync();

        async Task CrawlAsync()
        {
            if (cutShort)
                await CutShortAsync(catalog, source);
            await catalog.CrawlAsync(source);
        }
    }

    /// <summary>Cancels a crawl, on the appending thread, after its third batch.</summary>
    private static async Task CutShortAsync(TestCatalog catalog, string source)
    {
        using var stop = new CancellationTokenSource();
        var batches = 0;
        void Count(long position)
        {
            if (++batches == 3)
                stop.Cancel();
        }

        var before = (await catalog.EntityEventsAsync()).Count;
        catalog.Log.Appended += Count;
        await Should.ThrowAsync<OperationCanceledException>(() => catalog.Crawler.CrawlAsync(source, stop.Token));
        catalog.Log.Appended -= Count;
        ((await catalog.EntityEventsAsync()).Count - before).ShouldBeGreaterThan(0);
    }

    private static async Task<string[]> StatesAsync(TestCatalog catalog)
    {
        var states = new Dictionary<string, Entity>(StringComparer.Ordinal);
        foreach (var recorded in await catalog.EntityEventsAsync())
            states[recorded.Stream] = EntityDecider.Evolve(states.GetValueOrDefault(recorded.Stream, Entity.None), (EntityEvent)recorded.Event!);
        return [.. states.OrderBy(state => state.Key, StringComparer.Ordinal).Select(state => $"{state.Key} {Describe(state.Value)}")];
    }

    private static string Describe(Entity entity) => entity switch
    {
        Entity.Live live => $"live {live.Descriptor.GetRawText()} {live.Location} {live.Orphaned}",
        Entity.Removed removed => $"removed {removed.Descriptor.GetRawText()} {removed.Location}",
        _ => "unknown",
    };
}
