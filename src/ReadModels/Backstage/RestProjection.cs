using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using Npgsql;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>
/// Every entity of now as the bytes the REST API answers, so that a read is a row and nothing is put together for it. An entity's text changes with
/// the entity, with what others declare of it, and with what is refused of its descriptor.
/// </summary>
public sealed class RestProjection : IBulkProjection
{
    public const string ProjectionName = "rest/1";
    public const string Schema = "rm_rest_1";

    public string Name => ProjectionName;

    // A removed entity keeps its row, without a text: its uid is asked for at past instants, and it may return. What is long stands beside the table's rows,
    // because counting reads the rows alone.
    public string Ddl =>
        """
        create table entity (
          ref text not null, uid uuid not null, descriptor json not null, location json not null, orphaned boolean not null, live boolean not null, body bytea)
          with (toast_tuple_target = 128);
        create table edge (source text not null, type text not null, target text not null, declared_by text not null);
        create table problem (
          source_id text not null, file text not null, document int not null, rule text not null, pointer text not null, message text not null, entity text not null);
        """;

    public string Keys =>
        """
        alter table entity add constraint pk_entity primary key (ref);
        create index ix_edge_declared_by on edge (declared_by);
        create index ix_edge_source on edge (source);
        alter table problem add constraint pk_problem primary key (source_id, file, document, rule, pointer);
        create index ix_problem_entity on problem (entity);
        """;

    public string Indexes =>
        """
        create unique index uq_entity_uid on entity (uid);
        create index ix_edge_type on edge (lower(type), target, source);
        """;

    public IProjectionBuild BeginBuild() => new RestBuild();

    public async Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct)
    {
        var stale = new HashSet<string>(StringComparer.Ordinal);
        await ApplyEntitiesAsync([.. page.Select(recorded => recorded.Event).OfType<EntityEvent>()], stale, connection, ct);
        foreach (var happened in page.Select(recorded => recorded.Event))
            await ApplyProblemAsync(happened, stale, connection, ct);
        await RestTexts.WriteAsync(stale, connection, ct);
    }

    private static async Task ApplyEntitiesAsync(List<EntityEvent> events, HashSet<string> stale, NpgsqlConnection connection, CancellationToken ct)
    {
        if (events.Count == 0)
            return;
        var before = await StatesAsync([.. events.Select(happened => happened.Entity.ToString()).Distinct(StringComparer.Ordinal)], connection, ct);
        var after = new Dictionary<string, Entity>(before, StringComparer.Ordinal);
        foreach (var happened in events)
        {
            var key = happened.Entity.ToString();
            after[key] = EntityDecider.Evolve(after.GetValueOrDefault(key, Entity.None), happened);
        }

        await RestWriter.WriteAsync(after, connection, ct);
        var declared = new Dictionary<string, IReadOnlyList<Relation>>(StringComparer.Ordinal);
        foreach (var (key, state) in after)
        {
            stale.Add(key);
            var (was, now) = (EdgesOf(before.GetValueOrDefault(key)), EdgesOf(state));
            if (was.SequenceEqual(now))
                continue;
            declared.Add(key, now);
            stale.UnionWith(was.Concat(now).Select(edge => edge.Source.ToString()));
        }

        await RestWriter.WriteEdgesAsync(declared, connection, ct);
    }

    internal static IReadOnlyList<Relation> EdgesOf(Entity? state) => state is Entity.Live live ? Domain.Descriptors.Relations.Of(live.Descriptor) : [];

    private static async Task<Dictionary<string, Entity>> StatesAsync(string[] refs, NpgsqlConnection connection, CancellationToken ct)
    {
        var states = new Dictionary<string, Entity>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("select ref, descriptor, location, orphaned, live from entity where ref = any($1)", connection);
        command.Parameters.Add(new() { Value = refs });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (descriptor, location) = (JsonElement.Parse(rows.GetString(1)), RestTexts.Location(rows.GetString(2)));
            states.Add(rows.GetString(0), rows.GetBoolean(4) ? new Entity.Live(descriptor, location, rows.GetBoolean(3)) : new Entity.Removed(descriptor, location));
        }

        return states;
    }

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
