using System.Security.Cryptography;
using System.Text;

namespace EventCatalog.EventStore;

/// <summary>A private key of Ed25519. It is never printed, logged or recorded; only its public half is.</summary>
public sealed class SigningKey
{
    private const string Label = "PRIVATE KEY";
    private static readonly byte[] Beginning = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    private readonly byte[] seed;

    private SigningKey(byte[] seed)
    {
        this.seed = seed;
        Public = new PublicKey(Ed25519.PublicKeyOf(seed));
    }

    public PublicKey Public { get; }

    /// <summary>A new one, of 32 random bytes.</summary>
    public static SigningKey Create() => new(RandomNumberGenerator.GetBytes(Ed25519.KeyLength));

    /// <param name="pem">As <c>openssl genpkey -algorithm ed25519</c> writes it.</param>
    /// <exception cref="FormatException">It is no private key of Ed25519; the message quotes nothing of it.</exception>
    public static SigningKey Read(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || !pem.AsSpan()[fields.Label].SequenceEqual(Label))
            throw Wrong();
        var encoded = Convert.FromBase64String(pem[fields.Base64Data]);
        return encoded.Length == Beginning.Length + Ed25519.KeyLength && encoded.AsSpan().StartsWith(Beginning) ? new SigningKey(encoded[Beginning.Length..]) : throw Wrong();
    }

    public byte[] Sign(string text) => Ed25519.Sign(seed, Encoding.UTF8.GetBytes(text));

    /// <summary>PKCS #8, PEM.</summary>
    internal string Pem() => PemEncoding.WriteString(Label, [.. Beginning, .. seed]) + "\n";

    private static FormatException Wrong() => new("not a private key of Ed25519 in PEM, as 'openssl genpkey -algorithm ed25519' writes it");
}
