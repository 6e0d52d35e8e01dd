using System.Text.Json;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Rows of <c>mt_events</c> as recorded events.</summary>
internal sealed class EventRows(EventTypes types)
{
    public const string Select = """
        select seq_id, id, stream_id, version, type, data, timestamp, correlation_id, causation_id, headers, user_name
        from events.mt_events
        """;

    /// <exception cref="EventUnreadableException">The stored body does not fit the record.</exception>
    public RecordedEvent Read(NpgsqlDataReader row)
    {
        var (position, stream, type) = (row.GetInt64(0), row.GetString(2), row.GetString(4));
        var recordedAt = row.GetFieldValue<DateTimeOffset>(6);
        try
        {
            var bytes = row.GetFieldValue<byte[]>(5);
            var headers = row.IsDBNull(9) ? null : JsonSerializer.Deserialize<StoredHeaders>(row.GetFieldValue<byte[]>(9), StoredJson.Plain);
            return new RecordedEvent(
                position, row.GetGuid(1), stream, row.GetInt64(3), type,
                types.Read(type, headers?.Sv ?? 1, bytes),
                bytes,
                recordedAt,
                headers?.EffectiveAt ?? recordedAt,
                headers?.Actor ?? (row.IsDBNull(10) ? "" : row.GetString(10)),
                row.IsDBNull(7) ? null : row.GetString(7),
                row.IsDBNull(8) ? null : row.GetString(8),
                headers?.Source,
                headers?.Hash ?? "") { TraceParent = headers?.Tp };
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            // ArgumentException and FormatException: what a record's own constructor or converter says to a value it refuses; the last two: what an
            // upcast meets in a body it does not expect.
            throw new EventUnreadableException(position, stream, type, e);
        }
    }

    /// <param name="upTo">Rows behind this position are not looked at; with it, rows come in position order.</param>
    public async Task<List<RecordedEvent>> ReadAllAsync(NpgsqlCommand command, CancellationToken ct, long upTo = long.MaxValue)
    {
        var events = new List<RecordedEvent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct) && reader.GetInt64(0) <= upTo)
            events.Add(Read(reader));
        StoreTelemetry.Read.Add(events.Count);
        return events;
    }
}
