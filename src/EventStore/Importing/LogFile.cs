using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>The log as lines of JSON.</summary>
public sealed class LogFile(NpgsqlDataSource database, EventLog log, EventTypes types)
{
    private const int ChunkSize = 10_000;

    /// <summary>Writes every event after a position, oldest first, a line each.</summary>
    public async Task ExportAsync(Stream to, long after, CancellationToken ct)
    {
        await foreach (var _ in LogLine.WriteAsync(database, to, after, await log.MarkAsync(ct), "true", [], ct))
        {
        }
    }

    /// <summary>Writes what another database needs to hold the same log: stubs of archived events, large bodies, every event, and the anchors.</summary>
    public async Task ExportWholeAsync(Stream to, CancellationToken ct)
    {
        await LinesAsync(to, "select jsonb_build_object('stub', jsonb_build_object('position', seq_id, 'stream', stream_id, 'streamVersion', version, 'hash', encode(hash, 'hex')))::text from events.cat_archived order by seq_id", ct);
        await LinesAsync(to, "select jsonb_build_object('body', hash, 'base64', translate(encode(body, 'base64'), E'\\n', ''))::text from events.cat_bodies order by hash", ct);
        await ExportAsync(to, 0, ct);
        await LinesAsync(to, "select jsonb_build_object('anchorKey', encode(public_key, 'base64'), 'at', at)::text from events.cat_anchor_keys order by key", ct);
        await LinesAsync(to, "select jsonb_build_object('anchor', jsonb_build_object('from', from_seq, 'to', to_seq, 'leaves', leaves, 'root', encode(root, 'hex'), 'link', encode(link, 'hex'), 'at', at, 'key', key, 'signature', translate(encode(signature, 'base64'), E'\\n', '')))::text from events.cat_anchors order by to_seq", ct);
    }

    /// <summary>
    /// Reads lines into the log. Events of an export keep position, time and hash: the log must be empty, or hold the beginning of the same file.
    /// Lines without a position are new events, wanted with id, stream, type, effectiveAt and data, and may come into any log.
    /// In transactions of some 10,000 events; made again it adds nothing twice.
    /// </summary>
    /// <exception cref="LogFileException">A line is wrong; those before its transaction's first are in the log.</exception>
    public async Task<ImportResult> ImportAsync(Stream from, AppendContext context, IProgress<long>? progress, CancellationToken ct)
    {
        await using var lines = LinesAsync(from, ct).GetAsyncEnumerator(ct);
        while (await lines.MoveNextAsync())
        {
            if (!lines.Current.Json.TryGetProperty("stream", out _))
                await PutAsideAsync(lines.Current, ct);
            else if (lines.Current.Json.TryGetProperty("position", out _))
                return await MoveAsync(lines, progress, ct);
            else
                return await log.ImportAsync(NewAsync(lines), context, progress, ct);
        }

        return new ImportResult(0, 0, null);
    }

    private async Task<ImportResult> MoveAsync(IAsyncEnumerator<(int Line, JsonElement Json)> lines, IProgress<long>? progress, CancellationToken ct)
    {
        var move = new LogMove(database);
        var result = new ImportResult(0, 0, null);
        var chunk = new List<(int, PlacedEvent)>();
        do
        {
            if (lines.Current.Json.TryGetProperty("stream", out _))
                chunk.Add((lines.Current.Line, LogLine.Recorded(lines.Current.Json, lines.Current.Line)));
            else
                await PutAsideAsync(lines.Current, ct);
            if (chunk.Count == ChunkSize)
                await FlushAsync();
        }
        while (await lines.MoveNextAsync());
        await FlushAsync();
        return result;

        async Task FlushAsync()
        {
            if (chunk.Count == 0)
                return;
            await Upkeep.PartsAheadAsync(database, ct);
            var added = await move.WriteAsync(chunk, ct);
            result = new ImportResult(result.Added + added, result.AlreadyThere + chunk.Count - added, added > 0 ? chunk[^1].Item2.Position : result.LastPosition);
            chunk.Clear();
            progress?.Report(result.Added + result.AlreadyThere);
        }
    }

