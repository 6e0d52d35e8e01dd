using System.Text.Json;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Domain.Entities;

/// <summary>An entity that would change, and in which places.</summary>
public sealed record EntityChange(EntityRef Entity, IReadOnlyList<FieldChange> Changes);

/// <summary>An entity that would change hands; null where none is declared, or the entity is not there.</summary>
public sealed record OwnerChange(EntityRef Entity, EntityRef? From, EntityRef? To);

/// <summary>What a change of some descriptors does to the graph as a whole. All lists are ordered by what their items say.</summary>
/// <param name="RelationsAdded">Edges nobody declared before, both directions.</param>
/// <param name="RelationsRemoved">Edges nobody declares any more, both directions.</param>
/// <param name="Broken">References, by changed entities and by others, that lead nowhere afterwards and did not before.</param>
/// <param name="Mended">References that led nowhere before, and do not afterwards.</param>
public sealed record GraphChange(
    IReadOnlyList<EntityRef> Added,
    IReadOnlyList<EntityChange> Changed,
    IReadOnlyList<EntityRef> Removed,
    IReadOnlyList<OwnerChange> Owners,
    IReadOnlyList<Relation> RelationsAdded,
    IReadOnlyList<Relation> RelationsRemoved,
    IReadOnlyList<Relation> Broken,
    IReadOnlyList<Relation> Mended)
{
    /// <param name="before">Descriptors in the catalog: those that change, those related to them, and all that refer to what comes or goes.</param>
    /// <param name="after">What changes, by reference: the new descriptor, or null for what goes.</param>
    public static GraphChange Of(IReadOnlyDictionary<EntityRef, JsonElement> before, IReadOnlyDictionary<EntityRef, JsonElement?> after)
    {
        var then = before.ToDictionary();
        foreach (var (entity, descriptor) in after)
        {
            if (descriptor is { } one)
                then[entity] = one;
            else
                then.Remove(entity);
        }

        var (edgesBefore, edgesAfter) = (Edges(before), Edges(then));
        var (danglingBefore, danglingAfter) = (Dangling(before), Dangling(then));
        return new GraphChange(
            [.. Ordered(after.Keys.Where(entity => then.ContainsKey(entity) && !before.ContainsKey(entity)))],
            [
                .. Ordered(after.Keys.Where(entity => then.ContainsKey(entity) && before.ContainsKey(entity)))
                    .Select(entity => new EntityChange(entity, FieldChange.Between(before[entity], then[entity])))
                    .Where(change => change.Changes.Count > 0),
            ],
            [.. Ordered(after.Keys.Where(entity => !then.ContainsKey(entity) && before.ContainsKey(entity)))],
            [.. Ordered(after.Keys).Select(entity => new OwnerChange(entity, OwnerIn(before, entity), OwnerIn(then, entity))).Where(owner => owner.From != owner.To)],
            Difference(edgesAfter, edgesBefore),
            Difference(edgesBefore, edgesAfter),
            Difference(danglingAfter, danglingBefore),
            Difference(danglingBefore, danglingAfter));
    }

    private static HashSet<Relation> Edges(IReadOnlyDictionary<EntityRef, JsonElement> entities) => [.. entities.Values.SelectMany(Relations.Of)];

    /// <summary>References to what is not among the entities. What is merely not known here is missing before and after, and makes no difference.</summary>
    private static HashSet<Relation> Dangling(IReadOnlyDictionary<EntityRef, JsonElement> entities) =>
        [.. entities.SelectMany(entity => Relations.Of(entity.Value).Where(edge => edge.Source == entity.Key && !entities.ContainsKey(edge.Target)))];

    private static EntityRef? OwnerIn(IReadOnlyDictionary<EntityRef, JsonElement> entities, EntityRef entity) =>
        entities.TryGetValue(entity, out var descriptor) ? Descriptor.OwnerOf(descriptor) : null;

    private static IReadOnlyList<Relation> Difference(HashSet<Relation> these, HashSet<Relation> those) =>
        [.. these.Except(those).OrderBy(edge => edge.ToString(), StringComparer.Ordinal)];

    private static IEnumerable<EntityRef> Ordered(IEnumerable<EntityRef> entities) => entities.OrderBy(entity => entity.ToString(), StringComparer.Ordinal);
}
