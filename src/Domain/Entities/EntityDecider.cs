using System.Collections.Immutable;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Entities;

/// <summary>A crawler read a sound descriptor.</summary>
/// <param name="OwnerLine">The line its owner stands on, where that is known.</param>
public sealed record ObserveEntity(DescriptorLocation Location, JsonElement Descriptor, int? OwnerLine = null)
{
    /// <summary>Whose word counts where several sources speak of the entity.</summary>
    public IReadOnlyList<PrecedenceRule> Precedence { get; init; } = [];
}

/// <summary>Nothing refers to the descriptor's file any more.</summary>
public sealed record OrphanEntity(string Reason);

/// <summary>The descriptor is gone, or its source was withdrawn.</summary>
public sealed record RemoveEntity(string Reason);

/// <summary>The removal was a mistake: the entity is to be as it last was.</summary>
public sealed record RestoreEntity;

/// <summary>A source that waits for the reference declares the entity no more.</summary>
public sealed record EndContest(string Source, string Reason);

/// <summary>
/// What a second source says of an entity that it would have if the first let go; or what the first itself says, where the word of another counts for
/// some of it.
/// </summary>
public sealed record Claim(DescriptorLocation Location, JsonElement Descriptor);

/// <summary>What the log says of one entity.</summary>
public abstract record Entity
{
    private Entity() { }

    /// <summary>Never registered.</summary>
    public sealed record Unknown : Entity;

    public sealed record Live(JsonElement Descriptor, DescriptorLocation Location, bool Orphaned = false) : Entity
    {
        /// <summary>What sources say that does not count, or not all of it, one claim each, the first to come first.</summary>
        public ImmutableList<Claim> Claims { get; init; } = [];

        /// <summary>The sources that wait for it.</summary>
        public IEnumerable<string> WaitedForBy => WaitingBut(Location.Source).Select(claim => claim.Location.Source);

        public bool IsWaitedFor => WaitedForBy.Any();

        /// <summary>What the source that has it says itself, where that was overruled.</summary>
        public Claim? Overruled => ClaimOf(Location.Source);

        /// <summary>The claims of the sources that wait for it, without one.</summary>
        internal IEnumerable<Claim> WaitingBut(string source) => Claims.Where(claim =>
            !string.Equals(claim.Location.Source, Location.Source, StringComparison.Ordinal) && !string.Equals(claim.Location.Source, source, StringComparison.Ordinal));

        public Claim? ClaimOf(string source) => Claims.Find(claim => string.Equals(claim.Location.Source, source, StringComparison.Ordinal));
    }

    /// <summary>Removed; what it last was is kept, so that a return says what changed meanwhile.</summary>
    public sealed record Removed(JsonElement Descriptor, DescriptorLocation Location) : Entity;

    /// <summary>Goes on under another name, or as part of another entity; this name is free.</summary>
    public sealed record Renamed(EntityRef To) : Entity;

    public static readonly Entity None = new Unknown();
}

/// <summary>Decides which facts an observation adds, and folds facts into the state the next decision rests on.</summary>
public static class EntityDecider
{
    /// <summary>The stream that holds an entity's events.</summary>
    public static string StreamOf(EntityRef entity) => $"entity-{entity}";

    /// <summary>
    /// The events this reading adds: none when the log already says the same. An entity that another source has is only contested; an
    /// orphan is free.
    /// </summary>
    public static IReadOnlyList<EntityEvent> Decide(ObserveEntity seen, Entity entity)
    {
        var name = Descriptor.RefOf(seen.Descriptor);
        return entity switch
        {
            Entity.Live { Orphaned: false } other when !string.Equals(other.Location.Source, seen.Location.Source, StringComparison.Ordinal) => Contest(name, other, seen),
            Entity.Live live => Declare(name, live, seen),
            Entity.Removed removed => [new EntityRestored(name), .. Differences(name, removed.Location, removed.Descriptor, seen)],
            _ => [new EntityRegistered(name, seen.Location, seen.Descriptor, seen.OwnerLine)],
        };
    }

    /// <summary>Another source has it: this one waits, but for the fields that a rule gives to it.</summary>
    private static IReadOnlyList<EntityEvent> Contest(EntityRef name, Entity.Live held, ObserveEntity seen)
    {
        var claim = new Claim(seen.Location, seen.Descriptor);
        var own = held.Overruled?.Descriptor ?? held.Descriptor;
        var merged = Precedence.Merge(held.Location.Source, own, held.WaitingBut(seen.Location.Source).Append(claim), seen.Precedence);
        var isNew = held.ClaimOf(seen.Location.Source) is not { } known || known.Location != claim.Location || !JsonElement.DeepEquals(known.Descriptor, claim.Descriptor);
        return
        [
            .. isNew ? [new EntityContested(name, seen.Location, seen.Descriptor)] : Array.Empty<EntityEvent>(),
            .. held.Overruled is null && !JsonElement.DeepEquals(merged, own) ? [new EntityContested(name, held.Location, own)] : Array.Empty<EntityEvent>(),
            .. Differences(name, held.Location, held.Descriptor, new ObserveEntity(held.Location, merged)),
        ];
    }

