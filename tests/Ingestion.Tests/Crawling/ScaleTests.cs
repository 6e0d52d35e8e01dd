using System.Diagnostics;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class ScaleTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("folder")]
    [InlineData("git")]
    public async Task Two_thousand_descriptors_are_crawled_in_seconds_and_crawled_again_faster(string type)
    {
        using var repository = new GitRepository();
        foreach (var number in Enumerable.Range(0, 2000))
            repository.Write($"team-{number % 50}/c{number}/catalog-info.yaml", Yaml.Component($"c{number}", $"team-{number % 50}", $"  system: s{number % 100}\n  dependsOn: [component:c{(number + 1) % 2000}]"));
        if (type is "git")
        {
            repository.Commit("all");
            repository.Push();
        }

        await using var catalog = await TestCatalog.StartAsync();
        var source = await catalog.RegisterAsync(type is "git" ? "file://" + repository.Bare : repository.Work);

        var watch = Stopwatch.StartNew();
        var first = await catalog.CrawlAsync(source);
        var firstTook = watch.Elapsed;
        watch.Restart();
        var second = await catalog.CrawlAsync(source);
        var secondTook = watch.Elapsed;

        output.WriteLine($"{type}: first {firstTook.TotalSeconds:0.00} s, second {secondTook.TotalSeconds:0.00} s");
        (first.Changed, second.Changed, second.Position).ShouldBe((2000, 0, first.Position));
        // Far above what it takes, for loaded machines; the line above has the figures.
        firstTook.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        secondTook.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }
}
