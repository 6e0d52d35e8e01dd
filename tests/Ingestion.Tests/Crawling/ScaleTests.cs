using System.Diagnostics;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class ScaleTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_thousand_descriptors_are_crawled_in_seconds_and_crawled_again_faster()
    {
        using var folder = new TempFolder();
        foreach (var number in Enumerable.Range(0, 2000))
            folder.Write($"team-{number % 50}/c{number}/catalog-info.yaml", Yaml.Component($"c{number}", $"team-{number % 50}", $"  system: s{number % 100}\n  dependsOn: [component:c{(number + 1) % 2000}]"));
        await using var catalog = await TestCatalog.StartAsync();
        var source = await catalog.RegisterAsync(folder.Path);

        var watch = Stopwatch.StartNew();
        var first = await catalog.CrawlAsync(source);
        var firstTook = watch.Elapsed;
        watch.Restart();
        var second = await catalog.CrawlAsync(source);
        var secondTook = watch.Elapsed;

        output.WriteLine($"first {firstTook.TotalSeconds:0.00} s, second {secondTook.TotalSeconds:0.00} s");
        (first.Changed, second.Changed, second.Position).ShouldBe((2000, 0, first.Position));
        // Far above what it takes, for loaded machines; the line above has the figures.
        firstTook.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        secondTook.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }
}
