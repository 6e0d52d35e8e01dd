using System.Collections.Concurrent;
using System.Net;
using System.Text;
using EventCatalog.Ingestion.Http;

namespace EventCatalog.Ingestion.Sources;

/// <summary>
/// Descriptor files by http and https, only from the host of the source or from allowed hosts, redirections included. What was
/// read before is asked for by its ETag.
/// </summary>
public sealed class WebFiles(CrawlOptions options, TimeProvider? clock = null) : IDisposable
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _changed = new(StringComparer.Ordinal);

    /// <summary>What every other reader asks over http with.</summary>
    public GuardedHttp Http { get; } = new(options, clock);

    /// <summary>The file; null when the server says there is none.</summary>
    /// <param name="page">Address of the file, or of the page of a code host that shows it.</param>
    /// <param name="registered">The source, whose host is always allowed and alone gets the credentials; null for links of other sources.</param>
    /// <exception cref="UnreadableFileException">The host is not allowed, does not answer well, or the file is too large.</exception>
    public async Task<byte[]?> ReadAsync(Uri page, SourceAddress? registered, CancellationToken ct)
    {
        var home = registered is null ? null : new Uri(registered.Target);
        var isHome = SameHost(page, home);
        try
        {
            var answer = await Http.SendAsync(
                new GuardedRequest(CodeHostPages.RawText(page))
                {
                    Source = registered?.Id ?? "",
                    IsTrusted = isHome && registered!.IsTrusted,
                    Secrets = isHome && registered!.Credentials is { } credentials ? Basic(credentials) : new Dictionary<string, string>(StringComparer.Ordinal),
                    MaxBytes = options.MaxFileBytes,
                    IsKept = true,
                    Permit = address => Permit(address, home),
                },
                ct);
            if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                return null;
            if (!answer.IsSuccess)
                throw new UnreadableFileException("unreadable-address", $"\"{Redaction.Redact(page.AbsoluteUri)}\" cannot be read: {Reason(answer.Status)}");
            if (answer.LastModified is { } at)
                _changed[page.AbsoluteUri] = at;
            return answer.Content;
        }
        catch (UnansweredException e)
        {
            throw new UnreadableFileException(e.Rule, e.Message);
        }
    }

    /// <summary>When the server says that the file was last changed.</summary>
    public DateTimeOffset? LastModified(string page) => _changed.TryGetValue(page, out var at) ? at : null;

    public void Dispose() => Http.Dispose();

    private static Dictionary<string, string> Basic(string credentials)
    {
        var pair = credentials.Contains(':', StringComparison.Ordinal) ? credentials : credentials + ":";
        return new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}" };
    }

    private void Permit(Uri address, Uri? home)
    {
        if (!SameHost(address, home) && !options.AllowedHosts.Any(allowed => NetworkGuard.Fits(allowed, address)))
            throw new UnansweredException("host-not-allowed", $"\"{Redaction.Redact(address.AbsoluteUri)}\" is not read: add \"{address.Authority}\" to Catalog:Crawl:AllowedHosts to allow that host");
    }

    private static bool SameHost(Uri address, Uri? home) =>
        home is not null && string.Equals(address.Authority, home.Authority, StringComparison.OrdinalIgnoreCase);

    private static string Reason(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "the server asks who you are (401); its credentials are missing, wrong or were revoked. Give them in the address of the source",
        HttpStatusCode.Forbidden => "the server refuses it (403); the credentials may not read it",
        _ => $"the server answered {(int)status}",
    };
}
