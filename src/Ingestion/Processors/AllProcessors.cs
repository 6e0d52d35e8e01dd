using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Processors.Manifests;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Processors;

/// <summary>Every processor that runs. A new one is a folder and a line here.</summary>
public sealed class AllProcessors(AllReaders readers, CrawlerMemory memory, Credentials credentials, CrawlTurns turns)
{
    public IReadOnlyList<IProcessor> List { get; } =
    [
        new ManifestProcessor(readers, memory, credentials, turns),
    ];
}
