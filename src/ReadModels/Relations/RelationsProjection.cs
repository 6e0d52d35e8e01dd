using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
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
/// <remarks>
/// Every event is first taken to have taken effect after those before it; where one did not, <see cref="RelationCorrections"/> writes anew the edges that
/// it is about.
/// </remarks>
public sealed class RelationsProjection : IProjection
{
    public const string ProjectionName = "relations/3";
    public const string Schema = "rm_relations_3";
    private const string DeclaredByKind = Domain.Descriptors.Relations.DeclaredByKind;

    public string Name => ProjectionName;

    // `naming` keeps what each name led to from when on; `declarer` when the last thing known of each entity took effect.
    public string Ddl =>
        $"""
        create table relation (
          source text not null, type text not null, target text not null, declared_by text not null, field text not null, written text not null,
          forward boolean not null, {VersionColumns.Ddl});
        create index ix_relation_declared_by on relation (declared_by, field, seq_to);
        create table alias (name text constraint pk_alias primary key, now text not null);
        create table naming (name text not null, position bigint not null, at timestamptz not null, leads_to text not null, constraint pk_naming primary key (name, position));
        create table removal (entity text constraint pk_removal primary key, position bigint not null);
        create table declarer (name text constraint pk_declarer primary key, at timestamptz not null, corrected boolean not null);
        """;

    public string Indexes =>
        $"""
        create index ix_relation_open on relation (source, type, target) where seq_to = {VersionColumns.Open};
        create index ix_relation_target on relation (type, target) where seq_to = {VersionColumns.Open};
        create index ix_relation_source on relation (source, seq_from);
        create index ix_relation_written on relation (written);
        """;

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        List<RecordedEvent> events = [.. page.Where(recorded => recorded.Event is EntityEvent and not (EntityContested or ContestEnded or EntityRenamed))];
        if (events.Count == 0)
            return;
        var declarers = await Declarers.ReadAsync(events, connection, ct);
        await using (var batch = new NpgsqlBatch(connection))
        {
            foreach (var command in events.SelectMany(recorded => Apply(recorded, declarers.Take(recorded, (EntityEvent)recorded.Event!))))
                batch.BatchCommands.Add(command);
            if (batch.BatchCommands.Count > 0)
                await batch.ExecuteNonQueryAsync(ct);
        }

