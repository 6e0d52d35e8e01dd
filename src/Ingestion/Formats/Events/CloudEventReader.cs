using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventCatalog.Ingestion.Formats.Events;

/// <summary>
/// CloudEvents 1.0 over HTTP (<see href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md"/>): one in the body with all its
/// attributes (structured), one whose attributes are headers (binary), or a list (batch).
/// </summary>
public static class CloudEventReader
{
    public const string Structured = "application/cloudevents+json";
    public const string Batch = "application/cloudevents-batch+json";

    private static readonly string[] Known = ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data", "data_base64"];

    /// <param name="mediaType">Of the body, without parameters.</param>
    /// <param name="attributes">The headers that begin with <c>ce-</c>, without that.</param>
    /// <returns>Null where neither the media type nor the headers say that this is an event.</returns>
    /// <exception cref="UnreadableReportException">The body as a whole cannot be read.</exception>
    public static IReadOnlyList<ReceivedEvent>? Read(string? mediaType, IReadOnlyDictionary<string, string> attributes, ReadOnlyMemory<byte> body)
    {
        if (string.Equals(mediaType, Structured, StringComparison.OrdinalIgnoreCase))
            return [Whole(JsonReport.Parse(body))];
        if (string.Equals(mediaType, Batch, StringComparison.OrdinalIgnoreCase))
        {
            return JsonReport.Parse(body) is { ValueKind: JsonValueKind.Array } list
                ? [.. list.EnumerateArray().Select(Whole)]
                : throw new UnreadableReportException("A batch is a list: [ … ].", 1, 1);
        }

        return attributes.ContainsKey("specversion") ? [Binary(mediaType, attributes, body)] : null;
    }

    private static ReceivedEvent Whole(JsonElement message)
    {
        if (message.ValueKind is not JsonValueKind.Object)
            return new ReceivedEvent(null, null, null, "An event is an object: { … }.");
        try
        {
            return One(message.Checked());
        }
        catch (UnreadableReportException unreadable)
        {
            return new ReceivedEvent(null, null, null, unreadable.Message);
        }
    }

    private static ReceivedEvent One(JsonElement message)
    {
        string? Attribute(string name) => message.Text(name);
        JsonElement? data = message.At("data");
        if (data is null && message.Text("data_base64") is { } encoded)
        {
            var bytes = new byte[encoded.Length];
            if (!Convert.TryFromBase64String(encoded, bytes, out var length))
                return Refused(Attribute, "data_base64 is not in base64.");
            try
            {
                data = JsonReport.Parse(bytes.AsMemory(0, length)).Checked();
            }
            catch (UnreadableReportException broken)
            {
                return Refused(Attribute, $"data_base64 holds no JSON: {broken.Message}");
            }
        }

        // Where data is a text that holds JSON, as some senders write it, that is what is meant.
        if (data is { ValueKind: JsonValueKind.String } text && text.GetString()!.TrimStart().StartsWith('{'))
        {
            try
            {
                data = JsonReport.Parse(Encoding.UTF8.GetBytes(text.GetString()!)).Checked();
            }
            catch (UnreadableReportException broken)
            {
                return Refused(Attribute, $"data is a text that holds no JSON: {broken.Message}");
            }
        }

        var extensions = message.EnumerateObject().Where(member => !Known.Contains(member.Name, StringComparer.Ordinal))
            .DistinctBy(member => member.Name, StringComparer.Ordinal).ToDictionary(member => member.Name, member => member.Value.ToString(), StringComparer.Ordinal);
        return Checked(Attribute, data, extensions);
    }

    private static ReceivedEvent Binary(string? mediaType, IReadOnlyDictionary<string, string> attributes, ReadOnlyMemory<byte> body)
    {
        string? Attribute(string name) => attributes.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? Uri.UnescapeDataString(value.Trim()) : null;
        if (body.Length > 0 && mediaType is not null && !mediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase))
            return Refused(Attribute, $"The data is of type {mediaType}; JSON is read.");
        var extensions = attributes.Keys.Where(name => !Known.Contains(name, StringComparer.Ordinal)).ToDictionary(name => name, name => Attribute(name) ?? "", StringComparer.Ordinal);
        return Checked(Attribute, body.Length == 0 ? null : JsonReport.Parse(body).Checked(), extensions);
    }

    private static ReceivedEvent Checked(Func<string, string?> attribute, JsonElement? data, IReadOnlyDictionary<string, string> extensions)
    {
        if (attribute("specversion") is not ("1.0" or "1.0.1" or "1.0.2"))
            return Refused(attribute, $"specversion is \"{attribute("specversion")}\"; 1.0 is read.");
        if (attribute("id") is not { } id || attribute("source") is not { } source || attribute("type") is not { } type)
            return Refused(attribute, "An event has the attributes id, source and type, and none is empty.");
        if (id.Contains('\0', StringComparison.Ordinal) || source.Contains('\0', StringComparison.Ordinal))
            return Refused(attribute, "The id or the source holds the character U+0000, which cannot be stored.");
        DateTimeOffset? time = null;
        if (attribute("time") is { } given)
        {
            if (!DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read))
                return Refused(attribute, $"time is \"{XmlReport.Short(given)}\", which is no time such as 2026-03-01T12:00:00Z.");
            time = read;
        }

        return new ReceivedEvent(new CloudEvent(id, source, type, time, data, extensions), id, source, null);
    }

    private static ReceivedEvent Refused(Func<string, string?> attribute, string reason) => new(null, attribute("id"), attribute("source"), reason);
}
