using System.Text.RegularExpressions;

namespace EventCatalog.Ingestion.Sources;

/// <summary>Keeps credentials out of events, problems and logs.</summary>
public static partial class Redaction
{
    /// <summary>The text with what stands between <c>://</c> and <c>@</c> taken out of every address in it; the user name of ssh stays.</summary>
    public static string Redact(string text) => UserInfo().Replace(text, match =>
        match.Groups["scheme"].Value.EndsWith("ssh", StringComparison.OrdinalIgnoreCase) && !match.Groups["user"].Value.Contains(':', StringComparison.Ordinal)
            ? match.Value
            : $"{match.Groups["scheme"].Value}://");

    /// <summary>An address without its credentials, and the credentials; null when it has none.</summary>
    public static (string Target, string? Credentials) Split(string target)
    {
        var match = UserInfo().Match(target);
        var redacted = Redact(target);
        return match.Success && !string.Equals(redacted, target, StringComparison.Ordinal)
            ? (redacted, Uri.UnescapeDataString(match.Groups["user"].Value))
            : (target, null);
    }

    // Greedy to the last @ before the path, so that a password with an @ in it is gone whole.
    [GeneratedRegex(@"(?<scheme>[a-zA-Z][a-zA-Z0-9+.\-]*)://(?<user>[^/\s?#'""]+)@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserInfo();
}
