using System.Diagnostics;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>Crawls as activities; what a crawl appends, and the read models that show it, are of its trace.</summary>
public static class CrawlTelemetry
{
    public const string Name = "EventCatalog.Ingestion";

    private static readonly ActivitySource Activities = new(Name);

    internal static Activity? StartCrawl(string source, string run) =>
        Activities.StartActivity("crawl")?.SetTag("eventcatalog.source", source).SetTag("eventcatalog.run", run);
}
