using System.Text;
using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.ReadModels.Relations;
using Npgsql;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>Writes the texts of entities anew from what the tables say of them.</summary>
internal static class RestTexts
{
    // A text may be megabytes, so that not all of a page are in memory at once.
    public const int AtOnce = 200;

    public static async Task WriteAsync(IReadOnlyCollection<string> stale, NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var refs in stale.Chunk(AtOnce))
        {
            var entities = await EntitiesAsync(refs, connection, ct);
            var texts = await LongTextsAsync([.. entities.SelectMany(entity => LargeBodies.HashesIn(entity.Descriptor))], connection, ct);
            await RestWriter.WriteTextsAsync(
                entities.ConvertAll(entity => (entity.Ref, entity.Live
                    ? EntityText.Of(entity.Id, entity.Descriptor, entity.Location, entity.Orphaned, entity.Relations, entity.Problems, texts)
                    : null)), connection, ct);
        }
    }

    private static async Task<List<Stale>> EntitiesAsync(string[] refs, NpgsqlConnection connection, CancellationToken ct)
    {
        var entities = new List<Stale>();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in new[]
        {
            "select source, type, target from edge where source = any($1) group by source, type, target order by source, type collate \"C\", target collate \"C\"",
            "select entity, message from problem where entity = any($1) order by entity, source_id collate \"C\", file collate \"C\", document, rule collate \"C\", pointer collate \"C\"",
            "select ref, coalesce(identity, ref), descriptor, location, orphaned, live from entity where ref = any($1)",
        })
        {
            batch.BatchCommands.Add(SqlCommands.Of(sql, (object)refs));
        }

        await using var rows = await batch.ExecuteReaderAsync(ct);
        var relations = await GroupedAsync(rows, row => new RelationRow(row.GetString(1), row.GetString(2)), ct);
        var problems = await GroupedAsync(rows, row => row.GetString(1), ct);
        while (await rows.ReadAsync(ct))
        {
            var reference = rows.GetString(0);
            entities.Add(new Stale(
                reference, rows.GetString(1), JsonElement.Parse(rows.GetString(2)), RestRows.Location(rows.GetString(3)), rows.GetBoolean(4), rows.GetBoolean(5),
                relations.GetValueOrDefault(reference, []), problems.GetValueOrDefault(reference, [])));
        }

        return entities;
    }

    private static async Task<Dictionary<string, List<T>>> GroupedAsync<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var groups = new Dictionary<string, List<T>>(StringComparer.Ordinal);
        while (await rows.ReadAsync(ct))
        {
            if (!groups.TryGetValue(rows.GetString(0), out var group))
                groups.Add(rows.GetString(0), group = []);
            group.Add(read(rows));
        }

        await rows.NextResultAsync(ct);
        return groups;
    }

    /// <summary>The long texts of some hashes, read in the transaction that writes: they were stored before the events that name them.</summary>
    public static async Task<Dictionary<string, string>> LongTextsAsync(string[] hashes, NpgsqlConnection connection, CancellationToken ct)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (hashes.Length == 0)
            return texts;
        await using var command = new NpgsqlCommand("select hash, body from events.cat_bodies where hash = any($1)", connection);
        command.Parameters.Add(new() { Value = hashes });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            texts[rows.GetString(0)] = Encoding.UTF8.GetString(rows.GetFieldValue<byte[]>(1));
        return texts;
    }

    private sealed record Stale(
        string Ref, string Id, JsonElement Descriptor, DescriptorLocation Location, bool Orphaned, bool Live, List<RelationRow> Relations, List<string> Problems);
}
