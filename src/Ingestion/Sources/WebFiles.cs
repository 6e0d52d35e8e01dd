using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace EventCatalog.Ingestion.Sources;

/// <summary>
/// Files by http and https: with conditional requests, limits of size and time, and only from the host of the source or from
/// allowed hosts, redirections included. Keeps what it last read of each address.
/// </summary>
public sealed class WebFiles(CrawlOptions options) : IDisposable
{
    private const int MaxRedirections = 5;
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        UseCookies = false,
        ConnectTimeout = options.HttpTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    }) { Timeout = Timeout.InfiniteTimeSpan };

    private readonly ConcurrentDictionary<string, Cached> _cache = new(StringComparer.Ordinal);

    /// <summary>The file; null when the server says there is none.</summary>
    /// <param name="registered">Address of the source, whose host is always allowed and alone gets the credentials.</param>
    /// <exception cref="UnreadableFileException">The host is not allowed, does not answer well, or the file is too large.</exception>
    public async Task<byte[]?> ReadAsync(Uri page, Uri? registered, string? credentials, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.HttpTimeout);
        try
        {
            var address = CodeHostPages.RawText(page);
            for (var redirections = 0; redirections <= MaxRedirections; redirections++)
            {
                Allow(address, registered);
                using var response = await AskAsync(page, address, SameHost(address, registered) ? credentials : null, limit.Token);
                if (response.StatusCode is HttpStatusCode.NotModified && _cache.TryGetValue(page.AbsoluteUri, out var cached))
                    return cached.Content;
                if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                    return null;
                if (response.IsSuccessStatusCode)
                    return await TakeAsync(page, response, limit.Token);
                if (response.Headers.Location is not { } next || (int)response.StatusCode is < 300 or > 399)
                    throw Refused(page, $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}");
                address = new Uri(address, next);
            }

            throw Refused(page, "it redirects too often");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Refused(page, FormattableString.Invariant($"no answer within {options.HttpTimeout.TotalSeconds:0} seconds"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Refused(page, e.Message);
        }
    }

    /// <summary>When the server says that the file was last changed.</summary>
    public DateTimeOffset? LastModified(string page) => _cache.TryGetValue(page, out var cached) ? cached.LastModified : null;

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> AskAsync(Uri page, Uri address, string? credentials, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("EventCatalog", "1"));
        if (_cache.TryGetValue(page.AbsoluteUri, out var cached) && cached.Tag is not null)
            request.Headers.IfNoneMatch.Add(cached.Tag);
        if (credentials is not null)
        {
            var basic = credentials.Contains(':', StringComparison.Ordinal) ? credentials : credentials + ":";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private async Task<byte[]> TakeAsync(Uri page, HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength > options.MaxFileBytes)
            throw FolderSnapshot.TooLarge(page.AbsoluteUri, response.Content.Headers.ContentLength.Value, options.MaxFileBytes);
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var content = new MemoryStream();
        var buffer = new byte[65536];
        int count;
        while ((count = await stream.ReadAsync(buffer, ct)) > 0)
        {
            content.Write(buffer, 0, count);
            if (content.Length > options.MaxFileBytes)
                throw FolderSnapshot.TooLarge(page.AbsoluteUri, content.Length, options.MaxFileBytes);
        }

        var read = content.ToArray();
        _cache[page.AbsoluteUri] = new Cached(read, response.Headers.ETag, response.Content.Headers.LastModified);
        return read;
    }

    private void Allow(Uri address, Uri? registered)
    {
        if (address.Scheme is not ("http" or "https"))
            throw Refused(address, "only http and https addresses are read");
        if (SameHost(address, registered) || options.AllowedHosts.Any(allowed => Fits(allowed, address)))
            return;
        throw new UnreadableFileException("host-not-allowed", $"\"{Redaction.Redact(address.AbsoluteUri)}\" is not read: add \"{address.Authority}\" to Catalog:Crawl:AllowedHosts to allow that host");
    }

    private static bool SameHost(Uri address, Uri? registered) =>
        registered is not null && string.Equals(address.Authority, registered.Authority, StringComparison.OrdinalIgnoreCase);

    private static bool Fits(string allowed, Uri address) =>
        allowed.StartsWith("*.", StringComparison.Ordinal)
            ? address.Authority.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(allowed, address.Authority, StringComparison.OrdinalIgnoreCase);

    private static UnreadableFileException Refused(Uri page, string reason) =>
        new("unreadable-address", $"\"{Redaction.Redact(page.AbsoluteUri)}\" cannot be read: {Redaction.Redact(reason)}");

    private sealed record Cached(byte[] Content, EntityTagHeaderValue? Tag, DateTimeOffset? LastModified);
}
