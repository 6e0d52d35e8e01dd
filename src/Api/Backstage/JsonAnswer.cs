using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EventCatalog.Api.Backstage;

/// <summary>Answers in UTF-8 JSON, put together around entities whose JSON is there already.</summary>
internal static class JsonAnswer
{
    private const string Media = "application/json; charset=utf-8";
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="length">About how long it will be. A page is long, and buffers that grow to it would be thrown away where the collector seldom looks.</param>
    public static byte[] Of(int length, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(length + 4096);
        using var json = new Utf8JsonWriter(buffer, Written);
        write(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A list; null where an entity is missing.</summary>
    public static void WriteEntities(this Utf8JsonWriter json, IEnumerable<byte[]?> entities)
    {
        json.WriteStartArray();
        foreach (var entity in entities)
        {
            if (entity is null)
                json.WriteNullValue();
            else
                json.WriteRawValue(entity, skipInputValidation: true);
        }

        json.WriteEndArray();
    }

    public static Task SendAsync(HttpContext http, byte[] answer)
    {
        http.Response.ContentType = Media;
        http.Response.ContentLength = answer.Length;
        return http.Response.Body.WriteAsync(answer, 0, answer.Length, http.RequestAborted);
    }

    /// <summary>A list of any length, sent as it is read.</summary>
    public static async Task SendAsync(HttpContext http, IAsyncEnumerable<byte[]> entities)
    {
        await using var rows = entities.GetAsyncEnumerator(http.RequestAborted);
        // The first row before anything is sent, so that a refusal can still be one.
        var more = await rows.MoveNextAsync();
        http.Response.ContentType = Media;
        var body = http.Response.BodyWriter;
        body.Write("["u8);
        for (var first = true; more; first = false)
        {
            if (!first)
                body.Write(","u8);
            body.Write(rows.Current);
            if (body.UnflushedBytes > 64 * 1024)
                await body.FlushAsync(http.RequestAborted);
            more = await rows.MoveNextAsync();
        }

        body.Write("]"u8);
        await body.FlushAsync(http.RequestAborted);
    }
}
