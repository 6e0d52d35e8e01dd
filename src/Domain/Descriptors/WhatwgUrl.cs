using System.Globalization;

namespace EventCatalog.Domain.Descriptors;

/// <summary>
/// Whether a text is an absolute URL by the WHATWG algorithm, as browsers and Backstage read it; <see cref="Uri"/> differs on
/// Unix paths, blanks and schemes without a host. Source: https://url.spec.whatwg.org/#concept-basic-url-parser.
/// </summary>
public static class WhatwgUrl
{
    private const string ForbiddenInHosts = "\0\t\n\r #/:<>?@[\\]^|";

    public static bool IsAbsolute(string text)
    {
        // Controls and blanks at the ends, tabs and line ends anywhere are dropped before reading.
        var start = 0;
        var end = text.Length;
        while (start < end && text[start] <= ' ')
            start++;
        while (end > start && text[end - 1] <= ' ')
            end--;
        var url = text[start..end].Replace("\t", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);

        var colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !char.IsAsciiLetter(url[0]) || !url.AsSpan(0, colon).ContainsOnlySchemeCharacters())
            return false;

        var rest = url[(colon + 1)..];
        return url[..colon].ToLowerInvariant() switch
        {
            "http" or "ws" => HasHost(rest.TrimStart('/', '\\'), special: true),
            "https" or "wss" or "ftp" => HasHost(rest.TrimStart('/', '\\'), special: true),
            "file" => IsFile(rest),
            _ => !rest.StartsWith("//", StringComparison.Ordinal) || HasHost(rest[2..], special: false),
        };
    }

    private static bool ContainsOnlySchemeCharacters(this ReadOnlySpan<char> scheme)
    {
        foreach (var unit in scheme)
        {
            if (!char.IsAsciiLetterOrDigit(unit) && unit is not ('+' or '-' or '.'))
                return false;
        }

        return true;
    }

    private static bool IsFile(string rest)
    {
        var slashed = rest.Replace('\\', '/');
        if (!slashed.StartsWith("//", StringComparison.Ordinal))
            return true;
        var host = UpTo(slashed[2..], "/?#");
        return host.Length == 0 || (host.Length == 2 && char.IsAsciiLetter(host[0]) && host[1] is ':' or '|') || IsDomain(host);
    }

    private static bool HasHost(string rest, bool special)
    {
        var authority = UpTo(rest, special ? "/\\?#" : "/?#");
        var at = authority.LastIndexOf('@');
        var place = authority[(at + 1)..];
        if (place.Length == 0)
            return !special && at < 0;

        var bracket = place.LastIndexOf(']');
        var colon = place.IndexOf(':', Math.Max(bracket, 0));
        var host = colon < 0 ? place : place[..colon];
        if (colon >= 0 && !IsPort(place[(colon + 1)..]))
            return false;
        if (host.Length == 0)
            return false;
        if (host[0] == '[')
            return host[^1] == ']' && IsIPv6(host[1..^1]);
        return special ? IsDomain(host) : host.AsSpan().IndexOfAny(ForbiddenInHosts) < 0;
    }

    private static bool IsPort(string port) =>
        port.All(char.IsAsciiDigit) && (port.TrimStart('0').Length == 0 || (port.TrimStart('0').Length <= 5 && int.Parse(port, CultureInfo.InvariantCulture) <= 65535));

    private static bool IsDomain(string host)
    {
        if (host[0] == '[')
            return host[^1] == ']' && IsIPv6(host[1..^1]);
        string domain;
        try
        {
            var decoded = Uri.UnescapeDataString(host).Replace("\u00AD", "", StringComparison.Ordinal);
            domain = decoded.All(char.IsAscii) ? decoded : new IdnMapping { AllowUnassigned = true }.GetAscii(decoded);
        }
        catch (ArgumentException)
        {
            return false;
        }

        if (domain.Length == 0 || domain.Any(unit => unit is <= '\x1F' or '\x7F' or '%' || ForbiddenInHosts.Contains(unit, StringComparison.Ordinal)))
            return false;
        return !EndsInNumber(domain) || IsIPv4(domain);
    }

    private static bool EndsInNumber(string domain)
    {
        var labels = domain.Split('.');
        var last = labels[^1].Length == 0 && labels.Length > 1 ? labels[^2] : labels[^1];
        return last.Length > 0 && (last.All(char.IsAsciiDigit) || NumberOf(last) is not null);
    }

    private static bool IsIPv4(string domain)
    {
        var parts = domain.Split('.');
        if (parts[^1].Length == 0 && parts.Length > 1)
            parts = parts[..^1];
        if (parts.Length > 4)
            return false;
        var numbers = parts.Select(NumberOf).ToArray();
        return numbers.All(number => number is not null)
            && numbers[..^1].All(number => number <= 255)
            && numbers[^1] < Math.Pow(256, 5 - numbers.Length);
    }

    /// <summary>Decimal, octal after <c>0</c>, hexadecimal after <c>0x</c>; null when it is none.</summary>
    private static double? NumberOf(string part)
    {
        if (part.Length == 0)
            return null;
        var (digits, radix) =
            part.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? (part[2..], 16)
            : part.Length > 1 && part[0] == '0' ? (part[1..], 8)
            : (part, 10);
        var value = 0d;
        foreach (var digit in digits)
        {
            var number = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            if (number >= radix)
                return null;
            value = (value * radix) + number;
        }

        return value;
    }

    private static bool IsIPv6(string text) =>
        text.All(unit => char.IsAsciiHexDigit(unit) || unit is ':' or '.') && System.Net.IPAddress.TryParse(text, out var address)
        && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    private static string UpTo(string text, string ends)
    {
        var end = text.AsSpan().IndexOfAny(ends);
        return end < 0 ? text : text[..end];
    }
}
