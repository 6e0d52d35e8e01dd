using EventCatalog.Domain;
using EventCatalog.EventStore;
using Npgsql;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.ReadModels.Disappearances;

/// <summary>What is gone from sources in great number, and what was said about it.</summary>
public sealed class DisappearancesProjection : SqlProjection
{
    public const string ProjectionName = "disappearances/1";
    public const string Schema = "rm_disappearances_1";

    public override string Name => ProjectionName;

    public override string Ddl =>
        """
        create table missing (
          source_id text not null, entity text not null, said text not null, since timestamptz not null,
          constraint pk_missing primary key (source_id, entity));
        create table hold (source_id text constraint pk_hold primary key, reason text not null, total int not null, position bigint not null);
        """;

    protected override IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded) => recorded.Event switch
    {
        DisappearanceHeld e =>
        [
            SqlCommands.Of("delete from missing where source_id = $1 and said = 'held' and entity <> all($2)", e.Source, Texts(e.Entities)),
            Say(recorded, e.Source, e.Entities, "held"),
            SqlCommands.Of(
                """
                insert into hold (source_id, reason, total, position) values ($1, $2, $3, $4)
                on conflict on constraint pk_hold do update set reason = excluded.reason, total = excluded.total, position = excluded.position
                """,
                e.Source, e.Reason, e.Of, recorded.Position),
        ],
        DisappearanceApproved e => [Say(recorded, e.Source, e.Entities, "approved")],
        DisappearanceKept e => [Say(recorded, e.Source, e.Entities, "kept")],
        DisappearanceEnded e => [SqlCommands.Of("delete from missing where source_id = $1 and entity = any($2)", e.Source, Texts(e.Entities))],
        SourceWithdrawn e => [SqlCommands.Of("delete from missing where source_id = $1", e.Source), SqlCommands.Of("delete from hold where source_id = $1", e.Source)],
        _ => [],
    };

    private static NpgsqlBatchCommand Say(RecordedEvent recorded, string source, IReadOnlyList<EntityRef> entities, string said) => SqlCommands.Of(
        """
        insert into missing (source_id, entity, said, since) select $1, e, $3, $4 from unnest($2::text[]) as e
        on conflict on constraint pk_missing do update set said = excluded.said
        """,
        source, Texts(entities), said, recorded.EffectiveAt.UtcDateTime);

    private static string[] Texts(IReadOnlyList<EntityRef> entities) => [.. entities.Select(entity => entity.ToString())];
}
