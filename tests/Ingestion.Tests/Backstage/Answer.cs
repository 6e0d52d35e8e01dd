using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.Ingestion.Tests.Backstage;

/// <summary>
/// What was made of one document, short enough to keep ten thousand of them: what entity and which relations by hash, or at which step
/// it was refused.
/// </summary>
/// <param name="Message">Why it was refused; null where the words are not compared.</param>
internal sealed record Answer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Entity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Relations,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Refused,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message)
{
    public static Answer Accepted(JsonElement entity, IEnumerable<string> relations) =>
        new(Hash(Canonical(entity)), Hash(JsonSerializer.SerializeToUtf8Bytes(relations)), null, null);

    public static Answer RefusedAt(string step, string? message) => new(null, null, step, message);

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    /// <summary>The same bytes for the same JSON value: members in order, numbers as doubles.</summary>
    public static ReadOnlySpan<byte> Canonical(JsonElement value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
            Write(writer, value);
        return bytes.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteNumberValue(value.GetDouble());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}

/// <summary>What was made of the documents of one file, those without content left out.</summary>
/// <param name="Key">Which file: a number of a generated one, or a path inside the corpus.</param>
/// <param name="Input">Hash of its bytes: an answer to another text is no answer.</param>
internal sealed record FileAnswers(string Key, string Input, IReadOnlyList<Answer> Documents);
