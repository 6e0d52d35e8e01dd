using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>A decision about one entity that can be made again when someone else was faster.</summary>
/// <param name="Entity">Whose stream it appends to.</param>
/// <param name="Decide">From what is known to the events this adds.</param>
/// <param name="Files">Files whose last change its events may have come by.</param>
/// <param name="Place">Puts an event in its place.</param>
internal sealed record EntityDecision(
    EntityRef Entity,
    Func<Memory.RememberedEntity, IReadOnlyList<EntityEvent>> Decide,
    IReadOnlyList<string> Files,
    Func<Cause, EntityEvent, NewEvent> Place,
    Finding? Finding = null,
    bool IsRemoval = false);
