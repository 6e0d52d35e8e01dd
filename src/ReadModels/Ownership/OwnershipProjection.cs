using EventCatalog.Domain.Descriptors;
using EventCatalog.EventStore;
using Npgsql;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>Every time an entity changed hands: one row an event, with the owner before and after.</summary>
public sealed class OwnershipProjection : SqlProjection
{
    public const string ProjectionName = "ownership/1";
    public const string Schema = "rm_ownership_1";

    public override string Name => ProjectionName;

    public override string Ddl =>
        """
        create table ownership_change (
          position bigint constraint pk_ownership_change primary key, entity text not null,
          from_owner text, to_owner text, removal boolean not null default false, at timestamptz not null, recorded_at timestamptz not null);
        create index ix_ownership_change_entity on ownership_change (entity, position);
        """;

    public override string Indexes =>
        """
        create index ix_ownership_change_from on ownership_change (from_owner, position);
        create index ix_ownership_change_to on ownership_change (to_owner, position);
        """;

    protected override IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded) => recorded.Event switch
    {
        EntityRegistered e when Descriptor.OwnerOf(e.Descriptor) is { } owner => [Change(recorded, e.Entity.ToString(), null, owner.ToString())],
        OwnerChanged e => [Change(recorded, e.Entity.ToString(), e.From?.ToString(), e.To?.ToString())],
        // The next change of the new name rests on this; nobody's hands changed.
        EntityRenamedFrom e when Descriptor.OwnerOf(e.Descriptor)?.ToString() is { } owner => [Change(recorded, e.Entity.ToString(), owner, owner)],
        EntityRemoved e => [FromLast(recorded, e.Entity.ToString(), "last.to_owner, null::text, true")],
        EntityRestored e => [FromLast(recorded, e.Entity.ToString(), "null::text, last.from_owner, false", "last.to_owner is null and last.removal")],
        _ => [],
    };

    private static NpgsqlBatchCommand Change(RecordedEvent recorded, string entity, string? from, string? to) => SqlCommands.Of(
        "insert into ownership_change (position, entity, from_owner, to_owner, at, recorded_at) values ($1, $2, $3, $4, $5, $6)",
        recorded.Position, entity, (object?)from ?? DBNull.Value, (object?)to ?? DBNull.Value, recorded.EffectiveAt.UtcDateTime, recorded.RecordedAt.UtcDateTime);

    /// <summary>A change whose owners follow from the one before it: a removal ends an ownership, a return begins it again.</summary>
    private static NpgsqlBatchCommand FromLast(RecordedEvent recorded, string entity, string owners, string condition = "last.to_owner is not null") => SqlCommands.Of(
        $"""
        insert into ownership_change (position, entity, from_owner, to_owner, removal, at, recorded_at)
        select $1, $2, {owners}, $3, $4
        from (select c.* from ownership_change c where c.entity = $2 order by c.position desc limit 1) as last
        where {condition}
        """,
        recorded.Position, entity, recorded.EffectiveAt.UtcDateTime, recorded.RecordedAt.UtcDateTime);
}
