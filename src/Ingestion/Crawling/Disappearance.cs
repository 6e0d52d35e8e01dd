using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>What becomes of an entity that its source did not show this time.</summary>
internal abstract record Disappearance
{
    /// <summary>Nothing says that it is gone: what declares it could not be read.</summary>
    public sealed record Stays : Disappearance;

    /// <summary>Its file is there but nothing refers to it any more.</summary>
    public sealed record Orphaned(string Reason) : Disappearance;

    /// <param name="Path">The file whose change removed it; null when no single one did.</param>
    public sealed record Removed(string Reason, string? Path) : Disappearance;

    private static readonly Disappearance Kept = new Stays();

    /// <param name="entity">Remembered as read through this source, and not found.</param>
    /// <param name="path">Its file; null when the source has no such place any more.</param>
    public static async Task<Disappearance> OfAsync(
        RememberedEntity entity, string? path, Harvest harvest, ISourceSnapshot tree, DateTimeOffset now, CrawlOptions options, CancellationToken ct)
    {
        if (path is null)
            return new Removed($"Its source does not hold {entity.Location!.Target} any more", null);
        if (harvest.IsUnread(path))
            return Kept;
        if (harvest.Files.TryGetValue(path, out var file))
        {
            if (file.Missing)
                return file.Required ? Kept : new Removed($"{path} is gone", path);
            return file.MayHold(entity.Ref) ? Kept : new Removed($"{path} does not declare it any more", path);
        }

        if (!Harvester.IsAddress(path) && !await tree.ExistsAsync(path, ct))
            return new Removed($"{path} is gone", path);
        if (entity.OrphanedAt is { } since && now - since >= options.RemoveOrphansAfter)
            return new Removed($"Nothing refers to {path} since {since:yyyy-MM-dd HH:mm:ss}Z", null);
        return new Orphaned($"Nothing refers to {path} any more");
    }
}
