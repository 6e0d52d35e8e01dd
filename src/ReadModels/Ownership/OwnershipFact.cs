using System.Runtime.InteropServices;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>Stored by number: new ones go to the end.</summary>
internal enum FactKind
{
    Registered,
    Renamed,

    /// <summary>The name is free: its entity goes on under another, or as part of another.</summary>
    NameFreed,
    OwnerChanged,
    Titled,
    Reparented,
    Removed,
    Restored,
    Merged,

    /// <summary>What it was at a time that is over, learned later.</summary>
    Past,

    /// <summary>That it was not there at a time that is over, learned later.</summary>
    PastAbsence,

    /// <summary>Anything else; it ends what was found of the past.</summary>
    Other,
}

/// <summary>What an event says that may matter to who owns something: about the owned entity, or about its owner. A row of <c>ownership_fact</c>.</summary>
/// <param name="Ref">The entity, by the name it has in that event.</param>
/// <param name="Id">What stays the same when the name changes, as <see cref="Entities.EntityVersion.Id"/>.</param>
/// <param name="Owner">Where the kind tells one; null also where none is declared. So are title and parent.</param>
/// <param name="Into">What it was merged into.</param>
internal sealed record OwnershipFact(
    long Position, FactKind Kind, string Ref, string Id, DateTimeOffset At, DateTimeOffset RecordedAt,
    string? Owner = null, string? Title = null, string? Parent = null, string? Into = null)
{
    /// <param name="last">The last fact under a name before this event; null when there is none.</param>
    public static IReadOnlyList<OwnershipFact> Of(RecordedEvent recorded, Func<string, OwnershipFact?> last)
    {
        return recorded.Event switch
        {
            EntityRegistered e => [NotBefore(last(e.Entity.ToString()), Whole(FactKind.Registered, e.Entity, IdOfNew(e.Entity), e.Descriptor))],
            EntityRenamedFrom e => [Whole(FactKind.Renamed, e.Entity, IdOf(e.From), e.Descriptor)],
            EntityRenamed e => [Fact(FactKind.NameFreed, e.Entity)],
            OwnerChanged e => [Fact(FactKind.OwnerChanged, e.Entity) with { Owner = e.To?.ToString() }],
            DescriptorChanged e => e.Changes.SelectMany(change => OfChange(e.Entity, change)).ToList() is { Count: > 0 } facts ? facts : [Fact(FactKind.Other, e.Entity)],
            EntityRemoved e => [Fact(FactKind.Removed, e.Entity)],
            EntityRestored e => [Fact(FactKind.Restored, e.Entity)],
            EntityMerged e => [Fact(FactKind.Merged, e.Entity) with { Into = e.Into.ToString() }],
            PastVersionFound { Descriptor: { } descriptor } e => [Whole(FactKind.Past, e.Entity, IdOf(e.Entity), descriptor)],
            PastVersionFound e => [Fact(FactKind.PastAbsence, e.Entity)],
            // What another source says says nothing of the entity.
            EntityContested or ContestEnded => [],
            EntityEvent e => [Fact(FactKind.Other, e.Entity)],
            _ => [],
        };

        OwnershipFact Fact(FactKind kind, EntityRef entity, string? id = null) =>
            new(recorded.Position, kind, entity.ToString(), id ?? IdOf(entity), recorded.EffectiveAt, recorded.RecordedAt);

        // A name has one holder at a time.
        static OwnershipFact NotBefore(OwnershipFact? freed, OwnershipFact fact) =>
            freed is { Kind: FactKind.NameFreed or FactKind.Merged } && freed.At > fact.At ? fact with { At = freed.At } : fact;

        OwnershipFact Whole(FactKind kind, EntityRef entity, string id, JsonElement descriptor) => Fact(kind, entity, id) with
        {
            Owner = Descriptor.OwnerOf(descriptor)?.ToString(),
            Title = Descriptor.Text(descriptor, "metadata", "title") ?? Descriptor.Text(descriptor, "metadata", "name"),
            Parent = ParentOf(entity, Descriptor.At(descriptor, "spec", "parent")),
        };

        IEnumerable<OwnershipFact> OfChange(EntityRef entity, FieldChange change) => change.Path switch
        {
            "/metadata/title" => [Fact(FactKind.Titled, entity) with { Title = change.To?.ToString() ?? entity.Name }],
            "/spec/parent" => [Fact(FactKind.Reparented, entity) with { Parent = ParentOf(entity, change.To) }],
            "/spec" => [Fact(FactKind.Reparented, entity) with { Parent = ParentOf(entity, change.To is { } spec ? Descriptor.At(spec, "parent") : null) }],
            _ => [],
        };

        string IdOf(EntityRef entity) => last(entity.ToString())?.Id ?? entity.ToString();

        // A name that was another entity's before is not its identity.
        string IdOfNew(EntityRef entity) => last(entity.ToString()) is { Kind: FactKind.NameFreed or FactKind.Merged }
            ? FormattableString.Invariant($"{entity}~{recorded.StreamVersion}")
            : IdOf(entity);
    }

    private static string? ParentOf(EntityRef entity, JsonElement? parent) =>
        parent is { ValueKind: JsonValueKind.String } text && EntityRef.TryParse(text.GetString(), out var reference, "group", entity.Namespace) ? reference.ToString() : null;
}

/// <summary>A place in the order in which facts took effect: by time, then in the order of the log.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Moment(DateTimeOffset At, long Position)
{
    public static int Compare(Moment one, Moment other) => one.At == other.At ? one.Position.CompareTo(other.Position) : one.At.CompareTo(other.At);
}
