using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Beliefs;
using Npgsql;

namespace EventCatalog.ReadModels.Entities;

/// <summary>Writes all rows anew of entities of which something became known late: what they were when, and what of that was believed until when.</summary>
internal static class EntityCorrections
{
    private const int AtOnce = 500;

    /// <param name="names">Names the entities had at any time; those tied to them by renamings come along.</param>
    /// <param name="upTo">The last position that counts.</param>
    public static async Task WriteAsync(IReadOnlyCollection<string> names, long upTo, NpgsqlConnection connection, CancellationToken ct)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in names.Chunk(AtOnce))
        {
            var streams = await LifeStreams.ReadAsync([.. some.Where(name => !done.Contains(name))], upTo, EntitiesProjection.ProjectionName, connection, ct);
            done.UnionWith(streams.Names);
            await DeleteAsync([.. streams.Names], connection, ct);
            await EntityWriter.WriteAsync(RowsOf(streams.Events), connection, ct);
        }
    }

    /// <param name="events">All that is known of some entities, in the order of the log.</param>
    public static EntityFold.Rows RowsOf(IReadOnlyList<RecordedEvent> events)
    {
        var lives = new Lives();
        var beliefs = new Dictionary<EffectOrder, EntityBeliefs>();
        foreach (var recorded in events)
        {
            if (recorded.Event is not EntityEvent happened || lives.Apply(recorded, happened) is not { } entity)
                continue;
            if (!beliefs.TryGetValue(entity, out var believed))
                beliefs.Add(entity, believed = new EntityBeliefs());
            believed.Know(recorded.Position, [.. entity.Periods]);
        }

        var rows = new EntityFold.Rows();
        foreach (var believed in beliefs.Values)
            believed.AddTo(rows);
        return rows;
    }

    private static async Task DeleteAsync(string[] names, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var table in (string[])["entity_version", "entity_facet", "entity_text"])
            batch.BatchCommands.Add(SqlCommands.Of($"delete from {table} where ref = any($1)", (object)names));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private sealed class EntityBeliefs
    {
        private readonly Believed<EntityVersion> versions = new(ReferenceEqualityComparer.Instance);
        private readonly Believed<(string Ref, FacetRow Row)> facets = new(EqualityComparer<(string, FacetRow)>.Default);
        private readonly Believed<(string Ref, string Search)> texts = new(EqualityComparer<(string, string)>.Default);
        private readonly Dictionary<EntityVersion, HashSet<(string, FacetRow)>> facetsOf = new(ReferenceEqualityComparer.Instance);

        public void Know(long position, IReadOnlyList<Period<EntityVersion>> periods)
        {
            versions.Know(position, periods);
            facets.Know(position, periods.Merge(FacetsOf));
            texts.Know(position, periods.Merge<EntityVersion, (string, string)>(version => [(version.Ref, version.SearchText)]));
        }

        public void AddTo(EntityFold.Rows rows)
        {
            rows.Versions.AddRange(versions.Rows.Select(row => row.Value with
            {
                SeqFrom = row.SeqFrom, SeqTo = row.SeqTo, ValidFrom = row.ValidFrom, ValidTo = row.ValidTo, KnownTo = row.KnownTo,
            }));
            rows.Facets.AddRange(facets.Rows.Select(row => IntervalOf(row, row.Value.Ref, row.Value.Row)));
            rows.Texts.AddRange(texts.Rows.Select(row => IntervalOf(row, row.Value.Ref, row.Value.Search)));
        }

        private HashSet<(string, FacetRow)> FacetsOf(EntityVersion version)
        {
            if (!facetsOf.TryGetValue(version, out var found))
                facetsOf.Add(version, found = [.. version.Facets.Select(row => (version.Ref, row))]);
            return found;
        }

        private static Interval<TRow> IntervalOf<TValue, TRow>(BelievedRow<TValue> row, string name, TRow value) =>
            new(name, value, row.SeqFrom, row.ValidFrom, row.SeqTo, row.ValidTo, row.KnownTo);
    }
}
