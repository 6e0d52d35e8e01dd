using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Sources;
using EventCatalog.Ingestion.Http;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>What one crawl of one source did.</summary>
/// <param name="Found">Entities the source declares soundly.</param>
/// <param name="Changed">Entities with new events, new ones included, removed ones not.</param>
/// <param name="Failed">Problems the source has now.</param>
/// <param name="Position">Position in the log of the last event of this crawl; the log's mark when it added none.</param>
/// <param name="Unreachable">Why the source could not be read at all; null when it was.</param>
public sealed record CrawlResult(
    string RunId, string Source, int Found, int Changed, int Removed, int Failed, long Position, string? Unreachable, IReadOnlyList<Problem> Problems)
{
    /// <summary>Sources that wait for an entity this one let go; crawling them now hands it over.</summary>
    public IReadOnlyList<string> Released { get; init; } = [];

    /// <summary>What its history brought; null when that was not asked for, or is told already.</summary>
    public PastReport? History { get; init; }
}

/// <summary>What a crawl found in the history of its source.</summary>
/// <param name="Commits">Commits that touch descriptors and were not told before.</param>
/// <param name="Found">Events that this added.</param>
/// <param name="Unreadable">Documents that were refused as they stood then.</param>
public sealed record PastReport(int Commits, int Found, int Unreadable);

/// <summary>What a source would bring.</summary>
/// <param name="Source">The id it would have.</param>
/// <param name="Unreachable">Why it cannot be read; null when it can.</param>
public sealed record Preview(string Source, IReadOnlyList<PreviewedEntity> Entities, IReadOnlyList<Problem> Problems, string? Unreachable);

/// <param name="Descriptor">The whole descriptor, long texts included.</param>
/// <param name="Known">Whether the catalog has the entity already, from this source or another.</param>
public sealed record PreviewedEntity(EntityRef Ref, JsonElement Descriptor, DescriptorLocation Location, int Line, bool Known);

/// <summary>The latest crawl of a source, kept as heartbeat <c>crawl/{source}</c>.</summary>
/// <param name="EntityCount">Entities of the source in the catalog after it, orphans included.</param>
/// <param name="Host">What it cost the host; null for sources that are not read by http.</param>
public sealed record CrawlHeartbeat(
    string RunId, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, int Found, int Changed, int Removed, int Failed, int EntityCount, DateTimeOffset NextCrawlAt,
    HostUsage? Host = null);
