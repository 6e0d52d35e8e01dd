using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>The SQL of the rows that say which entity has which value at one key, at one instant.</summary>
/// <param name="From">Aliased <c>f</c>.</param>
/// <param name="Folded">The value to compare with, in lower case; null where there is one that equals nothing.</param>
/// <param name="AreFacets">Each row is there once, and only while its entity is.</param>
internal sealed record KeyRows(string From, string Where, string Ref, string Value, string Folded, bool AreFacets = false)
{
    private const string RelationPrefix = "relations.";

    /// <param name="key">A path such as <c>spec.type</c>, <c>relations.ownedBy</c> or <c>metadata.uid</c>, in any case.</param>
    public static KeyRows Of(string key, SqlText sql, AsOf at)
    {
        var folded = key.ToLowerInvariant();
        if (folded is "metadata.uid")
            return new KeyRows(Uids(at), "true", "f.ref", "f.uid::text", "f.uid::text");
        if (!folded.StartsWith(RelationPrefix, StringComparison.Ordinal))
            return Facets($"f.key = {sql.Value(folded)}", at);

        var type = sql.Value(folded[RelationPrefix.Length..]);
        // One edge may be declared by both its ends.
        return at is AsOf.Now
            ? new KeyRows($"{RestProjection.Schema}.edge f", $"lower(f.type) = {type}", "f.source", "f.target", "f.target")
            : new KeyRows($"{RelationsProjection.Schema}.relation f", $"{at.Holds("f")} and lower(f.type) = {type}", "f.source", "f.target", "f.target");
    }

    /// <summary>By the names that the entities had then.</summary>
    private static string Uids(AsOf at) => at is AsOf.Now
        ? $"{RestProjection.Schema}.entity f"
        : $"(select v.ref, e.uid from {EntitiesProjection.Schema}.entity_version v join {RestProjection.Schema}.entity e on coalesce(e.identity, e.ref) = coalesce(v.identity, v.ref) where {at.Holds("v")}) f";

    /// <summary>The rows of the keys that the descriptor gives, as far as a condition keeps them.</summary>
    public static KeyRows Facets(string condition, AsOf at) => new(
        $"{EntitiesProjection.Schema}.entity_facet f", $"{at.Holds("f")} and {condition}", "f.ref", "f.value", "f.folded", AreFacets: true);

    /// <summary>Whether a key is one of the descriptor's own, not a relation or the uid.</summary>
    public static bool IsFacet(string key) => key is not "metadata.uid" && !key.StartsWith(RelationPrefix, StringComparison.Ordinal);

    /// <summary>The entities that have a row for which a condition holds.</summary>
    public string Having(string condition) => $"select {Ref} from {From} where {Where} and {condition}";
}
