using System.Security.Cryptography;
using System.Text;

namespace EventCatalog.EventStore;

/// <summary>Tells whether a text was signed by whoever has the private key. Ed25519, in the encoding of RFC 8410.</summary>
public sealed class PublicKey
{
    private const string Label = "PUBLIC KEY";
    private static readonly byte[] Beginning = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    private readonly byte[] key;

    internal PublicKey(byte[] key) => this.key = key;

    /// <summary>The first 16 hex digits of the SHA-256 of <see cref="Encoded"/>: <c>openssl pkey -pubin -outform DER | sha256sum</c>.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoded))[..16];

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] Encoded => [.. Beginning, .. key];

    /// <summary>As <c>openssl</c> reads it.</summary>
    public string Pem => PemEncoding.WriteString(Label, Encoded) + "\n";

    /// <exception cref="FormatException">It is no public key of Ed25519.</exception>
    public static PublicKey Read(ReadOnlySpan<byte> encoded) => TryRead(encoded) ?? throw new FormatException("not a public key of Ed25519");

    internal static PublicKey? TryRead(ReadOnlySpan<byte> encoded) =>
        encoded.Length == Beginning.Length + Ed25519.KeyLength && encoded.StartsWith(Beginning) ? new PublicKey(encoded[Beginning.Length..].ToArray()) : null;

    /// <param name="text">PEM, or the base64 inside of it.</param>
    /// <exception cref="FormatException">It is no public key of Ed25519.</exception>
    public static PublicKey Read(string text)
    {
        if (PemEncoding.TryFind(text, out var fields))
            text = text.AsSpan()[fields.Label].SequenceEqual(Label) ? text[fields.Base64Data] : throw new FormatException($"a {text[fields.Label]}, not a {Label}");
        return Read(Convert.FromBase64String(text));
    }

    public bool Verify(string text, ReadOnlySpan<byte> signature) => Ed25519.Verify(key, Encoding.UTF8.GetBytes(text), signature);
}
