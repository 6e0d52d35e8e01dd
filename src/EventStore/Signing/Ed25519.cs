using System.Security.Cryptography;

namespace EventCatalog.EventStore;

/// <summary>
/// Signatures as in RFC 8032, section 5.1. Here because neither .NET nor a library that the project can restore has them (ops/decisions/0016);
/// that it is right, the RFC's own examples show.
/// </summary>
internal static class Ed25519
{
    public const int KeyLength = 32;
    public const int SignatureLength = 64;

    /// <param name="seed">The private key: 32 random bytes.</param>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> seed) => EdwardsPoint.Base.Times(Expand(seed).Scalar).ToBytes();

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        var (scalar, prefix) = Expand(seed);
        var publicKey = EdwardsPoint.Base.Times(scalar).ToBytes();
        var nonce = EdwardsScalar.Reduce(SHA512.HashData([.. prefix, .. message]));
        var commitment = EdwardsPoint.Base.Times(nonce).ToBytes();
        var challenge = EdwardsScalar.Reduce(SHA512.HashData([.. commitment, .. publicKey, .. message]));
        return [.. commitment, .. EdwardsScalar.MultiplyAdd(challenge, EdwardsScalar.Reduce(scalar), nonce)];
    }

    /// <summary>Whether the signature is that of the key's owner over the message. Nothing else that merely resembles one is taken.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength || EdwardsPoint.Read(publicKey) is not { } key || !EdwardsScalar.IsReduced(signature[32..]))
            return false;
        var challenge = EdwardsScalar.Reduce(SHA512.HashData([.. signature[..32], .. publicKey, .. message]));
        var commitment = EdwardsPoint.Base.Times(signature[32..]) + (-key).Times(challenge);
        return commitment.ToBytes().AsSpan().SequenceEqual(signature[..32]);
    }

    private static (byte[] Scalar, byte[] Prefix) Expand(ReadOnlySpan<byte> seed)
    {
        var hash = SHA512.HashData(seed);
        hash[0] &= 248;
        hash[31] = (byte)((hash[31] & 127) | 64);
        return (hash[..32], hash[32..]);
    }
}
