using System.Runtime.InteropServices;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.EventStore;
using Npgsql;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>Writes what a page of events changes, a statement for all of one kind.</summary>
internal static class RestWriter
{
    /// <summary>Takes rows away whose name is given up, or another entity's now.</summary>
    public static Task DeleteAsync(string[] names, NpgsqlConnection connection, CancellationToken ct) =>
        names.Length == 0 ? Task.CompletedTask : ExecuteAsync("delete from entity where ref = any($1)", connection, ct, (object)names);

    public static Task WriteAsync(IReadOnlyDictionary<string, RestEntity> entities, NpgsqlConnection connection, CancellationToken ct)
    {
        var names = entities.Keys.ToList();
        var rows = entities.Values.Select(entity => entity.Row).ToList();
        return ExecuteAsync(
            """
            insert into entity (ref, uid, identity, descriptor, location, orphaned, live)
            select n.ref, n.uid, nullif(n.identity, n.ref), n.descriptor::json, n.location::json, n.orphaned, n.live
            from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[]) as n(ref, uid, identity, descriptor, location, orphaned, live)
            on conflict on constraint pk_entity do update
              set descriptor = excluded.descriptor, location = excluded.location, orphaned = excluded.orphaned, live = excluded.live
            """, connection, ct,
            names, entities.Values.Select(entity => EntityText.UidOf(entity.Id)).ToList(), entities.Values.Select(entity => entity.Id).ToList(),
            rows.ConvertAll(row => row.Descriptor.GetRawText()), rows.ConvertAll(row => JsonSerializer.Serialize(row.Location, JsonSerializerOptions.Web)),
            rows.ConvertAll(row => row.Orphaned), rows.ConvertAll(row => row.Live));
    }

    /// <summary>Writes entities that are not there yet, with their texts.</summary>
    public static async Task InsertAsync(
        IReadOnlyCollection<KeyValuePair<string, RestEntity>> entities, IReadOnlyDictionary<string, byte[]> texts, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var copy = await CopyRows.BeginAsync(connection, "entity (ref, uid, identity, descriptor, location, orphaned, live, body)", ct);
        foreach (var (name, entity) in entities)
        {
            var row = entity.Row;
            await copy.StartRowAsync(8, ct);
            copy.Write(name);
            copy.Write(EntityText.UidOf(entity.Id));
            copy.Write(string.Equals(entity.Id, name, StringComparison.Ordinal) ? null : entity.Id);
            copy.Write(JsonMarshal.GetRawUtf8Value(row.Descriptor));
            copy.Write(JsonSerializer.SerializeToUtf8Bytes(row.Location, JsonSerializerOptions.Web));
            copy.Write(row.Orphaned);
            copy.Write(row.Live);
            if (texts.TryGetValue(name, out var text))
                copy.Write(text);
            else
                copy.Null();
        }

        await copy.CompleteAsync(ct);
    }

    /// <param name="names">As <see cref="RestFold.FormerNames"/>.</param>
    public static async Task WriteFormerNamesAsync(IReadOnlyDictionary<string, string?> names, NpgsqlConnection connection, CancellationToken ct)
    {
        if (names.Count == 0)
            return;
        await ExecuteAsync("delete from former_name where name = any($1)", connection, ct, names.Keys.ToList());
        var given = names.Where(name => name.Value is not null).ToList();
        await ExecuteAsync(
            "insert into former_name (name, uid) select * from unnest($1::text[], $2::uuid[])", connection, ct,
            given.ConvertAll(name => name.Key), given.ConvertAll(name => EntityText.UidOf(name.Value!)));
    }

    /// <summary>Replaces what some entities declare. The texts of all that an edge leads to or led to are stale then.</summary>
    /// <param name="written">The edges as the descriptors write them.</param>
    public static async Task WriteEdgesAsync(
        IReadOnlyDictionary<string, IReadOnlyList<Relation>> written, HashSet<string> stale, NpgsqlConnection connection, CancellationToken ct)
    {
        if (written.Count == 0)
            return;
        var ends = written.Values.SelectMany(edges => edges).Select(edge => edge.Source.ToString()).Distinct(StringComparer.Ordinal).ToArray();
        var presentNames = await RestRows.PresentNamesAsync(ends, connection, ct);
        var declared = written.ToDictionary(entity => entity.Key, entity => RestFold.Resolve(entity.Key, entity.Value, presentNames), StringComparer.Ordinal);
        await TouchAsync("delete from edge where declared_by = any($1) returning source", stale, connection, ct, written.Keys.ToList());
        await InsertEdgesAsync(declared, connection, ct);
        stale.UnionWith(declared.Values.SelectMany(edges => edges).Select(edge => edge.Source.ToString()));
    }

    public static async Task InsertEdgesAsync(IReadOnlyDictionary<string, IReadOnlyList<Relation>> declared, NpgsqlConnection connection, CancellationToken ct)
    {
        var edges = declared.SelectMany(entity => entity.Value.Select(edge => (DeclaredBy: entity.Key, Edge: edge))).ToList();
        await ExecuteAsync(
            "insert into edge (source, type, target, declared_by) select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])", connection, ct,
            edges.ConvertAll(row => row.Edge.Source.ToString()), edges.ConvertAll(row => row.Edge.Type), edges.ConvertAll(row => row.Edge.Target.ToString()),
            edges.ConvertAll(row => row.DeclaredBy));
    }

    public static Task InsertProblemsAsync(List<DescriptorRejected> problems, NpgsqlConnection connection, CancellationToken ct) => ExecuteAsync(
        """
        insert into problem (source_id, file, document, rule, pointer, message, entity)
        select * from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[])
        """, connection, ct,
        problems.ConvertAll(each => each.Source), problems.ConvertAll(each => each.Problem.Key.File), problems.ConvertAll(each => each.Problem.Key.Document),
        problems.ConvertAll(each => each.Problem.Key.Rule), problems.ConvertAll(each => each.Problem.Key.Pointer), problems.ConvertAll(each => each.Problem.Message),
        problems.ConvertAll(each => each.Problem.Entity!.Value.ToString()));

    /// <summary>Writes the texts of entities.</summary>
    public static Task WriteTextsAsync(List<(string Ref, byte[]? Text)> texts, NpgsqlConnection connection, CancellationToken ct) => ExecuteAsync(
        "update entity e set body = n.body from unnest($1::text[], $2::bytea[]) as n(ref, body) where e.ref = n.ref", connection, ct,
        texts.ConvertAll(row => row.Ref), texts.Select(row => row.Text).ToArray());

    /// <summary>Runs a statement that answers entities, whose texts are stale then.</summary>
    public static async Task TouchAsync(string sql, HashSet<string> stale, NpgsqlConnection connection, CancellationToken ct, params object[] values)
    {
        await using var command = Of(sql, connection, values);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            stale.Add(rows.GetString(0));
    }

    private static async Task ExecuteAsync(string sql, NpgsqlConnection connection, CancellationToken ct, params object[] values)
    {
        await using var command = Of(sql, connection, values);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Of(string sql, NpgsqlConnection connection, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
