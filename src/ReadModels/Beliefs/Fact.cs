using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Beliefs;

/// <summary>What an event says of an entity, field by field, whatever it was before. What is null it says nothing about.</summary>
internal sealed record Fact
{
    private static readonly Fact Nothing = new() { IsNothing = true };

    public JsonElement? Whole { get; init; }
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];
    public DescriptorLocation? Location { get; init; }
    public bool? Orphaned { get; init; }
    public bool? Live { get; init; }
    public string? Name { get; init; }

    /// <summary>It is about what another source says.</summary>
    public bool IsNothing { get; private init; }

    /// <summary>Null for what was found of the past, which says all, but of no other time.</summary>
    public static Fact? Of(EntityEvent happened) => happened switch
    {
        EntityRegistered e => new Fact { Whole = e.Descriptor, Location = e.Location, Orphaned = false, Live = true, Name = e.Entity.ToString() },
        EntityRenamedFrom e => new Fact
        {
            Changes = [Named("name", e.Descriptor), Named("namespace", e.Descriptor)], Location = e.Location, Orphaned = false, Live = true, Name = e.Entity.ToString(),
        },
        OwnerChanged e => Spec("owner", e.Declared),
        LifecycleChanged e => Spec("lifecycle", e.To),
        DescriptorChanged e => new Fact { Changes = e.Changes },
        EntityMoved e => new Fact { Location = e.To },
        EntityOrphaned => new Fact { Orphaned = true },
        EntityRestored => new Fact { Orphaned = false, Live = true },
        EntityRemoved or EntityMerged => new Fact { Live = false },
        PastVersionFound => null,
        _ => Nothing,
    };

    private static FieldChange Named(string member, JsonElement descriptor) => new($"/metadata/{member}", null, Descriptor.At(descriptor, "metadata", member));

    private static Fact Spec(string field, string? value) =>
        new() { Changes = [new FieldChange($"/spec/{field}", null, value is null ? null : JsonSerializer.SerializeToElement(value))] };
}
