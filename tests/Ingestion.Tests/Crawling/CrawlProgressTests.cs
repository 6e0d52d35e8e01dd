using System.Net;
using System.Net.Sockets;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class CrawlProgressTests
{
    [Fact]
    public async Task A_crawl_that_takes_long_says_what_it_is_at_to_watchers_and_to_other_nodes()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var catalog = await TestCatalog.StartAsync(options => options with { GitTimeout = TimeSpan.FromSeconds(3) });
        var told = new TaskCompletionSource<CrawlStep>(TaskCreationOptions.RunContinuationsAsynchronously);
        catalog.Crawler.Progressed += step => told.TrySetResult(step);

        var crawl = catalog.CrawlNewAsync($"http://{silent.LocalEndpoint}/shop.git", "git");
        var step = await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestCatalog.Ct);
        var result = await crawl;

        step.ShouldBe(new CrawlStep(result.RunId, result.Source, CrawlStage.Opening, 0, 0, catalog.Clock.GetUtcNow()));
        var kept = (await catalog.Heartbeats.FindAsync($"crawling/{result.Source}", TestCatalog.Ct)).ShouldHaveSingleItem().Value.Data;
        (kept.GetProperty("runId").GetString(), kept.GetProperty("stage").GetString()).ShouldBe((result.RunId, "opening"));
    }
}
