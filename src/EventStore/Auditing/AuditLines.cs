using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace EventCatalog.EventStore;

/// <summary>The first line of an audit file.</summary>
/// <param name="Store">Which log: the hash of its first event; empty for an empty log.</param>
/// <param name="From">The first position, whether an event stands there or not.</param>
/// <param name="Scope">What was asked for, in the asker's words; null for everything.</param>
/// <param name="Streams">How many streams that was when the file was made; null for all.</param>
/// <param name="Program">Which program wrote it.</param>
public sealed record AuditHeader(string Store, long From, long To, string? Scope, int? Streams, DateTimeOffset MadeAt, string Program)
{
    internal const string Format = "eventcatalog-audit/1";

    /// <summary>Every event of the positions, so that one left out shows.</summary>
    internal bool IsWhole => Streams is null;
}

/// <summary>The last line of an audit file.</summary>
/// <param name="Events">How many the file holds, archived ones included.</param>
/// <param name="Lines">How many stand before it.</param>
/// <param name="Sha256">Of the bytes before it, lower-case hex.</param>
internal sealed record AuditEnd(long Events, long Lines, string Sha256)
{
    public string Statement => string.Create(CultureInfo.InvariantCulture, $"{AuditHeader.Format} end\nevents {Events}\nlines {Lines}\nsha256 {Sha256}\n");
}

/// <summary>Where an event stands: in the file, and in the tree of its anchor.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Leaf">Counted from 0.</param>
internal sealed record AuditPlace(long Number, long Leaf, IReadOnlyList<string> Path);

/// <summary>Writes the lines of an audit file. What is read is written again and compared, so there is one way to write each.</summary>
internal static class AuditLines
{
    public static void Header(Utf8JsonWriter json, AuditHeader header)
    {
        json.WriteString("audit", AuditHeader.Format);
        json.WriteString("store", header.Store);
        json.WriteNumber("from", header.From);
        json.WriteNumber("to", header.To);
        json.WriteString("scope", header.Scope);
        if (header.Streams is { } streams)
            json.WriteNumber("streams", streams);
        else
            json.WriteNull("streams");
        json.WriteString("madeAt", header.MadeAt);
        json.WriteString("program", header.Program);
    }

    public static void Key(Utf8JsonWriter json, PublicKey key)
    {
        json.WriteString("key", key.Id);
        json.WriteBase64String("publicKey", key.Encoded);
    }

    /// <param name="before">The link of the anchor before; null for the first.</param>
    public static void Anchor(Utf8JsonWriter json, Anchor anchor, string? before)
    {
        json.WriteStartObject("anchor");
        json.WriteNumber("from", anchor.From);
        json.WriteNumber("to", anchor.To);
        json.WriteNumber("leaves", anchor.Leaves);
        json.WriteString("root", anchor.Root);
        json.WriteString("before", before);
        json.WriteString("link", anchor.Link);
        json.WriteString("at", anchor.At);
        json.WriteString("key", anchor.Key);
        json.WriteString("signature", anchor.Signature);
        json.WriteEndObject();
    }

    public static void Event(Utf8JsonWriter json, ChainedEvent chained, AuditPlace place)
    {
        json.WriteNumber("number", place.Number);
        json.WriteNumber("position", chained.Position);
        json.WriteString("stream", chained.Stream);
        json.WriteNumber("streamVersion", chained.Version);
        if (chained.Event is { } placed)
            Content(json, placed);
        else
            json.WriteBoolean("archived", true);
        json.WriteString("previous", chained.Previous);
        json.WriteString("hash", chained.Hash);
        json.WriteNumber("leaf", place.Leaf);
        json.WriteStartArray("path");
        foreach (var neighbour in place.Path)
            json.WriteStringValue(neighbour);
        json.WriteEndArray();
    }

    public static void End(Utf8JsonWriter json, AuditEnd end, string? key, string? signature)
    {
        json.WriteStartObject("end");
        json.WriteNumber("events", end.Events);
        json.WriteNumber("lines", end.Lines);
        json.WriteString("sha256", end.Sha256);
        json.WriteString("key", key);
        json.WriteString("signature", signature);
        json.WriteEndObject();
    }

    /// <summary>A line with its end.</summary>
    public static void Write(IBufferWriter<byte> to, Action<Utf8JsonWriter> members)
    {
        using (var json = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = StoredJson.Plain.Encoder }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    /// <summary>What the hash is over, and for people what the headers say.</summary>
    private static void Content(Utf8JsonWriter json, PlacedEvent placed)
    {
        var e = placed.Event;
        var headers = JsonSerializer.Deserialize<StoredHeaders>(e.Headers.Span, StoredJson.Plain);
        json.WriteString("id", e.Id);
        json.WriteString("type", e.Type);
        json.WriteString("recordedAt", placed.At.ToUniversalTime());
        json.WriteString("effectiveAt", headers?.EffectiveAt ?? placed.At.ToUniversalTime());
        json.WriteString("actor", headers?.Actor ?? e.Actor);
        json.WritePropertyName("source");
        JsonSerializer.Serialize(json, headers?.Source, StoredJson.Plain);
        json.WritePropertyName("data");
        json.WriteRawValue(e.Data.Span, skipInputValidation: true);
        json.WriteStartObject("stored");
        json.WriteString("user", e.Actor);
        json.WriteString("correlation", e.Correlation);
        json.WriteString("causation", e.Causation);
        json.WritePropertyName("headers");
        json.WriteRawValue(e.Headers.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}
