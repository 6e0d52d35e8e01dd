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
/// entity's edges end; when it returns, those it had at its removal begin again. An edge to a name that was given up leads to the entity
/// that had it.
/// </summary>
public sealed class RelationsProjection : SqlProjection
{
    public const string ProjectionName = "relations/2";
    public const string Schema = "rm_relations_2";
    private const string DeclaredByKind = Domain.Descriptors.Relations.DeclaredByKind;

    public override string Name => ProjectionName;

    public override string Ddl =>
        $"""
        create table relation (
          source text not null, type text not null, target text not null, declared_by text not null, field text not null, written text not null,
          forward boolean not null, {VersionColumns.Ddl});
        create index ix_relation_declared_by on relation (declared_by, field, seq_to);
        create table alias (name text constraint pk_alias primary key, now text not null);
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
        // Registered as the first of its stream, no name was given up.
        EntityRegistered e => [.. recorded.StreamVersion > 1 ? Reuse(recorded, e.Entity) : [], .. OpenAll(recorded, e.Entity, e.Descriptor)],
        EntityRenamedFrom e => [Close(recorded, e.From, null), .. Rename(recorded, e.From, e.Entity), .. OpenAll(recorded, e.Entity, e.Descriptor)],
        EntityMerged e => [Close(recorded, e.Entity, null), .. Rename(recorded, e.Entity, e.Into)],
        OwnerChanged e => Replace(recorded, e.Entity, "owner", e.Declared is null ? null : JsonSerializer.SerializeToElement(e.Declared)),
        DescriptorChanged e => e.Changes.SelectMany(change => Follow(recorded, e.Entity, change)),
        EntityRemoved e => [Close(recorded, e.Entity, null), Remember(recorded, e.Entity)],
        EntityRestored e => [Reopen(recorded, e.Entity), Forget(e.Entity)],
        _ => [],
    };

    private static IEnumerable<NpgsqlBatchCommand> OpenAll(RecordedEvent recorded, EntityRef entity, JsonElement descriptor) =>
        Domain.Descriptors.Relations.FieldsOf(entity.Kind).Select(field => Open(recorded, entity, field, Descriptor.At(descriptor, "spec", field)))
            .Concat(Descriptor.At(descriptor, DeclaredByKind) is { } declared ? [OpenDeclared(recorded, entity, declared)] : []);

    /// <summary>The name given up, and those given up for it before, lead to the new one.</summary>
    private static IEnumerable<NpgsqlBatchCommand> Rename(RecordedEvent recorded, EntityRef from, EntityRef to) =>
    [
        Sql("update alias set now = $2 where now = $1", from.ToString(), to.ToString()),
        Sql("insert into alias (name, now) values ($1, $2) on conflict on constraint pk_alias do update set now = excluded.now", from.ToString(), to.ToString()),
        Repoint(recorded, $"{OtherEnd} = $1", from, to),
        .. Reuse(recorded, to),
    ];

    /// <summary>The name is an entity's of its own again: edges that were written so lead to it.</summary>
    private static IEnumerable<NpgsqlBatchCommand> Reuse(RecordedEvent recorded, EntityRef name) =>
    [
        Sql("delete from alias where name = $1", name.ToString()),
        Repoint(recorded, $"written = $1 and {OtherEnd} <> $1", name, name),
    ];

    /// <summary>The end of an edge that is not the entity that declares it.</summary>
    private const string OtherEnd = "(case when forward then target else source end)";

    private static NpgsqlBatchCommand Repoint(RecordedEvent recorded, string which, EntityRef name, EntityRef to) => Sql(
        $"""
        with ended as (
          update relation set seq_to = $3, valid_to = greatest(valid_from, $4) where seq_to = {VersionColumns.Open} and declared_by <> $2 and {which}
          returning forward, type, declared_by, field, written)
        insert into relation (source, type, target, declared_by, field, written, forward, seq_from, valid_from)
        select case when forward then declared_by else $2 end, type, case when forward then $2 else declared_by end, declared_by, field, written, forward, $3, $4 from ended
        """,
        name.ToString(), to.ToString(), recorded.Position, recorded.EffectiveAt.UtcDateTime);

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
            insert into relation (source, type, target, declared_by, field, written, forward, seq_from, valid_from)
            select case when e.forward then $4 else coalesce(a.now, e.written) end, e.type, case when e.forward then coalesce(a.now, e.written) else $4 end, $4, $5, e.written, e.forward, $6, $7
            from unnest($1::boolean[], $2::text[], $3::text[]) as e(forward, type, written) left join alias a on a.name = e.written
            """,
            edges.Select(edge => edge.Source == entity).ToArray(),
            edges.Select(edge => edge.Type).ToArray(),
            edges.Select(edge => (edge.Source == entity ? edge.Target : edge.Source).ToString()).ToArray(),
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
        insert into relation (source, type, target, declared_by, field, written, forward, seq_from, valid_from)
        select case when r.forward then r.declared_by else coalesce(a.now, r.written) end, r.type,
          case when r.forward then coalesce(a.now, r.written) else r.declared_by end, r.declared_by, r.field, r.written, r.forward, $2, $3
        from relation r join removal on removal.entity = r.declared_by and removal.position = r.seq_to left join alias a on a.name = r.written
        where r.declared_by = $1
        """,
        entity.ToString(), recorded.Position, recorded.EffectiveAt.UtcDateTime);

    private static NpgsqlBatchCommand Forget(EntityRef entity) => Sql("delete from removal where entity = $1", entity.ToString());

    private static NpgsqlBatchCommand Sql(string text, params object[] values) => SqlCommands.Of(text, values);
}
