using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Appends of one transaction of an import, written out.</summary>
internal sealed record BulkChunk(IReadOnlyList<StreamAppend> Appends, IReadOnlyList<ImportedEvent> Events);

/// <summary>New events by <c>COPY</c>: the steps of <c>cat_append</c> for thousands of events at once, with the hashes computed here.</summary>
internal static class BulkAppend
{
    /// <summary>Appends a chunk, all or none.</summary>
    /// <returns>How many events were new, and the last position; null when none was.</returns>
    /// <exception cref="StreamConflictException">A stream is not at the version expected.</exception>
    /// <exception cref="StreamArchivedException">A stream takes no more events.</exception>
    /// <exception cref="DuplicateEventException">Of one append some event ids are in the log, some not.</exception>
    public static async Task<(int New, long? Last)> WriteAsync(NpgsqlConnection connection, BulkChunk chunk, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Few rows against a large log, whatever the planner thinks an array holds.
        await connection.ExecuteAsync("set local enable_hashjoin = off; set local enable_mergejoin = off", ct);
        var appends = await NewOnesAsync(connection, chunk, ct);
        if (appends.Count == 0)
            return (0, null);

        var ends = await TakeStreamsAsync(connection, appends, ct);
        var events = appends.SelectMany(append => append.Events).ToList();
        var (now, positions) = await ReserveAsync(connection, events.Count, ct);
        var rows = events.Select((e, i) =>
        {
            var (version, previous) = ends[e.Stream];
            var hash = ChainHash.Of(previous, e.Stream, version + 1, e.Id, e.Type, now, e.Actor, e.Correlation, e.Causation, e.Headers.Span, e.Data.Span);
            ends[e.Stream] = (version + 1, hash);
            return new PlacedEvent(e, positions[i], version + 1, now, hash);
        });
        await EventCopy.WriteAsync(connection, rows, ct);
        await transaction.CommitAsync(ct);
        return (events.Count, positions[^1]);
    }

    /// <summary>The appends that the log does not hold yet, with their events.</summary>
    private static async Task<List<(StreamAppend Append, IReadOnlyList<ImportedEvent> Events)>> NewOnesAsync(NpgsqlConnection connection, BulkChunk chunk, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand("select e.id from unnest($1) n(id) cross join lateral (select id from events.mt_events m where m.id = n.id limit 1) e", connection)
        {
            Parameters = { new() { Value = chunk.Events.Select(e => e.Id).ToArray() } },
        };
        var known = new HashSet<Guid>();
        await using (var rows = await select.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
                known.Add(rows.GetGuid(0));
        }

        var news = new List<(StreamAppend, IReadOnlyList<ImportedEvent>)>();
        var from = 0;
        foreach (var append in chunk.Appends)
        {
            IReadOnlyList<ImportedEvent> events = [.. chunk.Events.Skip(from).Take(append.Events.Count)];
            from += append.Events.Count;
            var there = events.Count(e => known.Contains(e.Id));
            if (there == 0)
                news.Add((append, events));
            else if (there < events.Count)
                throw new DuplicateEventException([append.Stream]);
        }

        return news;
    }

    /// <summary>Locks every stream, in one order everywhere, raises its version, and answers where each stood: version, and hash of its last event.</summary>
    private static async Task<Dictionary<string, (long Version, string? Hash)>> TakeStreamsAsync(
        NpgsqlConnection connection, List<(StreamAppend Append, IReadOnlyList<ImportedEvent> Events)> appends, CancellationToken ct)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (append, events) in appends)
            counts[append.Stream] = counts.GetValueOrDefault(append.Stream) + events.Count;
        string[] streams = [.. counts.Keys.Order(StringComparer.Ordinal)];
        await using var take = new NpgsqlCommand("""
            insert into events.mt_streams as s (id, type, version)
            select n.id, n.type, n.events from unnest($1, $2, $3) as n(id, type, events) order by n.id collate "C"
            on conflict (id) do update set version = s.version + excluded.version, timestamp = now() where s.is_archived is not true
            returning s.id, s.version
            """, connection)
        {
            Parameters =
            {
                new() { Value = streams },
                new() { Value = Array.ConvertAll(streams, ImportedEvent.StreamType) },
                new() { Value = Array.ConvertAll(streams, stream => counts[stream]) },
            },
        };
        var ends = new Dictionary<string, (long Version, string? Hash)>(StringComparer.Ordinal);
        await using (var rows = await take.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
                ends.Add(rows.GetString(0), (rows.GetInt64(1) - counts[rows.GetString(0)], null));
        }

        if (streams.FirstOrDefault(stream => !ends.ContainsKey(stream)) is { } archived)
            throw new StreamArchivedException(archived);
        Expect(appends, ends);
        await AddHashesAsync(connection, ends, ct);
        return ends;
    }

    private static void Expect(List<(StreamAppend Append, IReadOnlyList<ImportedEvent> Events)> appends, Dictionary<string, (long Version, string? Hash)> ends)
    {
        var versions = ends.ToDictionary(end => end.Key, end => end.Value.Version, StringComparer.Ordinal);
        foreach (var (append, events) in appends)
        {
            var actual = versions[append.Stream];
            if (append.ExpectedVersion is not ExpectedVersion.Any && !(append.ExpectedVersion is ExpectedVersion.MustExist ? actual > 0 : actual == append.ExpectedVersion))
                throw new StreamConflictException(append.Stream, append.ExpectedVersion, actual);
            versions[append.Stream] = actual + events.Count;
        }
    }

    private static async Task AddHashesAsync(NpgsqlConnection connection, Dictionary<string, (long Version, string? Hash)> ends, CancellationToken ct)
    {
        var begun = ends.Where(end => end.Value.Version > 0).ToList();
        if (begun.Count == 0)
            return;
        await using var select = new NpgsqlCommand("""
            select n.stream, l.hash from unnest($1, $2) as n(stream, version)
            cross join lateral (select l.hash from events.cat_links l where l.stream_id = n.stream and l.version = n.version) l
            """, connection)
        {
            Parameters = { new() { Value = begun.ConvertAll(end => end.Key) }, new() { Value = begun.ConvertAll(end => end.Value.Version) } },
        };
        await using var rows = await select.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            ends[rows.GetString(0)] = ends[rows.GetString(0)] with { Hash = await rows.IsDBNullAsync(1, ct) ? null : rows.GetString(1) };
    }

    /// <summary>Numbers for so many events, and the time they are recorded at.</summary>
    private static async Task<(DateTimeOffset Now, long[] Positions)> ReserveAsync(NpgsqlConnection connection, int count, CancellationToken ct)
    {
        // The lock that readers look for comes before the numbers: the proof that a hole is dead rests on it (ops/decisions/0003).
        await connection.ExecuteAsync("lock table events.mt_events in row exclusive mode", ct);
        await using var draw = new NpgsqlCommand(
            "select clock_timestamp(), array(select nextval('events.mt_events_sequence') from generate_series(1, $1))", connection)
        {
            Parameters = { new() { Value = count } },
        };
        await using var rows = await draw.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return (rows.GetFieldValue<DateTimeOffset>(0), rows.GetFieldValue<long[]>(1));
    }
}
