using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using Npgsql;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Relations;

/// <summary>
/// Both directions of every declared relation, as intervals, with the entity and field that declare them. A removed
/// entity's edges end; when it returns, those it had at its removal begin again.
/// </summary>
public sealed class RelationsProjection : SqlProjection
{
    public const string ProjectionName = "relations/1";
    public const string Schema = "rm_relations_1";
    private const string DeclaredByKind = Domain.Descriptors.Relations.DeclaredByKind;

    public override string Name => ProjectionName;

    public override string Ddl =>
        $"""
        create table relation (
          source text not null, type text not null, target text not null, declared_by text not null, field text not null, {VersionColumns.Ddl});
        create index ix_relation_declared_by on relation (declared_by, field, seq_to);
        create table removal (entity text constraint pk_removal primary key, position bigint not null);
        """;

    public override string Indexes =>
        $"""
        create index ix_relation_open on relation (source, type, target) where seq_to = {VersionColumns.Open};
        create index ix_relation_target on relation (type, target) where seq_to = {VersionColumns.Open};
        create index ix_relation_source on relation (source, seq_from);
        """;

    protected override IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded) => recorded.Event switch
    {
        EntityRegistered e => Domain.Descriptors.Relations.FieldsOf(e.Entity.Kind)
            .Select(field => Open(recorded, e.Entity, field, Descriptor.At(e.Descriptor, "spec", field)))
            .Concat(Descriptor.At(e.Descriptor, DeclaredByKind) is { } declared ? [OpenDeclared(recorded, e.Entity, declared)] : []),
        OwnerChanged e => Replace(recorded, e.Entity, "owner", e.Declared is null ? null : JsonSerializer.SerializeToElement(e.Declared)),
        DescriptorChanged e => e.Changes.SelectMany(change => Follow(recorded, e.Entity, change)),
        EntityRemoved e => [Close(recorded, e.Entity, null), Remember(recorded, e.Entity)],
        EntityRestored e => [Reopen(recorded, e.Entity), Forget(e.Entity)],
        _ => [],
    };

    private static IEnumerable<NpgsqlBatchCommand> Follow(RecordedEvent recorded, EntityRef entity, FieldChange change) =>
        change.Path is $"/{DeclaredByKind}"
            ? [Close(recorded, entity, DeclaredByKind), OpenDeclared(recorded, entity, change.To)]
            : FieldsIn(entity, change).SelectMany(field => Replace(recorded, entity, field.Name, field.Value));

    /// <summary>The relation fields a change touches: one of them, or all when <c>spec</c> changed as a whole.</summary>
    private static IEnumerable<(string Name, JsonElement? Value)> FieldsIn(EntityRef entity, FieldChange change)
    {
        var fields = Domain.Descriptors.Relations.FieldsOf(entity.Kind);
        if (change.Path is "/spec")
            return fields.Select(field => (field, change.To is { } spec ? Descriptor.At(spec, field) : null));
        return fields.Where(field => change.Path.Equals($"/spec/{field}", StringComparison.Ordinal)).Select(field => (field, change.To));
    }

    private static IEnumerable<NpgsqlBatchCommand> Replace(RecordedEvent recorded, EntityRef entity, string field, JsonElement? value) =>
        [Close(recorded, entity, field), Open(recorded, entity, field, value)];

    private static NpgsqlBatchCommand Open(RecordedEvent recorded, EntityRef entity, string field, JsonElement? value) =>
        Open(recorded, entity, field, Domain.Descriptors.Relations.OfField(entity, field, value));

    private static NpgsqlBatchCommand OpenDeclared(RecordedEvent recorded, EntityRef entity, JsonElement? value) =>
        Open(recorded, entity, DeclaredByKind, Domain.Descriptors.Relations.Declared(entity, value));

    private static NpgsqlBatchCommand Open(RecordedEvent recorded, EntityRef entity, string field, IEnumerable<Relation> declared)
    {
        var edges = declared.Distinct().ToArray();
        return Sql(
            """
            insert into relation (source, type, target, declared_by, field, seq_from, valid_from)
            select e.source, e.type, e.target, $4, $5, $6, $7 from unnest($1::text[], $2::text[], $3::text[]) as e(source, type, target)
            """,
            edges.Select(edge => edge.Source.ToString()).ToArray(),
            edges.Select(edge => edge.Type).ToArray(),
            edges.Select(edge => edge.Target.ToString()).ToArray(),
            entity.ToString(), field, recorded.Position, recorded.EffectiveAt.UtcDateTime);
    }

    private static NpgsqlBatchCommand Close(RecordedEvent recorded, EntityRef entity, string? field) => Sql(
        $"""
        update relation set seq_to = $3, valid_to = greatest(valid_from, $4)
        where declared_by = $1 and ($2::text is null or field = $2) and seq_to = {VersionColumns.Open}
        """,
        entity.ToString(), (object?)field ?? DBNull.Value, recorded.Position, recorded.EffectiveAt.UtcDateTime);

    private static NpgsqlBatchCommand Remember(RecordedEvent recorded, EntityRef entity) => Sql(
        "insert into removal (entity, position) values ($1, $2) on conflict on constraint pk_removal do update set position = excluded.position",
        entity.ToString(), recorded.Position);

    private static NpgsqlBatchCommand Reopen(RecordedEvent recorded, EntityRef entity) => Sql(
        """
        insert into relation (source, type, target, declared_by, field, seq_from, valid_from)
        select r.source, r.type, r.target, r.declared_by, r.field, $2, $3
        from relation r join removal on removal.entity = r.declared_by and removal.position = r.seq_to
        where r.declared_by = $1
        """,
        entity.ToString(), recorded.Position, recorded.EffectiveAt.UtcDateTime);

    private static NpgsqlBatchCommand Forget(EntityRef entity) => Sql("delete from removal where entity = $1", entity.ToString());

    private static NpgsqlBatchCommand Sql(string text, params object[] values) => SqlCommands.Of(text, values);
}