    private async IAsyncEnumerable<StreamAppend> NewAsync(IAsyncEnumerator<(int Line, JsonElement Json)> lines)
    {
        do
        {
            if (lines.Current.Json.TryGetProperty("position", out _))
                throw new LogFileException(lines.Current.Line, "a recorded event among new ones: give them in files of their own");
            yield return LogLine.New(lines.Current.Json, lines.Current.Line, types);
        }
        while (await lines.MoveNextAsync());
    }

    /// <summary>What stands beside the events.</summary>
    private async Task PutAsideAsync((int Line, JsonElement Json) line, CancellationToken ct)
    {
        if (line.Json.TryGetProperty("body", out var name))
        {
            var hash = await new BodyStore(database).PutAsync(LogLine.Read(line.Line, () => LogLine.Member(line.Json, "base64").GetBytesFromBase64()), ct);
            if (!string.Equals(hash, name.GetString(), StringComparison.Ordinal))
                throw new LogFileException(line.Line, $"the body is not the one its hash '{name}' names");
        }
        else if (line.Json.TryGetProperty("stub", out var stub))
        {
            var (stream, version) = LogLine.Read(line.Line, () => (stub.GetProperty("stream").GetString()!, stub.GetProperty("streamVersion").GetInt64()));
            await database.ExecuteAsync("""
                with stream as (
                    insert into events.mt_streams as s (id, type, version) values ($2, $5, $3)
                    on conflict (id) do update set version = greatest(s.version, excluded.version)
                ), reserved as (
                    select setval('events.mt_events_sequence', greatest($1, last_value)) from events.mt_events_sequence
                )
                insert into events.cat_archived (seq_id, stream_id, version, hash) select $1, $2, $3, $4 from reserved on conflict do nothing
                """, ct, stub.GetProperty("position").GetInt64(), stream, version, Convert.FromHexString(stub.GetProperty("hash").GetString()!), ImportedEvent.StreamType(stream));
        }
        else if (line.Json.TryGetProperty("anchor", out var anchor))
        {
            await database.ExecuteAsync("""
                insert into events.cat_anchors (from_seq, to_seq, leaves, root, link, at, key, signature) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing
                """, ct, anchor.GetProperty("from").GetInt64(), anchor.GetProperty("to").GetInt64(), anchor.GetProperty("leaves").GetInt64(),
                Convert.FromHexString(anchor.GetProperty("root").GetString()!), Convert.FromHexString(anchor.GetProperty("link").GetString()!),
                anchor.GetProperty("at").GetDateTimeOffset().ToUniversalTime(), (object?)Optional(anchor, "key")?.GetString() ?? DBNull.Value,
                (object?)Optional(anchor, "signature")?.GetBytesFromBase64() ?? DBNull.Value);
        }
        else if (line.Json.TryGetProperty("anchorKey", out var publicKey))
        {
            var key = LogLine.Read(line.Line, () => PublicKey.Read(publicKey.GetBytesFromBase64()));
            await database.ExecuteAsync(
                "insert into events.cat_anchor_keys (key, public_key, at) values ($1, $2, $3) on conflict do nothing", ct,
                key.Id, key.Encoded, line.Json.GetProperty("at").GetDateTimeOffset().ToUniversalTime());
        }
        else if (line.Json.TryGetProperty("audit", out _))
        {
            throw new LogFileException(line.Line, "this file proves a part of a log, and `verify` checks it: to move a log, write it with `export --whole`");
        }
        else
        {
            throw new LogFileException(line.Line, "neither an event (with 'stream'), nor a body, a stub or an anchor");
        }
    }

    /// <summary>Null where an older program left it out, or the value is null.</summary>
    private static JsonElement? Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    internal static async IAsyncEnumerable<(int Line, JsonElement Json)> LinesAsync(Stream from, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(from, leaveOpen: true);
        for (var line = 1; await reader.ReadLineAsync(ct) is { } text; line++)
        {
            if (text.Length > 0)
                yield return (line, LogLine.Read(line, () => JsonElement.Parse(text)));
        }
    }

    private async Task LinesAsync(Stream to, string sql, CancellationToken ct)
    {
        await using var select = database.CreateCommand(sql);
        await using var rows = await select.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            await to.WriteAsync(System.Text.Encoding.UTF8.GetBytes(rows.GetString(0)), ct);
            to.WriteByte((byte)'\n');
        }
    }
}
