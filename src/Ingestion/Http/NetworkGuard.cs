using System.Net;
using System.Net.Sockets;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Http;

/// <summary>A name leads to no address that may be connected to; nothing was sent.</summary>
public sealed class ForbiddenAddressException(string message) : Exception(message);

/// <summary>
/// Keeps addresses that strangers wrote away from this machine and its private networks. Asked when a connection is made, after the
/// name was resolved, so that a name which resolves differently the second time gains nothing.
/// </summary>
public sealed class NetworkGuard(CrawlOptions options)
{
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Teredo and 6to4 carry an IPv4 address inside.
            "2001::/23", "2001:db8::/32", "2002::/16",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private readonly IPNetwork[] _allowed = [.. options.AllowedNetworks.Select(text => IPNetwork.Parse(text))];
    private readonly string[] _hosts = [.. options.AllowedHosts.Except(CodeHostPages.Known, StringComparer.OrdinalIgnoreCase), .. options.Hosts.Select(host => host.Host)];

    /// <summary>Whether the operator named this host, so that it may stand in a private network.</summary>
    public bool IsNamed(Uri address) => _hosts.Any(host => Fits(host, address));

    /// <summary>Whether a host of the configuration (<c>example.com</c>, <c>*.example.com</c>, <c>host:port</c>) means this address.</summary>
    public static bool Fits(string host, Uri address) =>
        host.StartsWith("*.", StringComparison.Ordinal)
            ? address.Authority.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(host, address.Authority, StringComparison.OrdinalIgnoreCase);

    public bool IsOpen(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (Array.Exists(_allowed, network => network.Contains(plain)))
            return true;
        return (plain.AddressFamily is AddressFamily.InterNetwork || GlobalUnicast.Contains(plain)) && !Array.Exists(Closed, network => network.Contains(plain));
    }

    /// <summary>The addresses of a host that may be connected to.</summary>
    /// <exception cref="ForbiddenAddressException">There are none.</exception>
    /// <exception cref="SocketException">The name is unknown.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct)
    {
        var open = (await Dns.GetHostAddressesAsync(host, ct)).Where(IsOpen).ToArray();
        return open.Length > 0 ? open : throw new ForbiddenAddressException(
            $"{host} stands on this machine or in a private network; an operator can allow it with Catalog:Crawl:AllowedHosts or Catalog:Crawl:AllowedNetworks");
    }

    /// <summary>Connects to an address that may be connected to; for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
