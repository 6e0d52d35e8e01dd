using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using Npgsql;
using NpgsqlTypes;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>Writes what a page of events changes, a statement for all of one kind.</summary>
internal static class RestWriter
{
    public static async Task WriteAsync(IReadOnlyDictionary<string, Entity> states, NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = RowsOf(states);
        await ExecuteAsync(
            """
            insert into entity (ref, uid, descriptor, location, orphaned, live)
            select n.ref, n.uid, n.descriptor::json, n.location::json, n.orphaned, n.live
            from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::boolean[]) as n(ref, uid, descriptor, location, orphaned, live)
            on conflict on constraint pk_entity do update
              set descriptor = excluded.descriptor, location = excluded.location, orphaned = excluded.orphaned, live = excluded.live
            """, connection, ct,
            rows.ConvertAll(row => row.Ref), rows.ConvertAll(row => EntityText.UidOf(row.Ref)), rows.ConvertAll(row => row.Descriptor.GetRawText()),
            rows.ConvertAll(row => JsonSerializer.Serialize(row.Location, JsonSerializerOptions.Web)), rows.ConvertAll(row => row.Orphaned), rows.ConvertAll(row => row.Live));
    }

    /// <summary>Writes entities that are not there yet, with their texts.</summary>
    public static async Task InsertAsync(IReadOnlyDictionary<string, Entity> states, IReadOnlyDictionary<string, byte[]> texts, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var import = await connection.BeginBinaryImportAsync(
            "copy entity (ref, uid, descriptor, location, orphaned, live, body) from stdin (format binary)", ct);
        foreach (var row in RowsOf(states))
        {
            await import.StartRowAsync(ct);
            await import.WriteAsync(row.Ref, NpgsqlDbType.Text, ct);
            await import.WriteAsync(EntityText.UidOf(row.Ref), NpgsqlDbType.Uuid, ct);
            await import.WriteAsync(row.Descriptor.GetRawText(), NpgsqlDbType.Json, ct);
            await import.WriteAsync(JsonSerializer.Serialize(row.Location, JsonSerializerOptions.Web), NpgsqlDbType.Json, ct);
            await import.WriteAsync(row.Orphaned, NpgsqlDbType.Boolean, ct);
            await import.WriteAsync(row.Live, NpgsqlDbType.Boolean, ct);
            if (texts.TryGetValue(row.Ref, out var text))
                await import.WriteAsync(text, NpgsqlDbType.Bytea, ct);
            else
                await import.WriteNullAsync(ct);
        }

        await import.CompleteAsync(ct);
    }

    /// <summary>Replaces what some entities declare.</summary>
    public static async Task WriteEdgesAsync(IReadOnlyDictionary<string, IReadOnlyList<Relation>> declared, NpgsqlConnection connection, CancellationToken ct)
    {
        if (declared.Count == 0)
            return;
        await ExecuteAsync("delete from edge where declared_by = any($1)", connection, ct, declared.Keys.ToList());
        await InsertEdgesAsync(declared, connection, ct);
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

    private static List<(string Ref, JsonElement Descriptor, DescriptorLocation Location, bool Orphaned, bool Live)> RowsOf(IReadOnlyDictionary<string, Entity> states) =>
    [
        .. states.Where(entity => entity.Value is not Entity.Unknown).Select(entity => entity.Value switch
        {
            Entity.Live live => (entity.Key, live.Descriptor, live.Location, live.Orphaned, true),
            var gone => (entity.Key, ((Entity.Removed)gone).Descriptor, ((Entity.Removed)gone).Location, false, false),
        }),
    ];

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
