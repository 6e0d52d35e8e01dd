using EventCatalog.EventStore;
using Npgsql;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.ReadModels.Sources;

/// <summary>The registered sources and what is wrong in them now.</summary>
public sealed class SourcesProjection : SqlProjection
{
    public const string ProjectionName = "sources/1";
    public const string Schema = "rm_sources_1";

    public override string Name => ProjectionName;

    public override string Ddl =>
        """
        create table source (
          id text constraint pk_source primary key, type text not null, target text not null, pattern text, origin text not null,
          registered_at timestamptz not null, unreachable_because text, unreachable_since timestamptz);
        create table problem (
          source_id text not null, file text not null, document int not null, rule text not null, pointer text not null,
          message text not null, line int, col int, entity text, since timestamptz not null, position bigint not null,
          constraint pk_problem primary key (source_id, file, document, rule, pointer));
        create index ix_problem_entity on problem (entity);
        """;

    protected override IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded) => recorded.Event switch
    {
        SourceRegistered e =>
        [
            SqlCommands.Of(
                """
                insert into source (id, type, target, pattern, origin, registered_at) values ($1, $2, $3, $4, $5, $6)
                on conflict on constraint pk_source do update set pattern = excluded.pattern, origin = excluded.origin
                """,
                e.Source, e.Type, e.Target, (object?)e.Pattern ?? DBNull.Value, e.Origin, recorded.EffectiveAt.UtcDateTime),
        ],
        SourceWithdrawn e =>
        [
            SqlCommands.Of("delete from problem where source_id = $1", e.Source),
            SqlCommands.Of("delete from source where id = $1", e.Source),
        ],
        SourceUnreachable e =>
        [
            SqlCommands.Of(
                "update source set unreachable_because = $2, unreachable_since = coalesce(unreachable_since, $3) where id = $1",
                e.Source, e.Reason, recorded.EffectiveAt.UtcDateTime),
        ],
        SourceReachable e => [SqlCommands.Of("update source set unreachable_because = null, unreachable_since = null where id = $1", e.Source)],
        DescriptorRejected e => [Reject(recorded, e)],
        RejectionResolved e =>
        [
            SqlCommands.Of(
                "delete from problem where source_id = $1 and file = $2 and document = $3 and rule = $4 and pointer = $5",
                e.Source, e.Problem.File, e.Problem.Document, e.Problem.Rule, e.Problem.Pointer),
        ],
        _ => [],
    };

    private static NpgsqlBatchCommand Reject(RecordedEvent recorded, DescriptorRejected e) => SqlCommands.Of(
        """
        insert into problem (source_id, file, document, rule, pointer, message, line, col, entity, since, position)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict on constraint pk_problem do update
          set message = excluded.message, line = excluded.line, col = excluded.col, entity = excluded.entity, position = excluded.position
        """,
        e.Source, e.Problem.Key.File, e.Problem.Key.Document, e.Problem.Key.Rule, e.Problem.Key.Pointer, e.Problem.Message,
        (object?)e.Problem.Line ?? DBNull.Value, (object?)e.Problem.Column ?? DBNull.Value,
        (object?)e.Problem.Entity?.ToString() ?? DBNull.Value, recorded.EffectiveAt.UtcDateTime, recorded.Position);
}
