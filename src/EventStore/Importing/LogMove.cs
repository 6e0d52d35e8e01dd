using System.Globalization;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// Puts events of another log into an empty one exactly as they were: position, version, id, time and hash. Nobody may append meanwhile; whoever does
/// is found out. Positions only rise, so a hole below a committed row is never filled later and readers may pass it.
/// </summary>
internal sealed class LogMove(NpgsqlDataSource database)
{
    /// <summary>Writes a chunk, all or none; what an earlier attempt wrote is left out.</summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="LogFileException">The log holds another event there, or an event does not follow the one before in its stream.</exception>
    public async Task<int> WriteAsync(IReadOnlyList<(int Line, PlacedEvent Event)> chunk, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("set local enable_hashjoin = off; set local enable_mergejoin = off", ct);
        // In the order appenders take them, so that none of them waits for us and we for it.
        await connection.ExecuteAsync("lock table events.mt_streams, events.mt_events in share row exclusive mode", ct);
        var last = await LastAsync(connection, ct);
        await CheckThoseThereAsync(connection, [.. chunk.Where(row => row.Event.Position <= last)], ct);
        List<(int Line, PlacedEvent Event)> news = [.. chunk.Where(row => row.Event.Position > last)];
        if (news.Count == 0)
            return 0;

        await TakeStreamsAsync(connection, news, await EndsAsync(connection, news, ct), ct);
        await EventCopy.WriteAsync(connection, news.Select(row => row.Event), ct);
        await connection.ExecuteAsync("select setval('events.mt_events_sequence', greatest($1, last_value)) from events.mt_events_sequence", ct, news[^1].Event.Position);
        // So that "as of" need not search the log from its beginning.
        await connection.ExecuteAsync("""
            insert into events.cat_clock as c (at, seq_id)
            select greatest($1, (select max(at) from events.cat_clock where seq_id < $2)), $2
            on conflict (at) do update set seq_id = excluded.seq_id
            """, ct, news.Max(row => row.Event.At), news[^1].Event.Position);
        await transaction.CommitAsync(ct);
        return news.Count;
    }

    private static async Task<long> LastAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand("select coalesce(max(seq_id), 0) from events.mt_events", connection);
        return (long)(await select.ExecuteScalarAsync(ct))!;
    }

    private static async Task CheckThoseThereAsync(NpgsqlConnection connection, List<(int Line, PlacedEvent Event)> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;
        await using var select = new NpgsqlCommand("select seq_id, id, coalesce(headers ->> 'h', '') from events.mt_events where seq_id = any($1)", connection)
        {
            Parameters = { new() { Value = rows.ConvertAll(row => row.Event.Position) } },
        };
        var there = new Dictionary<long, (Guid, string)>();
        await using (var found = await select.ExecuteReaderAsync(ct))
        {
            while (await found.ReadAsync(ct))
                there.Add(found.GetInt64(0), (found.GetGuid(1), found.GetString(2)));
        }

        foreach (var (line, e) in rows)
        {
            if (there.GetValueOrDefault(e.Position) != (e.Event.Id, e.Hash))
                throw new LogFileException(line, string.Create(CultureInfo.InvariantCulture, $"the log holds other events at @{e.Position}: events keep their positions only in an empty log that nobody appends to"));
        }
    }

    /// <summary>Where each stream of the chunk stands: version, and hash of its last event.</summary>
    private static async Task<Dictionary<string, (long Version, string? Hash)>> EndsAsync(NpgsqlConnection connection, List<(int Line, PlacedEvent Event)> rows, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand("""
            select n.stream, s.version, l.hash from unnest($1) as n(stream)
            cross join lateral (select s.version from events.mt_streams s where s.id = n.stream) s
            left join lateral (select l.hash from events.cat_links l where l.stream_id = n.stream and l.version = s.version) l on true
            """, connection)
        {
            Parameters = { new() { Value = rows.Select(row => row.Event.Event.Stream).Distinct(StringComparer.Ordinal).ToArray() } },
        };
        var ends = new Dictionary<string, (long Version, string? Hash)>(StringComparer.Ordinal);
        await using var found = await select.ExecuteReaderAsync(ct);
        while (await found.ReadAsync(ct))
            ends.Add(found.GetString(0), (found.GetInt64(1), await found.IsDBNullAsync(2, ct) ? null : found.GetString(2)));
        return ends;
    }

    private static async Task TakeStreamsAsync(
        NpgsqlConnection connection, List<(int Line, PlacedEvent Event)> rows, Dictionary<string, (long Version, string? Hash)> ends, CancellationToken ct)
    {
        var position = 0L;
        foreach (var (line, e) in rows)
        {
            var (version, hash) = ends.GetValueOrDefault(e.Event.Stream);
            if (e.Position <= position)
                throw new LogFileException(line, string.Create(CultureInfo.InvariantCulture, $"@{e.Position} does not come after @{position}"));
            if (e.Version != version + 1)
                throw new LogFileException(line, string.Create(CultureInfo.InvariantCulture, $"'{e.Event.Stream}' is at version {version}, and version {e.Version} does not follow it"));
            if (e.Hash.Length > 0 && !string.Equals(e.Hash, e.HashAfter(hash), StringComparison.Ordinal))
                throw new LogFileException(line, string.Create(CultureInfo.InvariantCulture, $"event {e.Version} of '{e.Event.Stream}' was changed: its hash is another"));
            ends[e.Event.Stream] = (e.Version, e.Hash.Length > 0 ? e.Hash : null);
            position = e.Position;
        }

        var streams = rows.GroupBy(row => row.Event.Event.Stream, StringComparer.Ordinal).ToList();
        await connection.ExecuteAsync("""
            insert into events.mt_streams as s (id, type, version, created, timestamp) select * from unnest($1, $2, $3, $4, $5)
            on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp
            """, ct,
            streams.ConvertAll(stream => stream.Key), streams.ConvertAll(stream => ImportedEvent.StreamType(stream.Key)),
            streams.ConvertAll(stream => ends[stream.Key].Version), streams.ConvertAll(stream => stream.First().Event.At), streams.ConvertAll(stream => stream.Last().Event.At));
    }
}
