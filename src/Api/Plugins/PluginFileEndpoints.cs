using EventCatalog.Domain.Plugins;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Plugins;

namespace EventCatalog.Api.Plugins;

/// <summary>
/// Serves the files of every version that was ever installed. What stands under an address never changes, so it may be kept for ever; whether
/// the bytes are those that were installed is for the browser to check, which knows their hashes.
/// </summary>
public static class PluginFileEndpoints
{
    // An image may hold scripts; opened by itself it must not run them as a page of the portal.
    private const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    public static void MapPluginFiles(this IEndpointRouteBuilder app) => app.MapMethods("/plugins/{id}/{version}/{**path}", ["GET", "HEAD"], SendAsync);

    private static async Task SendAsync(string id, string version, string path, HttpContext http, PluginQueries plugins, BodyStore bodies, CancellationToken ct)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (await plugins.IntegrityAsync(id, version, path, ct) is not { } integrity)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        headers.ETag = $"\"{integrity}\"";
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(integrity, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var hash = PluginFiles.BodyOf(integrity);
        var body = (await bodies.GetAsync([hash], ct))[hash];
        http.Response.ContentType = PluginFiles.MediaTypeOf(path);
        http.Response.ContentLength = body.Length;
        if (HttpMethods.IsGet(http.Request.Method))
            await http.Response.Body.WriteAsync(body, ct);
    }
}
