using static EventCatalog.Domain.Entities.EntityEvent;
using static EventCatalog.Domain.Gates.GateEvent;
using static EventCatalog.Domain.Ownership.OwnershipEvent;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.Domain;

/// <summary>The stored name of every event. A name never changes; a new shape of an event is a new record beside the old one.</summary>
public static class CatalogEvents
{
    public static IReadOnlyList<(string Name, Type Type)> All { get; } =
    [
        ("entity-registered", typeof(EntityRegistered)),
        ("owner-changed", typeof(OwnerChanged)),
        ("lifecycle-changed", typeof(LifecycleChanged)),
        ("descriptor-changed", typeof(DescriptorChanged)),
        ("entity-moved", typeof(EntityMoved)),
        ("entity-orphaned", typeof(EntityOrphaned)),
        ("entity-restored", typeof(EntityRestored)),
        ("entity-removed", typeof(EntityRemoved)),
        ("entity-contested", typeof(EntityContested)),
        ("contest-ended", typeof(ContestEnded)),
        ("entity-renamed-from", typeof(EntityRenamedFrom)),
        ("entity-renamed", typeof(EntityRenamed)),
        ("past-version-found", typeof(PastVersionFound)),
        ("source-registered", typeof(SourceRegistered)),
        ("source-withdrawn", typeof(SourceWithdrawn)),
        ("source-unreachable", typeof(SourceUnreachable)),
        ("source-reachable", typeof(SourceReachable)),
        ("descriptor-rejected", typeof(DescriptorRejected)),
        ("rejection-resolved", typeof(RejectionResolved)),
        ("disappearance-held", typeof(DisappearanceHeld)),
        ("disappearance-approved", typeof(DisappearanceApproved)),
        ("disappearance-kept", typeof(DisappearanceKept)),
        ("disappearance-ended", typeof(DisappearanceEnded)),
        ("gate-decided", typeof(GateDecided)),
        ("owner-proposed", typeof(OwnerProposed)),
    ];
}
