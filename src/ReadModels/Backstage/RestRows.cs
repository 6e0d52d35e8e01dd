using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using Npgsql;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>Reads what the next page of events is folded over, in the transaction that writes.</summary>
internal static class RestRows
{
    public static async Task<Dictionary<string, RestEntity>> EntitiesAsync(string[] names, NpgsqlConnection connection, CancellationToken ct)
    {
        var entities = new Dictionary<string, RestEntity>(StringComparer.Ordinal);
        if (names.Length == 0)
            return entities;
        await using var rows = await ReadAsync("select ref, coalesce(identity, ref), descriptor, location, orphaned, live from entity where ref = any($1)", names, connection, ct);
        while (await rows.ReadAsync(ct))
        {
            var (descriptor, location) = (JsonElement.Parse(rows.GetString(2)), Location(rows.GetString(3)));
            entities.Add(rows.GetString(0), new RestEntity(
                rows.GetString(1), rows.GetBoolean(5) ? new Entity.Live(descriptor, location, rows.GetBoolean(4)) : new Entity.Removed(descriptor, location)));
        }

        return entities;
    }

    /// <summary>The entities that declare edges to some names, or to where these lead. Every edge is there in both directions, so that its source tells.</summary>
    public static async Task<List<string>> WritersOfAsync(string[] names, NpgsqlConnection connection, CancellationToken ct)
    {
        var writers = new List<string>();
        await using var rows = await ReadAsync(
            """
            select distinct declared_by from edge where source in (
              select unnest($1::text[]) union select e.ref from former_name n join entity e on e.uid = n.uid where n.name = any($1))
            """, names, connection, ct);
        while (await rows.ReadAsync(ct))
            writers.Add(rows.GetString(0));
        return writers;
    }

    /// <summary>The name of today for each of some names that was given up.</summary>
    public static async Task<Dictionary<string, EntityRef>> PresentNamesAsync(string[] names, NpgsqlConnection connection, CancellationToken ct)
    {
        var present = new Dictionary<string, EntityRef>(StringComparer.Ordinal);
        await using var rows = await ReadAsync("select n.name, e.ref from former_name n join entity e on e.uid = n.uid where n.name = any($1)", names, connection, ct);
        while (await rows.ReadAsync(ct))
            present.Add(rows.GetString(0), EntityRef.Parse(rows.GetString(1)));
        return present;
    }

    public static DescriptorLocation Location(string json) => JsonSerializer.Deserialize<DescriptorLocation>(json, JsonSerializerOptions.Web)!;

    private static Task<NpgsqlDataReader> ReadAsync(string sql, string[] names, NpgsqlConnection connection, CancellationToken ct) =>
        new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = names } } }.ExecuteReaderAsync(ct);
}
