using System.Globalization;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Which events go.</summary>
/// <param name="Streams">A stream, or the beginning of many followed by <c>*</c>, as in <c>delivery-*</c>.</param>
/// <param name="Before">Those recorded before this.</param>
public sealed record ArchiveRequest(string Streams, DateTimeOffset Before);

/// <param name="File">Null for a trial.</param>
public sealed record ArchiveResult(long Events, long Streams, string? File);

/// <summary>What a check of an archive file against the stubs found.</summary>
/// <param name="Problem">Of the first line that does not hold; null when all do.</param>
public sealed record ArchiveReport(long Checked, string? Problem);

/// <summary>
/// Takes old events out of the log into a file. A stub with the hash of each stays, so that the chain and the anchors go on to hold, and the file
/// can be told from a forged one. A read model built anew no longer knows what went. ops/decisions/0008.
/// </summary>
public sealed class Archive(NpgsqlDataSource database, EventLog log)
{
    private const int BatchSize = 1000;

    /// <summary>What would go; nothing is changed.</summary>
    public async Task<ArchiveResult> TryAsync(ArchiveRequest request, CancellationToken ct)
    {
        var (where, values) = Where(request);
        await using var select = database.CreateCommand($"select count(*), count(distinct stream_id) from events.mt_events where seq_id > $1 and seq_id <= $2 and {where}");
        foreach (var value in (object[])[0L, await log.MarkAsync(ct), .. values])
            select.Parameters.Add(new() { Value = value });
        await using var rows = await select.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return new ArchiveResult(rows.GetInt64(0), rows.GetInt64(1), null);
    }

    /// <summary>
    /// Writes the events to a new file, flushes it to the disk, and then replaces them by stubs, a thousand a transaction. Cut short, the file
    /// is whole or not there, and every event is in the log, in the file, or in both; a second run with another file takes the rest.
    /// </summary>
    /// <param name="archivist">Connects as role <c>log_archivist</c>: nobody else may.</param>
    /// <param name="file">Must not exist.</param>
    /// <exception cref="OperationRefusedException">The chain does not hold, or an event carries no hash; nothing was changed.</exception>
    /// <exception cref="IOException">The file is there or cannot be written; nothing was changed.</exception>
    public async Task<ArchiveResult> RunAsync(ArchiveRequest request, NpgsqlDataSource archivist, string file, CancellationToken ct)
    {
        if (File.Exists(file))
            throw new IOException($"{file} is there already: name a new file.");
        if ((await log.VerifyAsync(ct: ct)).FirstBreak is { } broken)
            throw new OperationRefusedException($"The chain is broken at {broken.Stream}, event {broken.Version} ({broken.Problem}): a stub would hide it. Nothing was archived.");
        var trial = await TryAsync(request, ct);
        if (trial.Events == 0)
            return trial;

        var unfinished = file + ".unfinished";
        List<long> positions = [];
        var (where, values) = Where(request);
        await using (var to = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            await foreach (var position in LogLine.WriteAsync(database, to, 0, await log.MarkAsync(ct), where, values, ct))
                positions.Add(position);
            await to.FlushAsync(ct);
            to.Flush(flushToDisk: true);
        }

        File.Move(unfinished, file);
        foreach (var batch in positions.Chunk(BatchSize))
            await LeaveStubsAsync(archivist, batch, ct);
        return trial with { Events = positions.Count, File = file };
    }

    /// <summary>Whether a file holds the events that its stubs, or the log, say. Events the log never held are found too.</summary>
    public async Task<ArchiveReport> VerifyAsync(Stream file, CancellationToken ct)
    {
        var held = 0L;
        try
        {
            await foreach (var chunk in LogFile.LinesAsync(file, ct).Chunk(BatchSize))
            {
                List<(int Line, PlacedEvent Event)> events = [.. chunk.Select(line => (line.Line, LogLine.Recorded(line.Json, line.Line)))];
                var links = await LinksAsync(events, ct);
                foreach (var (line, e) in events)
                {
                    var (position, hash) = links.GetValueOrDefault((e.Event.Stream, e.Version));
                    var previous = links.GetValueOrDefault((e.Event.Stream, e.Version - 1)).Hash;
                    if (position != e.Position || !string.Equals(hash, e.HashAfter(previous), StringComparison.Ordinal))
                        return new ArchiveReport(held, string.Create(CultureInfo.InvariantCulture, $"line {line}: @{e.Position}, event {e.Version} of {e.Event.Stream}, is not the event that was archived"));
                    held++;
                }
            }
        }
        catch (LogFileException wrong)
        {
            return new ArchiveReport(held, wrong.Message);
        }

        return new ArchiveReport(held, null);
    }

    private async Task<Dictionary<(string Stream, long Version), (long Position, string? Hash)>> LinksAsync(List<(int Line, PlacedEvent Event)> events, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("set local enable_hashjoin = off; set local enable_mergejoin = off", ct); // few rows against a large log
        await using var select = new NpgsqlCommand("""
            select distinct l.stream_id, l.version, l.seq_id, l.hash from unnest($1, $2) as n(stream, version)
            cross join lateral (select * from events.cat_links l where l.stream_id = n.stream and l.version in (n.version, n.version - 1)) l
            """, connection)
        {
            Parameters = { new() { Value = events.ConvertAll(e => e.Event.Event.Stream) }, new() { Value = events.ConvertAll(e => e.Event.Version) } },
        };
        var links = new Dictionary<(string, long), (long, string?)>();
        await using var rows = await select.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            links.Add((rows.GetString(0), rows.GetInt64(1)), (rows.GetInt64(2), await rows.IsDBNullAsync(3, ct) ? null : rows.GetString(3)));
        return links;
    }

    private static async Task LeaveStubsAsync(NpgsqlDataSource archivist, long[] positions, CancellationToken ct)
    {
        await using var connection = await archivist.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("""
            insert into events.cat_archived (seq_id, stream_id, version, hash)
            select e.seq_id, e.stream_id, e.version, decode(e.headers ->> 'h', 'hex') from events.mt_events e where e.seq_id = any($1)
            """, ct, positions);
        await connection.ExecuteAsync("delete from events.mt_events where seq_id = any($1)", ct, positions);
        await transaction.CommitAsync(ct);
    }

    private static (string Sql, object[] Values) Where(ArchiveRequest request)
    {
        var isPrefix = request.Streams.EndsWith('*');
        return ($"stream_id {(isPrefix ? "^@" : "=")} $3 and timestamp < $4 and headers ? 'h'",
            [isPrefix ? request.Streams[..^1] : request.Streams, request.Before.ToUniversalTime()]);
    }
}
