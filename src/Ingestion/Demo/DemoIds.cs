using System.Security.Cryptography;
using System.Text;

namespace EventCatalog.Ingestion.Demo;

/// <summary>Names events, so that the log holds each once however often it is brought.</summary>
internal static class DemoIds
{
    /// <summary>A UUID of version 8 (RFC 9562, 5.8), named by SHA-256 as version 5 is by SHA-1.</summary>
    public static Guid Of(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
