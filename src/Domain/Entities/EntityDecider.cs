using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Entities;

/// <summary>A crawler read a sound descriptor.</summary>
public sealed record ObserveEntity(DescriptorLocation Location, JsonElement Descriptor);

/// <summary>Nothing refers to the descriptor's file any more.</summary>
public sealed record OrphanEntity(string Reason);

/// <summary>The descriptor is gone, or its source was withdrawn.</summary>
public sealed record RemoveEntity(string Reason);

/// <summary>What the log says of one entity.</summary>
public abstract record Entity
{
    private Entity() { }

    /// <summary>Never registered.</summary>
    public sealed record Unknown : Entity;

    public sealed record Live(JsonElement Descriptor, DescriptorLocation Location, bool Orphaned = false) : Entity;

    /// <summary>Removed; what it last was is kept, so that a return says what changed meanwhile.</summary>
    public sealed record Removed(JsonElement Descriptor, DescriptorLocation Location) : Entity;

    public static readonly Entity None = new Unknown();
}

/// <summary>Decides which facts an observation adds, and folds facts into the state the next decision rests on.</summary>
public static class EntityDecider
{
    /// <summary>The stream that holds an entity's events.</summary>
    public static string StreamOf(EntityRef entity) => $"entity-{entity}";

    /// <summary>The events this reading adds: none when the log already says the same.</summary>
    public static IReadOnlyList<EntityEvent> Decide(ObserveEntity seen, Entity entity)
    {
        var name = Descriptor.RefOf(seen.Descriptor);
        return entity switch
        {
            Entity.Live live =>
            [
                .. live.Orphaned ? [new EntityRestored(name)] : Array.Empty<EntityEvent>(),
                .. Differences(name, live.Location, live.Descriptor, seen),
            ],
            Entity.Removed removed => [new EntityRestored(name), .. Differences(name, removed.Location, removed.Descriptor, seen)],
            _ => [new EntityRegistered(name, seen.Location, seen.Descriptor)],
        };
    }

    public static IReadOnlyList<EntityEvent> Decide(OrphanEntity lost, Entity entity) =>
        entity is Entity.Live { Orphaned: false } live ? [new EntityOrphaned(Descriptor.RefOf(live.Descriptor), lost.Reason)] : [];

    public static IReadOnlyList<EntityEvent> Decide(RemoveEntity gone, Entity entity) =>
        entity is Entity.Live live ? [new EntityRemoved(Descriptor.RefOf(live.Descriptor), gone.Reason)] : [];

    public static Entity Evolve(Entity entity, EntityEvent happened) => (entity, happened) switch
    {
        (_, EntityRegistered e) => new Entity.Live(e.Descriptor, e.Location),
        (Entity.Live live, OwnerChanged e) => live with { Descriptor = SetSpec(live.Descriptor, "owner", e.Declared) },
        (Entity.Live live, LifecycleChanged e) => live with { Descriptor = SetSpec(live.Descriptor, "lifecycle", e.To) },
        (Entity.Live live, DescriptorChanged e) => live with { Descriptor = FieldChange.Apply(live.Descriptor, e.Changes) },
        (Entity.Live live, EntityMoved e) => live with { Location = e.To },
        (Entity.Live live, EntityOrphaned) => live with { Orphaned = true },
        (Entity.Live live, EntityRestored) => live with { Orphaned = false },
        (Entity.Removed removed, EntityRestored) => new Entity.Live(removed.Descriptor, removed.Location),
        (Entity.Live live, EntityRemoved) => new Entity.Removed(live.Descriptor, live.Location),
        _ => entity,
    };

    private static IEnumerable<EntityEvent> Differences(EntityRef name, DescriptorLocation place, JsonElement before, ObserveEntity seen)
    {
        if (place != seen.Location)
            yield return new EntityMoved(name, place, seen.Location);

        var after = seen.Descriptor;
        var (fromOwner, toOwner) = (Descriptor.OwnerOf(before), Descriptor.OwnerOf(after));
        var ownerChanged = fromOwner != toOwner;
        if (ownerChanged)
            yield return new OwnerChanged(name, fromOwner, toOwner, Descriptor.Text(after, "spec", "owner"));

        var (fromLifecycle, toLifecycle) = (Descriptor.LifecycleOf(before), Descriptor.LifecycleOf(after));
        var lifecycleChanged = !string.Equals(fromLifecycle, toLifecycle, StringComparison.Ordinal);
        if (lifecycleChanged)
            yield return new LifecycleChanged(name, fromLifecycle, toLifecycle);

        var rest = FieldChange.Between(before, after)
            .Where(change => !(ownerChanged && change.Path is "/spec/owner") && !(lifecycleChanged && change.Path is "/spec/lifecycle"))
            .ToArray();
        if (rest.Length > 0)
            yield return new DescriptorChanged(name, rest);
    }

    private static JsonElement SetSpec(JsonElement descriptor, string field, string? value) =>
        FieldChange.Apply(descriptor, [new FieldChange($"/spec/{field}", null, value is null ? null : JsonSerializer.SerializeToElement(value))]);
}
