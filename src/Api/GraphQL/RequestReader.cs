using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace EventCatalog.Api.GraphQL;

/// <summary>What a request said, each of the right type; null when it was absent.</summary>
/// <param name="DocumentId">The id of a persisted document, in place of the query.</param>
public sealed record RequestParameters(
    string? Query, string? DocumentId, string? OperationName, JsonElement? Variables, JsonElement? Extensions);

/// <summary>
/// Reads a request's parameters: <c>query</c> or <c>documentId</c>, <c>operationName</c>, <c>variables</c>, <c>extensions</c>.
/// Null is the same as absent, others are ignored, and one of the wrong type is refused.
/// Source: https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters
/// </summary>
public static class RequestReader
{
    /// <summary>Bytes of a body, whatever its declared length, and of a message on a socket.</summary>
    public const int MaxBody = 1024 * 1024;

    /// <exception cref="RefusedRequest">It is no GraphQL request.</exception>
    public static Task<RequestParameters> ReadAsync(HttpRequest http, CancellationToken ct) =>
        HttpMethods.IsPost(http.Method) ? ReadBodyAsync(http, ct) : Task.FromResult(ReadUrl(http.Query));

    private static RequestParameters ReadUrl(IQueryCollection query)
    {
        return new RequestParameters(Text("query"), Text("documentId"), Text("operationName"), Map("variables"), Map("extensions"));

        string? Text(string name) => query[name] switch
        {
            { Count: > 1 } => throw Wrong($"`{name}` is given {query[name].Count} times."),
            [var text] when !string.IsNullOrEmpty(text) => text,
            _ => null,
        };

        JsonElement? Map(string name)
        {
            if (Text(name) is not { } text)
                return null;
            try
            {
                return Optional(JsonElement.Parse(text), JsonValueKind.Object, name);
            }
            catch (JsonException error)
            {
                throw new RefusedRequest(Outcome.NotJson, $"`{name}` is not JSON: {error.Message}", "BAD_REQUEST");
            }
        }
    }

    private static async Task<RequestParameters> ReadBodyAsync(HttpRequest http, CancellationToken ct)
    {
        RequireJson(http);
        var body = await BytesAsync(http, ct);
        if (!Utf8.IsValid(body.Span))
            throw new RefusedRequest(Outcome.NotJson, "The body is not UTF-8.", "BAD_REQUEST");
        JsonElement root;
        try
        {
            root = JsonElement.Parse(body.Span);
        }
        catch (JsonException error)
        {
            throw new RefusedRequest(Outcome.NotJson, $"The body is not JSON: {error.Message}", "BAD_REQUEST");
        }

        return Of(root);
    }

    /// <summary>The parameters in an object of JSON, whatever carried it.</summary>
    /// <exception cref="RefusedRequest">It is no object, or an entry has the wrong type.</exception>
    public static RequestParameters Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Wrong($"A request must be a JSON object with `query` or `documentId`, not {Kind(root.ValueKind)}.");
        if (HasLoneSurrogate(root))
            throw Wrong("A text in the request holds half of a surrogate pair, which is no character.");
        return new RequestParameters(
            Text("query"), Text("documentId"), Text("operationName"), Member("variables", JsonValueKind.Object), Member("extensions", JsonValueKind.Object));

        string? Text(string name) => Member(name, JsonValueKind.String)?.GetString();

        JsonElement? Member(string name, JsonValueKind kind) => root.TryGetProperty(name, out var value) ? Optional(value, kind, name) : null;
    }

    /// <summary>A form or text body could come from a foreign page without asking; JSON cannot.</summary>
    private static void RequireJson(HttpRequest http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type) || !type.MediaType.Equals(ResponseMedia.Json, StringComparison.OrdinalIgnoreCase))
            throw Unsupported($"Send the request as {ResponseMedia.Json}{(string.IsNullOrEmpty(http.ContentType) ? "" : $", not {http.ContentType}")}.");
        if (type.Charset.HasValue && !ResponseMedia.IsUtf8(type.Charset))
            throw Unsupported($"Send the request in UTF-8, not {type.Charset}.");
        if (http.Headers.ContentEncoding is [{ Length: > 0 } encoding, ..] && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw Unsupported($"Send the request without content encoding, not as {encoding}.");

        static RefusedRequest Unsupported(string message) => new(Outcome.UnsupportedMediaType, message, "UNSUPPORTED_MEDIA_TYPE");
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpRequest http, CancellationToken ct)
    {
        if (http.ContentLength > MaxBody)
            throw TooLarge();
        while (true)
        {
            var read = await http.BodyReader.ReadAsync(ct);
            // A body without a declared length is cut off as soon as it is too long; the server drops what still comes.
            if (read.Buffer.Length > MaxBody)
            {
                http.BodyReader.AdvanceTo(read.Buffer.End);
                throw TooLarge();
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                http.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
            }

            http.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        static RefusedRequest TooLarge() => new(Outcome.TooLarge, $"The request is too large; {MaxBody} bytes are allowed.", "REQUEST_TOO_LARGE");
    }

    private static JsonElement? Optional(JsonElement value, JsonValueKind kind, string name) =>
        value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == kind ? value
        : throw Wrong($"`{name}` must be {Kind(kind)}, not {Kind(value.ValueKind)}.");

    private static RefusedRequest Wrong(string message) => new(Outcome.ParametersNotValid, message, "BAD_REQUEST");

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };

    // JSON can spell what no text can hold ("\ud800"); found here, it does not surprise those who read the variables.
    private static bool HasLoneSurrogate(JsonElement element)
    {
        // Only an escape spells one, and hardly any request has one: the texts themselves need not be made for this.
        if (JsonMarshal.GetRawUtf8Value(element).IndexOf("\\u"u8) < 0)
            return false;
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is null,
                JsonValueKind.Array => element.EnumerateArray().Any(HasLoneSurrogate),
                JsonValueKind.Object => element.EnumerateObject().Any(member => member.Name is null || HasLoneSurrogate(member.Value)),
                _ => false,
            };
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
