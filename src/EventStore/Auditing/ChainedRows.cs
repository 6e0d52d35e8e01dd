using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace EventCatalog.EventStore;

/// <summary>An event, or what is left of an archived one, with the hash of the event before it in its stream.</summary>
/// <param name="Event">Null for an archived one.</param>
/// <param name="Hash">Empty when another writer left it out.</param>
internal sealed record ChainedEvent(PlacedEvent? Event, long Position, string Stream, long Version, string Hash, string? Previous)
{
    /// <summary>What is wrong with it, seen from the event before; null when nothing is. Of an archived one only its place can be checked.</summary>
    public string? Problem => this switch
    {
        { Previous: null, Version: > 1 } => "missing",
        { Hash: "" } => "unchained",
        { Event: { } e } when !string.Equals(e.HashAfter(Previous), Hash, StringComparison.Ordinal) => "changed",
        _ => null,
    };
}

/// <summary>Reads the log by position, each event with what its hash is chained to.</summary>
internal static class ChainedRows
{
    private const int PageSize = 2000;

    private const string Columns = "seq_id, stream_id, version, id, type, data, timestamp, correlation_id, causation_id, user_name, headers - 'h'";

    /// <summary>Pages of the events of some positions, in their order; nothing is held open between two pages.</summary>
    /// <param name="streams">Only of these; of all when null.</param>
    public static async IAsyncEnumerable<IReadOnlyList<ChainedEvent>> ReadAsync(
        NpgsqlDataSource database, long from, long to, IReadOnlyCollection<string>? streams, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            await using var select = database.CreateCommand($"""
                select e.*, b.hash from (
                    (select {Columns}, coalesce(headers ->> 'h', '') as hash from events.mt_events
                     where seq_id >= $1 and seq_id <= $2 and ($3 is null or stream_id = any($3)) order by seq_id limit {PageSize})
                    union all
                    (select seq_id, stream_id, version, null, null, null, null, null, null, null, null, encode(hash, 'hex') from events.cat_archived
                     where seq_id >= $1 and seq_id <= $2 and ($3 is null or stream_id = any($3)) order by seq_id limit {PageSize})
                    order by seq_id limit {PageSize}) e
                left join lateral (select l.hash from events.cat_links l where l.stream_id = e.stream_id and l.version = e.version - 1 limit 1) b on true
                order by e.seq_id
                """);
            select.Parameters.Add(new() { Value = from });
            select.Parameters.Add(new() { Value = to });
            select.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar, Value = (object?)streams?.ToArray() ?? DBNull.Value });
            var page = new List<ChainedEvent>();
            await using (var rows = await select.ExecuteReaderAsync(ct))
            {
                while (await rows.ReadAsync(ct))
                    page.Add(Read(rows));
            }

            if (page.Count > 0)
                yield return page;
            if (page.Count < PageSize)
                yield break;
            from = page[^1].Position + 1;
        }
    }

    private static ChainedEvent Read(NpgsqlDataReader row)
    {
        var (position, stream, version, hash) = (row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(11));
        var previous = Text(row, 12);
        if (row.IsDBNull(3))
            return new ChainedEvent(null, position, stream, version, hash, previous);
        var e = new ImportedEvent(
            stream, row.GetGuid(3), row.GetString(4), null, row.GetFieldValue<byte[]>(5), row.IsDBNull(10) ? "null"u8.ToArray() : row.GetFieldValue<byte[]>(10),
            Text(row, 9), Text(row, 7), Text(row, 8));
        return new ChainedEvent(new PlacedEvent(e, position, version, row.GetFieldValue<DateTimeOffset>(6), hash), position, stream, version, hash, previous);
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
