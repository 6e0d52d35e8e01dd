using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Ingestion.History;

/// <summary>What a commit did to an entity.</summary>
/// <param name="At">When it took effect.</param>
/// <param name="Before">What the commits before it made of the entity.</param>
/// <param name="After">What this one made of it.</param>
/// <param name="Decide">The events that tell it to a log which says this of the entity.</param>
/// <param name="Place">Says of an event which commit, file and line it came by.</param>
/// <param name="Finding">The document that declares it from then on; null when none does.</param>
internal sealed record PastFact(
    EntityRef Entity, DateTimeOffset At, Entity Before, Entity After,
    Func<Entity, IReadOnlyList<EntityEvent>> Decide, Func<EntityEvent, NewEvent> Place, Finding? Finding = null)
{
    /// <summary>Set for an entity that went on under this name: what the commit did to the old one.</summary>
    public PastFact? RenamedFrom { get; init; }

    /// <summary>The same, for a log that knows the entity already, but not that.</summary>
    public NewEvent AsFound() => Place(new PastVersionFound(Entity, (After as Entity.Live)?.Descriptor, PlaceOf(After) ?? PlaceOf(Before)!));

    private static DescriptorLocation? PlaceOf(Entity state) => state switch
    {
        Entity.Live live => live.Location,
        Entity.Removed removed => removed.Location,
        _ => null,
    };
}
