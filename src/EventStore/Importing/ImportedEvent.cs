using System.Buffers;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>A row for <c>mt_events</c>, but for its place.</summary>
/// <param name="Data">As <see cref="JsonbText"/>.</param>
/// <param name="Headers">As <see cref="JsonbText"/>, without <c>h</c>.</param>
internal sealed record ImportedEvent(
    string Stream, Guid Id, string Type, string? DotnetType, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Headers,
    string? Actor, string? Correlation, string? Causation)
{
    public static string StreamType(string stream) => stream[..stream.IndexOf('-', StringComparison.Ordinal)];

    /// <exception cref="FormatException">PostgreSQL would refuse it.</exception>
    public static ReadOnlyMemory<byte> Text(JsonElement json)
    {
        var text = new ArrayBufferWriter<byte>(256);
        JsonbText.Write(json, text);
        return text.WrittenMemory;
    }
}

/// <summary>A row of <c>mt_events</c>.</summary>
/// <param name="Hash">Empty when another writer left it out.</param>
internal sealed record PlacedEvent(ImportedEvent Event, long Position, long Version, DateTimeOffset At, string Hash)
{
    /// <summary>The hash it must have, after an event of this hash in its stream.</summary>
    public string HashAfter(string? previous) => ChainHash.Of(
        previous, Event.Stream, Version, Event.Id, Event.Type, At, Event.Actor, Event.Correlation, Event.Causation, Event.Headers.Span, Event.Data.Span);
}

/// <summary>Writes rows by <c>COPY</c>.</summary>
internal static class EventCopy
{
    private const string Target =
        "events.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, causation_id, headers, user_name)";

    public static async Task WriteAsync(NpgsqlConnection connection, IEnumerable<PlacedEvent> rows, CancellationToken ct)
    {
        await using var copy = await CopyRows.BeginAsync(connection, Target, ct);
        foreach (var row in rows)
        {
            var e = row.Event;
            await copy.StartRowAsync(12, ct);
            copy.Write(row.Position);
            copy.Write(e.Id);
            copy.Write(e.Stream);
            copy.Write(row.Version);
            copy.WriteJsonb(e.Data.Span);
            copy.Write(e.Type);
            copy.WriteTime(row.At);
            copy.Write(e.DotnetType);
            copy.Write(e.Correlation);
            copy.Write(e.Causation);
            copy.WriteJsonb(WithHash(e.Headers, row.Hash).Span);
            copy.Write(e.Actor);
        }

        await copy.CompleteAsync(ct);
    }

    private static ReadOnlyMemory<byte> WithHash(ReadOnlyMemory<byte> headers, string hash)
    {
        if (hash.Length == 0)
            return headers;
        var rest = headers.Span[1..];
        var with = new ArrayBufferWriter<byte>(headers.Length + hash.Length + 10);
        with.Write("{\"h\": \""u8);
        Encoding.ASCII.GetBytes(hash.AsSpan(), with);
        with.Write(rest.Length > 1 ? "\", "u8 : "\""u8);
        with.Write(rest);
        return with.WrittenMemory;
    }
}
