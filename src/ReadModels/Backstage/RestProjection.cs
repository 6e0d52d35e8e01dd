using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using Npgsql;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>
/// Every entity of now as the bytes the REST API answers, so that a read is a row and nothing is put together for it. An entity's text changes with
/// the entity, with what others declare of it, and with what is refused of its descriptor. A renamed entity takes its row along.
/// </summary>
public sealed class RestProjection : IBulkProjection
{
    public const string ProjectionName = "rest/1";
    public const string Schema = "rm_rest_1";

    public string Name => ProjectionName;

    // A removed entity keeps its row, without a text: its uid is asked for at past instants, and it may return. `identity` is null where it is the name. What
    // is long stands beside the table's rows, because counting reads the rows alone.
    public string Ddl =>
        """
        create table entity (
          ref text not null, uid uuid not null, identity text, descriptor json not null, location json not null, orphaned boolean not null, live boolean not null, body bytea)
          with (toast_tuple_target = 128);
        create table former_name (name text not null, uid uuid not null);
        create table edge (source text not null, type text not null, target text not null, declared_by text not null);
        create table problem (
          source_id text not null, file text not null, document int not null, rule text not null, pointer text not null, message text not null, entity text not null);
        """;

    public string Keys =>
        """
        alter table entity add constraint pk_entity primary key (ref);
        create unique index uq_entity_uid on entity (uid);
        alter table former_name add constraint pk_former_name primary key (name);
        create index ix_edge_declared_by on edge (declared_by);
        create index ix_edge_source on edge (source);
        alter table problem add constraint pk_problem primary key (source_id, file, document, rule, pointer);
        create index ix_problem_entity on problem (entity);
        """;

    public string Indexes =>
        """
        create index ix_edge_type on edge (lower(type), target, source);
        """;

    public IProjectionBuild BeginBuild() => new RestBuild();

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        var stale = new HashSet<string>(StringComparer.Ordinal);
        await ApplyEntitiesAsync([.. page.Where(recorded => recorded.Event is EntityEvent happened && RestFold.Counts(happened))], stale, connection, ct);
        foreach (var happened in page.Select(recorded => recorded.Event))
            await ApplyProblemAsync(happened, stale, connection, ct);
        await RestTexts.WriteAsync(stale, connection, ct);
    }

    private static async Task ApplyEntitiesAsync(IReadOnlyList<RecordedEvent> events, HashSet<string> stale, NpgsqlConnection connection, CancellationToken ct)
    {
        if (events.Count == 0)
            return;
        var names = events.SelectMany(recorded => RestFold.NamesOf((EntityEvent)recorded.Event!)).Distinct(StringComparer.Ordinal).ToArray();
        var before = await RestRows.EntitiesAsync(names, connection, ct);
        // The first of a stream has nothing before it that could have given up the name.
        var mayBeReused = events.Any(recorded => recorded is { StreamVersion: > 1, Event: EntityEvent.EntityRegistered });
        var fold = new RestFold(before, mayBeReused ? (await RestRows.PresentNamesAsync(names, connection, ct)).Keys : []);
        foreach (var recorded in events)
            fold.Apply(recorded, (EntityEvent)recorded.Event!);

        stale.UnionWith(names);
        var writers = names.Where(name => !WrittenIn(before, name).SequenceEqual(WrittenIn(fold.Entities, name))).ToHashSet(StringComparer.Ordinal);
        if (fold.FormerNames.Count > 0)
            writers.UnionWith(await RestRows.WritersOfAsync([.. fold.FormerNames.Keys], connection, ct));
        await RestWriter.DeleteAsync([.. before.Keys.Where(name => !string.Equals(fold.Entities.GetValueOrDefault(name)?.Id, before[name].Id, StringComparison.Ordinal))], connection, ct);
        await RestWriter.WriteAsync(fold.Entities, connection, ct);
        await RestWriter.WriteFormerNamesAsync(fold.FormerNames, connection, ct);

        var others = await RestRows.EntitiesAsync([.. writers.Except(names, StringComparer.Ordinal)], connection, ct);
        var written = writers.ToDictionary(name => name, name => WrittenIn(others.ContainsKey(name) ? others : fold.Entities, name), StringComparer.Ordinal);
        await RestWriter.WriteEdgesAsync(written, stale, connection, ct);
    }

    private static IReadOnlyList<Relation> WrittenIn(IReadOnlyDictionary<string, RestEntity> entities, string name) => entities.GetValueOrDefault(name)?.Written ?? [];

    private static Task ApplyProblemAsync(object? happened, HashSet<string> stale, NpgsqlConnection connection, CancellationToken ct) => happened switch
    {
        DescriptorRejected { Problem: { Entity: { } entity, Key: var key } problem } e => RestWriter.TouchAsync(
            """
            insert into problem (source_id, file, document, rule, pointer, message, entity) values ($1, $2, $3, $4, $5, $6, $7)
            on conflict on constraint pk_problem do update set message = excluded.message, entity = excluded.entity returning entity
            """, stale, connection, ct, e.Source, key.File, key.Document, key.Rule, key.Pointer, problem.Message, entity.ToString()),
        RejectionResolved { Problem: var key } e => RestWriter.TouchAsync(
            "delete from problem where source_id = $1 and file = $2 and document = $3 and rule = $4 and pointer = $5 returning entity",
            stale, connection, ct, e.Source, key.File, key.Document, key.Rule, key.Pointer),
        SourceWithdrawn e => RestWriter.TouchAsync("delete from problem where source_id = $1 returning entity", stale, connection, ct, e.Source),
        _ => Task.CompletedTask,
    };
}
