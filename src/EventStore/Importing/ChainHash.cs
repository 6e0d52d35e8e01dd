using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EventCatalog.EventStore;

/// <summary>What <c>events.cat_chain</c> computes, without asking the database: the rule <c>hv = 1</c>.</summary>
internal static class ChainHash
{
    /// <param name="previous">Of the event before in the stream; null for the first.</param>
    /// <param name="headers">As <see cref="JsonbText"/>, without <c>h</c>.</param>
    /// <param name="data">As <see cref="JsonbText"/>.</param>
    /// <returns>Lower-case hex.</returns>
    public static string Of(
        string? previous, string stream, long version, Guid id, string type, DateTimeOffset at,
        string? actor, string? correlation, string? causation, ReadOnlySpan<byte> headers, ReadOnlySpan<byte> data)
    {
        var text = new ArrayBufferWriter<byte>(data.Length + headers.Length + 400);
        text.Write("["u8);
        Put(previous);
        Put(stream);
        Plain(version.ToString(CultureInfo.InvariantCulture));
        Put(id.ToString());
        Put(type);
        Plain(Microseconds(at).ToString(CultureInfo.InvariantCulture));
        Put(actor);
        Put(correlation);
        Put(causation);
        text.Write(headers);
        text.Write(", "u8);
        text.Write(data);
        text.Write("]"u8);
        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan));

        void Put(string? part)
        {
            JsonbText.WriteString(part, text);
            text.Write(", "u8);
        }

        void Plain(string part)
        {
            Encoding.UTF8.GetBytes(part, text);
            text.Write(", "u8);
        }
    }

    private static long Microseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
