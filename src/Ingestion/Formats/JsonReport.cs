using System.Globalization;
using System.Text.Json;

namespace EventCatalog.Ingestion.Formats;

/// <summary>Reads documents of JSON that strangers wrote.</summary>
internal static class JsonReport
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Disallow };

    /// <exception cref="UnreadableReportException">It is no JSON, or nested too deep.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // A byte order mark is not JSON, and Windows writes one.
            using var document = JsonDocument.Parse(utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, Limits);
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw Unreadable(broken);
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte})"/>
    public static JsonElement Parse(Stream stream)
    {
        try
        {
            using var document = JsonDocument.Parse(stream, Limits);
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw Unreadable(broken);
        }
    }

    /// <summary>The member at the end of a path of names; null where one of them is missing, null, or not in an object.</summary>
    public static JsonElement? At(this JsonElement value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return null;
        }

        return value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : value;
    }

    /// <summary>A text that is there and not blank, trimmed.</summary>
    public static string? Text(this JsonElement value, params ReadOnlySpan<string> path) =>
        value.At(path) is { ValueKind: JsonValueKind.String } text && text.GetString() is { } given && !string.IsNullOrWhiteSpace(given) ? given.Trim() : null;

    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.At(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>Finds what JSON can say and no text can hold: half of a surrogate pair, and the character U+0000.</summary>
    /// <exception cref="UnreadableReportException">There is such a text.</exception>
    public static JsonElement Checked(this JsonElement value)
    {
        try
        {
            if (value.GetRawText().Contains("\\u", StringComparison.Ordinal) && Texts(value).Any(text => text.Contains('\0', StringComparison.Ordinal)))
                throw new UnreadableReportException("A text holds the character U+0000, which cannot be stored; remove it.");
            return value;
        }
        catch (InvalidOperationException broken)
        {
            throw new UnreadableReportException("A text holds one half of a surrogate pair.", inner: broken);
        }
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Texts(member.Value).Prepend(member.Name)),
        _ => [],
    };

    private static UnreadableReportException Unreadable(JsonException broken)
    {
        var end = broken.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return new UnreadableReportException(end < 0 ? broken.Message : broken.Message[..end], broken.LineNumber + 1, broken.BytePositionInLine + 1, broken);
    }
}
