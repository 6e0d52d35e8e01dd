using System.Net.Sockets;
using EventCatalog.Ingestion.Http;

namespace EventCatalog.Ingestion.Sources;

/// <summary>Keeps git, which connects by itself, out of private networks when a stranger wrote the address.</summary>
internal static class GitGuard
{
    /// <summary>Settings with which git reads the address only from where its name led a moment ago; none for paths of this machine.</summary>
    /// <exception cref="SourceUnreachableException">It leads to where it must not.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> SettingsAsync(string address, NetworkGuard guard, CancellationToken ct)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (CodeHostPages.HostAndPath(address)?.Host is not { } host)
            return settings;
        var uri = Uri.TryCreate(address, UriKind.Absolute, out var parsed) ? parsed : null;
        if (uri is not null && guard.IsNamed(uri))
            return settings;
        try
        {
            var open = await guard.ResolveAsync(host.Trim('[', ']'), ct);
            if (uri?.Scheme is "http" or "https")
            {
                // What the name was resolved to is what is connected to, and no redirection leads elsewhere.
                settings["http.curloptResolve"] = FormattableString.Invariant($"{uri.Host}:{uri.Port}:{string.Join(',', open.Select(one => one.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{one}]" : $"{one}"))}");
                settings["http.followRedirects"] = "false";
                settings["http.proxy"] = "";
            }

            return settings;
        }
        catch (Exception e) when (e is ForbiddenAddressException or SocketException)
        {
            throw new SourceUnreachableException($"The git repository \"{Redaction.Redact(address)}\" cannot be read: {e.Message}");
        }
    }
}