        await declarers.WriteAsync(connection, ct);
        await RelationCorrections.WriteAsync(declarers, events[0].Position, page[^1].Position, connection, ct);
    }

    private static IEnumerable<NpgsqlBatchCommand> Apply(RecordedEvent recorded, DateTimeOffset effective)
    {
        var at = new Moment(recorded.Position, effective.UtcDateTime);
        return recorded.Event switch
        {
            // Registered as the first of its stream, no name was given up.
            EntityRegistered e => [.. recorded.StreamVersion > 1 ? Reuse(at, e.Entity) : [], .. OpenAll(at, e.Entity, e.Descriptor)],
            EntityRenamedFrom e => [Close(at, e.From, null), .. Rename(at, e.From, e.Entity), .. OpenAll(at, e.Entity, e.Descriptor)],
            EntityMerged e => [Close(at, e.Entity, null), .. Rename(at, e.Entity, e.Into)],
            OwnerChanged e => Replace(at, e.Entity, "owner", e.Declared is null ? null : JsonSerializer.SerializeToElement(e.Declared)),
            DescriptorChanged e => e.Changes.SelectMany(change => Follow(at, e.Entity, change)),
            EntityRemoved e => [Close(at, e.Entity, null), Remember(at, e.Entity)],
            EntityRestored e => [Reopen(at, e.Entity), Forget(e.Entity)],
            _ => [],
        };
    }

    private static IEnumerable<NpgsqlBatchCommand> OpenAll(Moment at, EntityRef entity, JsonElement descriptor) =>
        Domain.Descriptors.Relations.FieldsOf(entity.Kind).Select(field => Open(at, entity, field, Descriptor.At(descriptor, "spec", field)))
            .Concat(Descriptor.At(descriptor, DeclaredByKind) is { } declared ? [OpenDeclared(at, entity, declared)] : []);

    /// <summary>The name given up, and those given up for it before, lead to the new one.</summary>
    private static IEnumerable<NpgsqlBatchCommand> Rename(Moment at, EntityRef from, EntityRef to) =>
    [
        Sql("update alias set now = $2 where now = $1", from.ToString(), to.ToString()),
        Sql("insert into alias (name, now) values ($1, $2) on conflict on constraint pk_alias do update set now = excluded.now", from.ToString(), to.ToString()),
        Sql(
            "insert into naming (name, position, at, leads_to) select name, $2, $3, now from alias where now = $1 and name <> now on conflict do nothing",
            to.ToString(), at.Position, at.Effective),
        Repoint(at, $"{OtherEnd} = $1", from, to),
        .. Reuse(at, to),
    ];

    /// <summary>The name is an entity's of its own again: edges that were written so lead to it.</summary>
    private static IEnumerable<NpgsqlBatchCommand> Reuse(Moment at, EntityRef name) =>
    [
        Sql(
            """
            with own as (delete from alias where name = $1 returning name)
            insert into naming (name, position, at, leads_to) select name, $2, $3, name from own on conflict on constraint pk_naming do update set leads_to = excluded.leads_to
            """, name.ToString(), at.Position, at.Effective),
        Repoint(at, $"written = $1 and {OtherEnd} <> $1", name, name),
    ];

    /// <summary>The end of an edge that is not the entity that declares it.</summary>
    private const string OtherEnd = "(case when forward then target else source end)";

    private static NpgsqlBatchCommand Repoint(Moment at, string which, EntityRef name, EntityRef to) => Sql(
        $"""
        with ended as (
          update relation set seq_to = $3, valid_to = greatest(valid_from, $4) where seq_to = {VersionColumns.Open} and declared_by <> $2 and {which}
          returning forward, type, declared_by, field, written)
        insert into relation (source, type, target, declared_by, field, written, forward, seq_from, valid_from)
        select case when forward then declared_by else $2 end, type, case when forward then $2 else declared_by end, declared_by, field, written, forward, $3, $4 from ended
        """,
        name.ToString(), to.ToString(), at.Position, at.Effective);

    private static IEnumerable<NpgsqlBatchCommand> Follow(Moment at, EntityRef entity, FieldChange change) =>
        change.Path is $"/{DeclaredByKind}"
            ? [Close(at, entity, DeclaredByKind), OpenDeclared(at, entity, change.To)]
            : FieldsIn(entity, change).SelectMany(field => Replace(at, entity, field.Name, field.Value));

    /// <summary>The relation fields a change touches: one of them, or all when <c>spec</c> changed as a whole.</summary>
    private static IEnumerable<(string Name, JsonElement? Value)> FieldsIn(EntityRef entity, FieldChange change)
    {
        var fields = Domain.Descriptors.Relations.FieldsOf(entity.Kind);
        if (change.Path is "/spec")
            return fields.Select(field => (field, change.To is { } spec ? Descriptor.At(spec, field) : null));
        return fields.Where(field => change.Path.Equals($"/spec/{field}", StringComparison.Ordinal)).Select(field => (field, change.To));
    }

    private static IEnumerable<NpgsqlBatchCommand> Replace(Moment at, EntityRef entity, string field, JsonElement? value) =>
        [Close(at, entity, field), Open(at, entity, field, value)];

    private static NpgsqlBatchCommand Open(Moment at, EntityRef entity, string field, JsonElement? value) =>
        Open(at, entity, field, Domain.Descriptors.Relations.OfField(entity, field, value));

    private static NpgsqlBatchCommand OpenDeclared(Moment at, EntityRef entity, JsonElement? value) =>
        Open(at, entity, DeclaredByKind, Domain.Descriptors.Relations.Declared(entity, value));

    private static NpgsqlBatchCommand Open(Moment at, EntityRef entity, string field, IEnumerable<Relation> declared)
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
            entity.ToString(), field, at.Position, at.Effective);
    }

    private static NpgsqlBatchCommand Close(Moment at, EntityRef entity, string? field) => Sql(
        $"""
        update relation set seq_to = $3, valid_to = greatest(valid_from, $4)
        where declared_by = $1 and ($2::text is null or field = $2) and seq_to = {VersionColumns.Open}
        """,
        entity.ToString(), (object?)field ?? DBNull.Value, at.Position, at.Effective);

    private static NpgsqlBatchCommand Remember(Moment at, EntityRef entity) => Sql(
        "insert into removal (entity, position) values ($1, $2) on conflict on constraint pk_removal do update set position = excluded.position",
        entity.ToString(), at.Position);

    private static NpgsqlBatchCommand Reopen(Moment at, EntityRef entity) => Sql(
        """
        insert into relation (source, type, target, declared_by, field, written, forward, seq_from, valid_from)
        select case when r.forward then r.declared_by else coalesce(a.now, r.written) end, r.type,
          case when r.forward then coalesce(a.now, r.written) else r.declared_by end, r.declared_by, r.field, r.written, r.forward, $2, $3
        from relation r join removal on removal.entity = r.declared_by and removal.position = r.seq_to left join alias a on a.name = r.written
        where r.declared_by = $1 and r.seq_to > r.seq_from
        """,
        entity.ToString(), at.Position, at.Effective);

    private static NpgsqlBatchCommand Forget(EntityRef entity) => Sql("delete from removal where entity = $1", entity.ToString());

    private static NpgsqlBatchCommand Sql(string text, params object[] values) => SqlCommands.Of(text, values);

    /// <summary>Where an event stands in the log, and when it took effect.</summary>
    private readonly record struct Moment(long Position, DateTime Effective);
}
