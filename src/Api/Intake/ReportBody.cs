using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EventCatalog.Api.Intake;

/// <summary>The request says that its body is what is not read here.</summary>
public sealed class UnsupportedBodyException(string message) : Exception(message);

/// <summary>Bodies of requests, unpacked already; the endpoint's limit holds for what comes out.</summary>
internal static class ReportBody
{
    private const int InMemory = 1_000_000;

    public static string? MediaTypeOf(HttpContext http) => MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) ? type.MediaType.Value : null;

    /// <summary>The whole body, as a stream at its start that can be put back to it; long ones wait in a file.</summary>
    /// <exception cref="UnsupportedBodyException">Its content type or encoding is none of those read here.</exception>
    public static async Task<Stream> OpenAsync(HttpContext http, string[] mediaTypes, CancellationToken ct)
    {
        Require(http, mediaTypes);
        http.Request.EnableBuffering(InMemory);
        await http.Request.Body.DrainAsync(ct);
        http.Request.Body.Position = 0;
        return http.Request.Body;
    }

    public static async Task<byte[]> ReadAsync(HttpContext http, CancellationToken ct)
    {
        RequireUnpacked(http);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        return body.ToArray();
    }

    public static void Require(HttpContext http, string[] mediaTypes)
    {
        RequireUnpacked(http);
        if (MediaTypeOf(http) is { } type && !mediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
            throw new UnsupportedBodyException($"The content type is {type}; {string.Join(", ", mediaTypes)} are read here: send -H 'Content-Type: {mediaTypes[0]}'.");
    }

    /// <summary>What was unpacked has lost its header.</summary>
    private static void RequireUnpacked(HttpContext http)
    {
        if (http.Request.Headers.ContentEncoding is { Count: > 0 } encoding && !encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw new UnsupportedBodyException($"The content encoding {encoding} is not read; gzip, br, deflate and identity are.");
    }
}
