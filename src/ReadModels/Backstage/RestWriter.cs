using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using Npgsql;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>Writes what a page of events changes, a statement for all of one kind.</summary>
internal static class RestWriter
{
    public static async Task WriteAsync(IReadOnlyDictionary<string, Entity> states, NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = states.Where(entity => entity.Value is not Entity.Unknown).Select(entity => entity.Value switch
        {
            Entity.Live live => (Ref: entity.Key, live.Descriptor, live.Location, live.Orphaned, Live: true),
            var gone => (Ref: entity.Key, ((Entity.Removed)gone).Descriptor, ((Entity.Removed)gone).Location, Orphaned: false, Live: false),
        }).ToList();
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

    /// <summary>Replaces what some entities declare.</summary>
    public static async Task WriteEdgesAsync(IReadOnlyDictionary<string, IReadOnlyList<Relation>> declared, NpgsqlConnection connection, CancellationToken ct)
    {
        if (declared.Count == 0)
            return;
        await ExecuteAsync("delete from edge where declared_by = any($1)", connection, ct, declared.Keys.ToList());
        var edges = declared.SelectMany(entity => entity.Value.Select(edge => (DeclaredBy: entity.Key, Edge: edge))).ToList();
        await ExecuteAsync(
            "insert into edge (source, type, target, declared_by) select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])", connection, ct,
            edges.ConvertAll(row => row.Edge.Source.ToString()), edges.ConvertAll(row => row.Edge.Type), edges.ConvertAll(row => row.Edge.Target.ToString()),
            edges.ConvertAll(row => row.DeclaredBy));
    }

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
