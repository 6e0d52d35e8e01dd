using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EventCatalog.Ingestion.Webhooks;

/// <summary>A delivery as it came.</summary>
/// <param name="Header">The value of a header; null when it is not there.</param>
public sealed record WebhookDelivery(Func<string, string?> Header, byte[] Body);

/// <summary>
/// Who knows the secret wrote the delivery. Each host signs in its own way; all comparisons take the same time whatever differs.
/// Sources: <see href="https://www.standardwebhooks.com"/> (GitLab's signing token and everything of one's own),
/// <see href="https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries"/>.
/// </summary>
public static class WebhookSignature
{
    /// <summary>How far the clock of a sender that signs the time may be away, and how long a delivery may travel.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>What the delivery is told from others by, and is part of what was signed; null when its signature is missing, wrong or too old.</summary>
    public static string? Verify(WebhookDelivery delivery, string secret, DateTimeOffset now)
    {
        if (secret.Length == 0)
            return null;
        var key = Encoding.UTF8.GetBytes(secret);
        if (delivery.Header("webhook-signature") is { } standard)
            return VerifyStandard(delivery, standard, secret, now);
        if (delivery.Header("x-hub-signature-256") is { } hub)
            return IsHex(hub, "sha256=", key, delivery.Body) ? BodyOf(delivery) : null;
        // Bitbucket names the algorithm in the value; GitHub's header of this name is SHA-1 and not taken.
        if (delivery.Header("x-hub-signature") is { } bitbucket)
            return IsHex(bitbucket, "sha256=", key, delivery.Body) ? BodyOf(delivery) : null;
        if ((delivery.Header("x-gitea-signature") ?? delivery.Header("x-forgejo-signature")) is { } gitea)
            return IsHex(gitea, "", key, delivery.Body) ? BodyOf(delivery) : null;
        // Hashed first: a comparison of different lengths would end at once.
        return delivery.Header("x-gitlab-token") is { } token
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(key)) ? BodyOf(delivery) : null;
    }

    private static string? VerifyStandard(WebhookDelivery delivery, string signatures, string secret, DateTimeOffset now)
    {
        if (delivery.Header("webhook-id") is not { Length: > 0 } id || delivery.Header("webhook-timestamp") is not { } timestamp
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799
            || (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance)
            return null;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. delivery.Body];
        var expected = HMACSHA256.HashData(KeyOf(secret), signed);
        var isSigned = false;
        foreach (var signature in signatures.Split(' ').Where(text => text.StartsWith("v1,", StringComparison.Ordinal)))
        {
            var given = new byte[expected.Length];
            isSigned |= Convert.TryFromBase64String(signature[3..], given, out var length) && length == expected.Length && CryptographicOperations.FixedTimeEquals(given, expected);
        }

        return isSigned ? id : null;
    }

    private static byte[] KeyOf(string secret)
    {
        var bytes = new byte[secret.Length];
        return secret.StartsWith("whsec_", StringComparison.Ordinal) && Convert.TryFromBase64String(secret["whsec_".Length..], bytes, out var length)
            ? bytes[..length]
            : Encoding.UTF8.GetBytes(secret);
    }

    private static bool IsHex(string given, string prefix, byte[] key, byte[] body)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return given.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && given.Length == prefix.Length + (2 * bytes.Length)
            && Convert.FromHexString(given.AsSpan(prefix.Length), bytes, out _, out _) is System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(bytes, HMACSHA256.HashData(key, body));
    }

    // The delivery's number stands in a header that these hosts do not sign: with a new number an old body would pass as new.
    private static string BodyOf(WebhookDelivery delivery) => Convert.ToHexStringLower(SHA256.HashData(delivery.Body));
}
