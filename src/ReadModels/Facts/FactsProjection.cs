using EventCatalog.Domain.Facts;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.ReadModels.Facts;

/// <summary>
/// What each source said under each name, as intervals. An observation that arrives after a later one fills its place in time, and never counts as the
/// latest.
/// </summary>
public sealed class FactsProjection : SqlProjection
{
    public const string ProjectionName = "facts/1";
    public const string Schema = "rm_facts_1";

    private const string Same = "f.entity = $1 and f.source = $2 and f.name = $3";

    public override string Name => ProjectionName;

    public override string Ddl =>
        $"""
        create table fact (
          entity text not null, source text not null, name text not null, value json not null, valid_until timestamptz, evidence text, {VersionColumns.Ddl});
        create unique index uq_fact_open on fact (entity, source, name) where seq_to = {VersionColumns.Open};
        create index ix_fact_name on fact (entity, name, source, valid_from);
        """;

    public override string Indexes => $"create index ix_fact_open_name on fact (name, entity) where seq_to = {VersionColumns.Open};";

    protected override IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded)
    {
        if (recorded.Event is not FactEvent.FactsObserved observed)
            yield break;
        foreach (var (fact, stored) in observed.Facts.Zip(recorded.Data.GetProperty("facts").EnumerateArray()))
        {
            var (entity, at) = (observed.Entity.ToString(), recorded.EffectiveAt.UtcDateTime);
            // What held then ends then; it was the last word as well, unless something later is known already.
            yield return SqlCommands.Of(
                $"""
                update fact f set valid_to = $4, seq_to = case when exists (select from fact f where {Same} and f.valid_from > $4) then f.seq_to else $5 end
                where {Same} and f.valid_from <= $4 and f.valid_to > $4 and f.seq_from < $5
                """,
                entity, observed.Source, fact.Name, at, recorded.Position);
            var insert = SqlCommands.Of(
                $"""
                insert into fact (entity, source, name, seq_from, valid_from, value, valid_until, evidence, seq_to, valid_to)
                select $1, $2, $3, $5, $4, $6, $7, $8, case when later.at is null then {VersionColumns.Open} else $5 end, coalesce(later.at, 'infinity')
                from (select min(f.valid_from) as at from fact f where {Same} and f.valid_from > $4) later
                where not exists (select from fact f where {Same} and f.seq_from = $5)
                """,
                entity, observed.Source, fact.Name, at, recorded.Position, stored.GetProperty("value").GetRawText(),
                (object?)fact.ValidUntil?.UtcDateTime ?? DBNull.Value, (object?)fact.Evidence ?? DBNull.Value);
            insert.Parameters[5].NpgsqlDbType = NpgsqlDbType.Json;
            insert.Parameters[6].NpgsqlDbType = NpgsqlDbType.TimestampTz;
            insert.Parameters[7].NpgsqlDbType = NpgsqlDbType.Text;
            yield return insert;
        }
    }
}
