using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace EventCatalog.Api.Portal;

/// <summary>
/// Serves the built portal. Files with a hash in their name never change and may be kept for ever; a compressed twin
/// beside a file is sent where the browser takes it; any other path is a page of the portal.
/// </summary>
public static partial class PortalFiles
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'{0}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly (string Encoding, string Ending)[] Twins = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    /// <summary>Where the built pages are, beside the program; missing when they were not built.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "portal");

    public static void MapPortalFiles(this WebApplication app)
    {
        if (!Directory.Exists(Folder))
        {
            app.MapFallback("{*path}", () => TypedResults.Text(
                $"The portal's pages are not built: {Folder} is missing. Build src/Api with npm at hand, then start again.", statusCode: StatusCodes.Status503ServiceUnavailable));
            return;
        }

        var files = new PhysicalFileProvider(Folder);
        var policy = string.Format(CultureInfo.InvariantCulture, ContentSecurityPolicy, ImportMapHash(File.ReadAllText(Path.Combine(Folder, "index.html"))));
        app.MapFallback("{*path}", async (HttpContext http) =>
        {
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            {
                http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                return;
            }

            var path = http.Request.Path.Value!;
            var isFile = files.GetFileInfo(path) is { Exists: true };
            if (!isFile && (path.StartsWith("/assets/", StringComparison.Ordinal) || path.StartsWith("/api/", StringComparison.Ordinal)))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            await SendAsync(http, files, isFile ? path : "/index.html", policy);
        });
    }

    /// <summary>An import map can only stand in the page itself, where no script is allowed but by its hash.</summary>
    private static string ImportMapHash(string page) => ImportMap().Match(page) is { Success: true } map
        ? $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map.Groups["text"].Value)))}'"
        : "";

    [GeneratedRegex("""<script type="importmap">(?<text>.*?)</script>""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ImportMap();

    private static async Task SendAsync(HttpContext http, PhysicalFileProvider files, string path, string policy)
    {
        var file = files.GetFileInfo(path);
        var headers = http.Response.Headers;
        http.Response.ContentType = ContentTypes.TryGetContentType(path, out var type) ? type : "application/octet-stream";
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (path is "/index.html")
            headers.ContentSecurityPolicy = policy;

        var etag = $"\"{file.LastModified.UtcTicks:x}-{file.Length:x}\"";
        headers.ETag = etag;
        headers.CacheControl = path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(etag, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        foreach (var (encoding, ending) in Twins)
        {
            if (accepted.Contains(encoding, StringComparison.Ordinal) && files.GetFileInfo(path + ending) is { Exists: true } twin)
            {
                headers.ContentEncoding = encoding;
                file = twin;
                break;
            }
        }

        http.Response.ContentLength = file.Length;
        if (HttpMethods.IsGet(http.Request.Method))
            await http.Response.SendFileAsync(file, http.RequestAborted);
    }
}
