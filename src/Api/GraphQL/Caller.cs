using System.Net;
using System.Net.Sockets;

namespace EventCatalog.Api.GraphQL;

/// <summary>Whom limits count: who is signed in, else the address a request came from.</summary>
public static class Caller
{
    /// <summary>The same text for the same caller. Behind a proxy that hides where requests come from, all who are not signed in are one caller.</summary>
    public static string Of(HttpContext http) => http.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
        ? $"name {name}"
        : $"address {(http.Connection.RemoteIpAddress is { } address ? NetworkOf(address) : "unknown")}";

    // One household or server holds 2^64 addresses of version 6, all with the same first half.
    private static string NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
