using System.Security.Cryptography;
using System.Text;

namespace EventCatalog.Ingestion.Intake;

/// <summary>The id of an event that is told once, however often it is sent: the log holds every id once.</summary>
internal static class RepeatableId
{
    /// <summary>A version 8 UUID (RFC 9562) of the SHA-256 of the parts.</summary>
    /// <param name="parts">What tells the event from all others, what kind of message it is first; no part ends where another begins.</param>
    public static Guid Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }

        var bytes = hash.GetHashAndReset().AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
