using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using Npgsql;
using NpgsqlTypes;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Conflicts;

/// <summary>What sources say of entities that does not count, or not all of it, as intervals.</summary>
public sealed class ConflictsProjection : SqlProjection
{
    public const string ProjectionName = "conflicts/2";
    public const string Schema = "rm_conflicts_2";

    public override string Name => ProjectionName;

    public override string Ddl =>
        $"""
        create table conflict (entity text not null, source_id text not null, target text not null, descriptor json not null, since timestamptz not null, {VersionColumns.Ddl});
        create unique index uq_conflict_open on conflict (entity, source_id) where seq_to = {VersionColumns.Open};
        create index ix_conflict_source on conflict (source_id);
        """;

    protected override IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded) => recorded.Event switch
    {
        EntityContested e => [Open(recorded, e)],
        ContestEnded e => [Close(recorded, e.Entity.ToString(), e.Location.Source)],
        EntityRemoved e => [Close(recorded, e.Entity.ToString(), null)],
        EntityRenamed e => [Close(recorded, e.Entity.ToString(), null)],
        _ => [],
    };

    /// <summary>What a source says anew takes the place of what it said; it waits since the first time.</summary>
    private static NpgsqlBatchCommand Open(RecordedEvent recorded, EntityContested e)
    {
        var command = SqlCommands.Of(
            $"""
            with ended as (
              update conflict set seq_to = $5, valid_to = greatest(valid_from, $6) where entity = $1 and source_id = $2 and seq_to = {VersionColumns.Open} and seq_from < $5
              returning since)
            insert into conflict (entity, source_id, target, descriptor, since, seq_from, valid_from)
            select $1, $2, $3, $4, coalesce((select since from ended), $6), $5, $6
            """,
            e.Entity.ToString(), e.Location.Source, e.Location.Target, e.Descriptor.GetRawText(), recorded.Position, recorded.EffectiveAt.UtcDateTime);
        command.Parameters[3].NpgsqlDbType = NpgsqlDbType.Json;
        return command;
    }

    private static NpgsqlBatchCommand Close(RecordedEvent recorded, string entity, string? source) => SqlCommands.Of(
        $"""
        update conflict set seq_to = $3, valid_to = greatest(valid_from, $4)
        where entity = $1 and ($2::text is null or source_id = $2) and seq_to = {VersionColumns.Open}
        """,
        entity, (object?)source ?? DBNull.Value, recorded.Position, recorded.EffectiveAt.UtcDateTime);
}
