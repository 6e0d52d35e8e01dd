using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion;

/// <summary>Removes single entities. A source that still declares one brings it back when it is read again.</summary>
public sealed class Removals(LogWriter writer, CrawlerMemory memory, TimeProvider clock)
{
    /// <summary>Removes an entity that is in the catalog; any other changes nothing.</summary>
    /// <returns>The position to wait for.</returns>
    public async Task<long> RemoveAsync(EntityRef entity, string reason, string actor, CancellationToken ct)
    {
        var mark = await writer.SettleAsync(ct);
        var removal = new EntityDecision(entity, now => EntityDecider.Decide(new RemoveEntity(reason), now.State), [], (cause, happened) => cause.Of(happened, null, null));
        var context = new AppendContext(actor, Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"));
        var (_, position) = await writer.AppendAsync([removal], await memory.FindAsync([entity], ct), NothingKnown, clock.GetUtcNow(), context, ct);
        return position ?? mark;
    }

    private static Task<IReadOnlyDictionary<string, Provenance>> NothingKnown(IReadOnlyCollection<string> paths, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, Provenance>>(new Dictionary<string, Provenance>(StringComparer.Ordinal));
}
