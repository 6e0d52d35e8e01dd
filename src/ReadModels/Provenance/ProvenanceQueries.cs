using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Provenance;

/// <summary>Explains values from the log: few ask, of one entity, which has few events.</summary>
public sealed class ProvenanceQueries(EntityQueries entities, EventLog log)
{
    /// <summary>Why a field has the value it has at an instant; null when there is no such entity then.</summary>
    /// <param name="path">As in <see cref="FieldPath"/>.</param>
    /// <exception cref="GraphQL.GraphQLError">The path cannot be read.</exception>
    public async Task<Explanation?> ExplainAsync(EntityRef reference, string path, AsOf at, CancellationToken ct)
    {
        var found = (await entities.FollowAsync([reference.ToString()], at, ct)).GetValueOrDefault(reference.ToString());
        return found is null ? null : Explaining.Of(
            found.Ref, await EventsAsync(found.Id, at, ct), at is AsOf.AtTime(var time) ? time : DateTimeOffset.MaxValue, shown => FieldPath.Parse(path, shown));
    }

    /// <summary>Everything about an entity up to an instant, under each of its names.</summary>
    private async Task<IReadOnlyCollection<RecordedEvent>> EventsAsync(string id, AsOf at, CancellationToken ct)
    {
        var names = (await entities.NamesAsync([id], AsOf.Present, ct))[id];
        var spans = names.Select((name, index) => (
            Stream: EntityDecider.StreamOf(EntityRef.Parse(name.Ref)),
            // Its first name may be that of a stream that began with what was found out about its past.
            From: index == 0 && string.Equals(name.Ref, id, StringComparison.Ordinal) ? 0 : name.Position,
            To: index + 1 < names.Count ? names[index + 1].Position : long.MaxValue)).ToLookup(span => span.Stream, StringComparer.Ordinal);
        var recorded = await log.ReadStreamsAsync([.. spans.Select(span => span.Key)], at is AsOf.AtPosition(var position) ? position : long.MaxValue, ct);
        return
        [
            .. recorded.Where(one => spans[one.Stream].Any(span => one.Position >= span.From && one.Position < span.To))
                .Where(one => at is not AsOf.AtTime(var time) || one.EffectiveAt <= time),
        ];
    }
}
