using System.Text;
using EventCatalog.Domain.Descriptors;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>Puts entities together as they were. What was refused then is not remembered by instant, so a past entity has no status.</summary>
public sealed class PastTexts(EntityQueries entities, RelationQueries relations, BodyStore bodies)
{
    /// <summary>So many are put together at once.</summary>
    public const int AtOnce = 200;

    public async Task<IReadOnlyDictionary<string, byte[]>> OfAsync(IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct)
    {
        var versions = await entities.FindAsync(refs, at, ct);
        var edges = await relations.OfAsync(refs, at, ct);
        var stored = await bodies.GetAsync([.. versions.Values.SelectMany(version => LargeBodies.HashesIn(version.Descriptor)).Distinct(StringComparer.Ordinal)], ct);
        var texts = stored.ToDictionary(text => text.Key, text => Encoding.UTF8.GetString(text.Value), StringComparer.Ordinal);
        return versions.Values.ToDictionary(
            version => version.Ref,
            version => EntityText.Of(version.Id, version.Descriptor, version.Location, version.Orphaned, Sorted(edges.GetValueOrDefault(version.Ref, [])), [], texts),
            StringComparer.Ordinal);
    }

    private static IEnumerable<RelationRow> Sorted(IEnumerable<RelationRow> edges) =>
        edges.OrderBy(edge => edge.Type, StringComparer.Ordinal).ThenBy(edge => edge.TargetRef, StringComparer.Ordinal);
}