    /// <summary>The source has it, or takes it: what it says counts, but for the fields that a rule gives to another.</summary>
    private static IReadOnlyList<EntityEvent> Declare(EntityRef name, Entity.Live live, ObserveEntity seen)
    {
        var isTaken = !string.Equals(live.Location.Source, seen.Location.Source, StringComparison.Ordinal);
        var merged = Precedence.Merge(seen.Location.Source, seen.Descriptor, live.WaitingBut(seen.Location.Source), seen.Precedence);
        var isOverruled = seen.Precedence.Count > 0 && !JsonElement.DeepEquals(merged, seen.Descriptor);
        var claim = live.ClaimOf(seen.Location.Source);
        var isSaid = !isTaken && claim is not null && claim.Location == seen.Location && JsonElement.DeepEquals(claim.Descriptor, seen.Descriptor);
        return
        [
            .. isTaken && claim is not null ? [new ContestEnded(name, claim.Location, "It has the reference now")] : Array.Empty<EntityEvent>(),
            .. isTaken && live.Overruled is { } left ? [new ContestEnded(name, left.Location, "Another source has the reference now")] : Array.Empty<EntityEvent>(),
            .. live.Orphaned ? [new EntityRestored(name)] : Array.Empty<EntityEvent>(),
            .. !isOverruled && !isTaken && claim is not null ? [new ContestEnded(name, claim.Location, "All it says counts again")] : Array.Empty<EntityEvent>(),
            .. Differences(name, live.Location, live.Descriptor, seen with { Descriptor = merged }),
            .. isOverruled && !isSaid ? [new EntityContested(name, seen.Location, seen.Descriptor)] : Array.Empty<EntityEvent>(),
        ];
    }

    public static IReadOnlyList<EntityEvent> Decide(OrphanEntity lost, Entity entity) =>
        entity is Entity.Live { Orphaned: false } live ? [new EntityOrphaned(Descriptor.RefOf(live.Descriptor), lost.Reason)] : [];

    public static IReadOnlyList<EntityEvent> Decide(EndContest over, Entity entity) =>
        entity is Entity.Live live && live.ClaimOf(over.Source) is { } claim
            ? [new ContestEnded(Descriptor.RefOf(live.Descriptor), claim.Location, over.Reason)]
            : [];

    public static IReadOnlyList<EntityEvent> Decide(RemoveEntity gone, Entity entity) =>
        entity is Entity.Live live ? [new EntityRemoved(Descriptor.RefOf(live.Descriptor), gone.Reason)] : [];

    public static IReadOnlyList<EntityEvent> Decide(RestoreEntity _, Entity entity) =>
        entity is Entity.Removed removed ? [new EntityRestored(Descriptor.RefOf(removed.Descriptor))] : [];

    public static Entity Evolve(Entity entity, EntityEvent happened) => (entity, happened) switch
    {
        (_, EntityRegistered e) => new Entity.Live(e.Descriptor, e.Location),
        (Entity.Live live, OwnerChanged e) => live with { Descriptor = SetSpec(live.Descriptor, "owner", e.Declared) },
        (Entity.Live live, LifecycleChanged e) => live with { Descriptor = SetSpec(live.Descriptor, "lifecycle", e.To) },
        (Entity.Live live, DescriptorChanged e) => live with { Descriptor = FieldChange.Apply(live.Descriptor, e.Changes) },
        (Entity.Live live, EntityMoved e) => live with { Location = e.To },
        (Entity.Live live, EntityOrphaned) => live with { Orphaned = true },
        (Entity.Live live, EntityRestored) => live with { Orphaned = false },
        (Entity.Live live, EntityContested e) => live with { Claims = [.. Others(live, e.Location), new Claim(e.Location, e.Descriptor)] },
        (Entity.Live live, ContestEnded e) => live with { Claims = [.. Others(live, e.Location)] },
        (_, EntityRenamedFrom e) => new Entity.Live(e.Descriptor, e.Location),
        (Entity.Live, EntityRenamed e) => new Entity.Renamed(e.To),
        (Entity.Live or Entity.Removed, EntityMerged e) => new Entity.Renamed(e.Into),
        (Entity.Removed removed, EntityRestored) => new Entity.Live(removed.Descriptor, removed.Location),
        (Entity.Live live, EntityRemoved) => new Entity.Removed(live.Descriptor, live.Location),
        _ => entity,
    };

    private static IEnumerable<Claim> Others(Entity.Live live, DescriptorLocation place) =>
        live.Claims.Where(claim => !string.Equals(claim.Location.Source, place.Source, StringComparison.Ordinal));

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
