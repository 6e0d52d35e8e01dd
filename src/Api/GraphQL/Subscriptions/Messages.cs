using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>The JSON of what is sent on a stream. It is always one line.</summary>
internal static class Messages
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The answer; wrapped with the operation's id where one stream carries several.</summary>
    public static void Write(IBufferWriter<byte> output, GraphQLResult result, string? operation)
    {
        if (operation is null)
        {
            output.Write(result.Json.Span);
            return;
        }

        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("id"u8, operation);
        json.WritePropertyName("payload"u8);
        Write(json, result);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, GraphQLResult result) => json.WriteRawValue(result.Json.Span, skipInputValidation: true);

    public static void WriteId(IBufferWriter<byte> output, string operation)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("id"u8, operation);
        json.WriteEndObject();
    }

    /// <summary>A message of graphql-transport-ws.</summary>
    /// <param name="payload">Writes its value; null for a message without one.</param>
    public static byte[] Socket(string type, string? id, Action<Utf8JsonWriter>? payload)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            if (id is not null)
                json.WriteString("id"u8, id);
            json.WriteString("type"u8, type);
            if (payload is not null)
            {
                json.WritePropertyName("payload"u8);
                payload(json);
            }

            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Only the errors of an answer, as a list.</summary>
    public static JsonElement Errors(GraphQLResult result) => JsonElement.Parse(result.Json.Span).GetProperty("errors");
}
