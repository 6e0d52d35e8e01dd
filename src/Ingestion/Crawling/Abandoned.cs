using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>Removes orphans whose source was withdrawn, once no other source has taken them for long enough.</summary>
public sealed class Abandoned(LogWriter writer, CrawlerMemory memory, CrawlOptions options, TimeProvider clock)
{
    /// <returns>Those that were removed.</returns>
    public async Task<IReadOnlyList<EntityRef>> RemoveAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await memory.AbandonedAsync(ct);
        var due = known.Values
            .Where(entity => entity is { State: Entity.Live { IsWaitedFor: false }, OrphanedAt: { } since } && now - since >= options.MoveGrace)
            .OrderBy(entity => entity.Ref.ToString(), StringComparer.Ordinal)
            .Select(entity => new EntityDecision(
                entity.Ref,
                anew => anew.State is Entity.Live { Orphaned: true, IsWaitedFor: false }
                    ? EntityDecider.Decide(new RemoveEntity("Its source was withdrawn and no other declares it"), anew.State)
                    : [],
                [],
                (cause, happened) => cause.Of(happened, null, null)))
            .ToArray();
        var (removed, _) = await writer.AppendAsync(due, known, NothingKnown, now, new AppendContext(Crawler.Actor), ct);
        return removed;
    }

    internal static Task<IReadOnlyDictionary<string, Provenance>> NothingKnown(IReadOnlyCollection<string> paths, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, Provenance>>(new Dictionary<string, Provenance>(StringComparer.Ordinal));
}
