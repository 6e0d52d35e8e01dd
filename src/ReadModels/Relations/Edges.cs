using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.ReadModels.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Relations;

/// <summary>One edge as a descriptor writes it, seen from one of its ends.</summary>
/// <param name="Forward">Whether the entity that declares it is its source.</param>
/// <param name="Written">The other end.</param>
internal readonly record struct Edge(string DeclaredBy, string Field, bool Forward, string Type, string Written);

/// <summary>The edges that versions of entities declare, each version looked at once.</summary>
internal sealed class Edges
{
    private readonly Dictionary<EntityVersion, IReadOnlyList<Edge>> known = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<Edge> Of(EntityVersion version)
    {
        if (!known.TryGetValue(version, out var edges))
            known.Add(version, edges = [.. In(EntityRef.Parse(version.Ref), version.Descriptor)]);
        return edges;
    }

    /// <summary>Every name an event may write into a descriptor, and more.</summary>
    public static IEnumerable<string> NamesIn(EntityEvent happened) => happened switch
    {
        EntityRegistered e => In(e.Entity, e.Descriptor).Select(edge => edge.Written),
        EntityRenamedFrom e => In(e.Entity, e.Descriptor).Select(edge => edge.Written),
        PastVersionFound { Descriptor: { } descriptor } e => In(e.Entity, descriptor).Select(edge => edge.Written),
        OwnerChanged { To: { } owner } => [owner.ToString()],
        DescriptorChanged e => In(e.Entity, FieldChange.Apply(JsonElement.Parse("{}"), e.Changes)).Select(edge => edge.Written),
        _ => [],
    };

    private static IEnumerable<Edge> In(EntityRef self, JsonElement descriptor)
    {
        const string DeclaredByKind = Domain.Descriptors.Relations.DeclaredByKind;
        return Domain.Descriptors.Relations.FieldsOf(self.Kind)
            .SelectMany(field => Domain.Descriptors.Relations.OfField(self, field, Descriptor.At(descriptor, "spec", field)).Select(edge => Seen(edge, field)))
            .Concat(Domain.Descriptors.Relations.Declared(self, Descriptor.At(descriptor, DeclaredByKind)).Select(edge => Seen(edge, DeclaredByKind)));

        Edge Seen(Relation edge, string field) =>
            new(self.ToString(), field, edge.Source == self, edge.Type, (edge.Source == self ? edge.Target : edge.Source).ToString());
    }
}
