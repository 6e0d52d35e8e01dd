using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace EventCatalog.Api.GraphQL;

/// <summary>
/// Sends an answer to GET so that browsers can keep it: with a tag over its bytes, and with nothing but 304 for who
/// has these bytes already. The tag is weak, because the bytes may be compressed on their way.
/// Source: https://www.rfc-editor.org/rfc/rfc9110#section-8.8
/// </summary>
public static class CachedAnswer
{
    /// <summary>For the caller's own cache only: a shared one would hand it to people whom a proxy in front of the portal keeps out.</summary>
    public const string ForEver = "private, max-age=31536000, immutable";

    public const string AskAgain = "no-cache";

    public static async Task SendAsync(HttpContext http, ReadOnlyMemory<byte> body, string media, bool isFixed)
    {
        var tag = new EntityTagHeaderValue($"\"{TagOf(body.Span, media)}\"", isWeak: true);
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = isFixed ? ForEver : AskAgain;
        if (Has(http.Request, tag))
        {
            http.Response.Headers.ContentType = default;
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static bool Has(HttpRequest http, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(http.Headers.IfNoneMatch, out var known)
        && known.Any(each => each.Equals(EntityTagHeaderValue.Any) || each.Compare(tag, useStrongComparison: false));

    private static string TagOf(ReadOnlySpan<byte> body, string media) =>
        Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, 16)) + (string.Equals(media, ResponseMedia.Json, StringComparison.Ordinal) ? "j" : "g");
}
