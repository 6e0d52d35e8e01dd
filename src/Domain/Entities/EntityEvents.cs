using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Entities;

/// <summary>What can happen to one entity. These records are the stored contract.</summary>
public abstract record EntityEvent
{
    private EntityEvent() { }

    public abstract EntityRef Entity { get; init; }

    /// <summary>A sound descriptor declared an entity that was not in the catalog.</summary>
    /// <param name="Entity">The new entity.</param>
    /// <param name="Location">Where its descriptor stands.</param>
    /// <param name="Descriptor">The whole descriptor; long texts by hash, see <see cref="LargeBodies"/>.</param>
    /// <param name="OwnerLine">The line its owner stands on, where that is known.</param>
    public sealed record EntityRegistered(EntityRef Entity, DescriptorLocation Location, JsonElement Descriptor, int? OwnerLine = null) : EntityEvent;

    /// <summary>The descriptor names another owner.</summary>
    /// <param name="Entity">The entity that changed hands.</param>
    /// <param name="From">The owner before; null when none was declared.</param>
    /// <param name="To">The owner now; null when none is declared.</param>
    /// <param name="Declared">The new owner as the descriptor spells it.</param>
    public sealed record OwnerChanged(EntityRef Entity, EntityRef? From, EntityRef? To, string? Declared) : EntityEvent;

    public sealed record LifecycleChanged(EntityRef Entity, string? From, string? To) : EntityEvent;

    /// <summary>Anything else in the descriptor changed; each path with its value before and after.</summary>
    public sealed record DescriptorChanged(EntityRef Entity, IReadOnlyList<FieldChange> Changes) : EntityEvent;

    /// <summary>The descriptor now stands in another file, or is read through another source.</summary>
    public sealed record EntityMoved(EntityRef Entity, DescriptorLocation From, DescriptorLocation To) : EntityEvent;

    /// <summary>Nothing refers to the descriptor's file any more. The entity stays visible, marked as an orphan, until it is removed or restored.</summary>
    public sealed record EntityOrphaned(EntityRef Entity, string Reason) : EntityEvent;

    /// <summary>An orphaned or removed entity was declared again; its history goes on.</summary>
    public sealed record EntityRestored(EntityRef Entity) : EntityEvent;

    public sealed record EntityRemoved(EntityRef Entity, string Reason) : EntityEvent;

    /// <summary>A second source declares the entity, or declares it otherwise than before. The first keeps the reference; this one waits.</summary>
    /// <param name="Location">Where the second descriptor stands; a source has one such place.</param>
    /// <param name="Descriptor">What it says; long texts by hash.</param>
    public sealed record EntityContested(EntityRef Entity, DescriptorLocation Location, JsonElement Descriptor) : EntityEvent;

    /// <summary>A second source no longer waits: it has the reference now, or declares the entity no more.</summary>
    public sealed record ContestEnded(EntityRef Entity, DescriptorLocation Location, string Reason) : EntityEvent;

    /// <summary>An entity goes on under this name. What its descriptor says otherwise now follows as events of its own.</summary>
    /// <param name="Entity">The name from now on.</param>
    /// <param name="From">The name until now; its stream ends with <see cref="EntityRenamed"/>, appended together with this.</param>
    /// <param name="Location">Where it stood until now.</param>
    /// <param name="Descriptor">As it was, with the new name.</param>
    public sealed record EntityRenamedFrom(EntityRef Entity, EntityRef From, DescriptorLocation Location, JsonElement Descriptor) : EntityEvent;

    /// <summary>The entity has another name from now on; this one is free.</summary>
    public sealed record EntityRenamed(EntityRef Entity, EntityRef To) : EntityEvent;

    /// <summary>
    /// What an entity was at a time that is over, learned later. The event's effective time says when that began; it holds until the next thing known to
    /// have taken effect. It changes nothing about what the entity is now, and may be the first event of its stream.
    /// </summary>
    /// <param name="Descriptor">The whole descriptor; long texts by hash. Null when the entity was not in the catalog from then on.</param>
    /// <param name="Location">Where it stood, or had stood last.</param>
    public sealed record PastVersionFound(EntityRef Entity, JsonElement? Descriptor, DescriptorLocation Location) : EntityEvent;
}
