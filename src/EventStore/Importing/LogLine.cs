using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>One event as a line of JSON: what readers want of it, and under <c>stored</c> what else its row holds, so that it can be put back as it was.</summary>
internal static class LogLine
{
    private const int PageSize = 1000;

    private const string Select = """
        select seq_id, id, stream_id, version, type, data, timestamp, correlation_id, causation_id, headers - 'h', headers ->> 'h', user_name, mt_dotnet_type
        from events.mt_events
        """;

    /// <summary>Writes events in position order, a line each.</summary>
    /// <param name="where">A condition over <c>mt_events</c>; its parameters start at $3.</param>
    /// <returns>The positions written.</returns>
    public static async IAsyncEnumerable<long> WriteAsync(
        NpgsqlDataSource database, Stream to, long after, long upTo, string where, object[] values, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var line = new ArrayBufferWriter<byte>();
        while (true)
        {
            await using var select = database.CreateCommand($"{Select} where seq_id > $1 and seq_id <= $2 and ({where}) order by seq_id limit {PageSize}");
            foreach (var value in (object[])[after, upTo, .. values])
                select.Parameters.Add(new() { Value = value });
            var positions = new List<long>();
            await using (var rows = await select.ExecuteReaderAsync(ct))
            {
                while (await rows.ReadAsync(ct))
                {
                    Write(rows, line);
                    await to.WriteAsync(line.WrittenMemory, ct);
                    line.ResetWrittenCount();
                    positions.Add(rows.GetInt64(0));
                }
            }

            if (positions.Count == 0)
                yield break;
            foreach (var position in positions)
                yield return position;
            after = positions[^1];
        }
    }

    private static void Write(NpgsqlDataReader row, IBufferWriter<byte> to)
    {
        var headers = row.IsDBNull(9) ? null : row.GetFieldValue<byte[]>(9);
        var stored = headers is null ? null : JsonSerializer.Deserialize<StoredHeaders>(headers, StoredJson.Plain);
        var recordedAt = row.GetFieldValue<DateTimeOffset>(6);
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = StoredJson.Plain.Encoder });
        json.WriteStartObject();
        json.WriteNumber("position", row.GetInt64(0));
        json.WriteString("id", row.GetGuid(1));
        json.WriteString("stream", row.GetString(2));
        json.WriteNumber("streamVersion", row.GetInt64(3));
        json.WriteString("type", row.GetString(4));
        json.WriteString("recordedAt", recordedAt);
        json.WriteString("effectiveAt", stored?.EffectiveAt ?? recordedAt);
        json.WriteString("actor", stored?.Actor ?? (row.IsDBNull(11) ? "" : row.GetString(11)));
        json.WriteString("correlation", Text(row, 7));
        json.WriteString("causation", Text(row, 8));
        json.WritePropertyName("source");
        JsonSerializer.Serialize(json, stored?.Source, StoredJson.Plain);
        json.WritePropertyName("data");
        json.WriteRawValue(row.GetFieldValue<byte[]>(5), skipInputValidation: true);
        json.WriteString("hash", Text(row, 10) ?? "");
        json.WriteStartObject("stored");
        json.WriteString("user", Text(row, 11));
        json.WriteString("dotnetType", Text(row, 12));
        json.WritePropertyName("headers");
        json.WriteRawValue(headers ?? "null"u8, skipInputValidation: true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        to.Write("\n"u8);
    }

    /// <exception cref="LogFileException">A member is missing or is not what it should be.</exception>
    public static PlacedEvent Recorded(JsonElement json, int line) => Read(line, () =>
    {
        var stored = Member(json, "stored");
        var headers = stored.GetProperty("headers");
        return new PlacedEvent(
            new ImportedEvent(
                Member(json, "stream").GetString()!, Member(json, "id").GetGuid(), Member(json, "type").GetString()!, stored.GetProperty("dotnetType").GetString(),
                ImportedEvent.Text(Member(json, "data")), ImportedEvent.Text(headers), stored.GetProperty("user").GetString(),
                Member(json, "correlation").GetString(), Member(json, "causation").GetString()),
            Member(json, "position").GetInt64(), Member(json, "streamVersion").GetInt64(), Member(json, "recordedAt").GetDateTimeOffset(),
            Member(json, "hash").GetString()!);
    });

    /// <exception cref="LogFileException">A member is missing or is not what it should be.</exception>
    public static StreamAppend New(JsonElement json, int line, EventTypes types) => Read(line, () =>
    {
        var type = Member(json, "type").GetString()!;
        var data = types.Read(type, types.ShapeOf(type), JsonSerializer.SerializeToUtf8Bytes(Member(json, "data")))
            ?? throw new FormatException($"this program does not know events of type '{type}'");
        var source = json.TryGetProperty("source", out var place) ? place.Deserialize<EventSource>(StoredJson.Plain) : null;
        var append = new StreamAppend(Member(json, "stream").GetString()!, ExpectedVersion.Any,
            [new NewEvent(data, Member(json, "effectiveAt").GetDateTimeOffset(), source, Member(json, "id").GetGuid(), json.TryGetProperty("actor", out var actor) ? actor.GetString() : null)]);
        AppendCommand.Check([append]);
        return append;
    });

    public static T Read<T>(int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or NotSupportedException)
        {
            throw new LogFileException(line, e.Message, e);
        }
    }

    public static JsonElement Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) ? member : throw new FormatException($"'{name}' is missing");

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

/// <summary>A line of a file of events is not what it should be. Lines before its transaction's first are in the log, the others not.</summary>
/// <param name="line">Counted from 1.</param>
public sealed class LogFileException(int line, string problem, Exception? inner = null)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"Line {line}: {problem}. Mend it and import the file again: what is in the log already is left out."), inner)
{
    public int Line { get; } = line;
}
