using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;
using Npgsql;

namespace EventCatalog.ReadModels.Audit;

/// <summary>Positions from one to another, both included; none when the second is the smaller.</summary>
public sealed record PositionRange(long From, long To);

/// <summary>What an export would hold.</summary>
/// <param name="Streams">Whose events; null for all.</param>
public sealed record AuditPreview(PositionRange Range, long Events, IReadOnlyList<string>? Streams);

/// <summary>Finds what an export is about; the events themselves come from the log.</summary>
public sealed class AuditQueries(NpgsqlDataSource database, EventLog log)
{
    /// <summary>The positions recorded between two instants; a time counts as the log learned things.</summary>
    /// <param name="from">Null for the beginning.</param>
    /// <param name="to">Null for the end.</param>
    public async Task<PositionRange> RangeAsync(AsOf? from, AsOf? to, CancellationToken ct)
    {
        var mark = await log.MarkAsync(ct);
        return new PositionRange(
            from switch
            {
                AsOf.AtPosition at => Math.Max(at.Position, 1),
                // What was recorded at the very instant belongs to the range.
                AsOf.AtTime at => await log.PositionAtAsync(at.Time.AddMicroseconds(-1), ct) + 1,
                _ => 1,
            },
            to switch
            {
                AsOf.AtPosition at => Math.Min(at.Position, mark),
                AsOf.AtTime at => await log.PositionAtAsync(at.Time, ct),
                _ => mark,
            });
    }

    public async Task<AuditPreview> PreviewAsync(AuditScope? scope, PositionRange range, CancellationToken ct)
    {
        var streams = await StreamsAsync(scope, range, ct);
        var sql = new SqlText();
        sql.Add($"select count(*) from events.cat_links e where e.seq_id >= {sql.Value(range.From)} and e.seq_id <= {sql.Value(range.To)}");
        if (streams is not null)
            sql.Add($"and e.stream_id = any({sql.Value(streams.ToArray())})");
        return new AuditPreview(range, await sql.ScalarAsync<long>(database, ct), streams);
    }

    /// <summary>
    /// The streams named after the entities that matched at any time of the range, and those of the sources that the scope names. Null for no scope.
    /// </summary>
    public async Task<IReadOnlyList<string>?> StreamsAsync(AuditScope? scope, PositionRange range, CancellationToken ct)
    {
        if (scope is null)
            return null;
        var sql = new SqlText();
        var during = (string alias) => $"({alias}.seq_from <= {sql.Value(range.To)} and {alias}.seq_to >= {sql.Value(range.From)})";
        var conditions = new List<string> { during("v") };
        if (scope.Refs.Count > 0)
            conditions.Add($"v.ref = any({sql.Value(scope.Refs.ToArray())})");
        if (scope.Kinds.Count > 0)
            conditions.Add($"lower(v.kind) = any({sql.Value(scope.Kinds.ToArray())})");
        if (scope.Sources.Count > 0)
            conditions.Add($"v.source_id = any({sql.Value(scope.Sources.ToArray())})");
        if (scope.Tags.Count > 0)
        {
            conditions.Add($"""
                exists (select from {EntitiesProjection.Schema}.entity_facet f where f.ref = v.ref and f.key = 'metadata.tags' and {during("f")}
                  and f.folded = any({sql.Value(scope.Tags.ToArray())}))
                """);
        }

        if (scope.Owners.Count > 0)
        {
            conditions.Add($"""
                exists (select from {RelationsProjection.Schema}.relation r where r.source = v.ref and r.type = 'ownedBy' and {during("r")}
                  and r.target = any({sql.Value(scope.Owners.ToArray())}))
                """);
        }

        // A stream is named {noun}-{id}, and of an entity the id is its reference.
        sql.Add($"""
            select s.id from events.mt_streams s
            where substr(s.id, strpos(s.id, '-') + 1) in (select v.ref from {EntitiesProjection.Schema}.entity_version v where {string.Join(" and ", conditions)})
              or s.id = any({sql.Value(scope.Sources.Select(source => $"source-{source}").ToArray())})
            order by s.id
            """);
        var streams = new List<string>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            streams.Add(rows.GetString(0));
        return streams;
    }
}
