using System.Text.RegularExpressions;

namespace EventCatalog.Domain.Descriptors.Rules;

/// <summary>The formats of names, keys and tags; lengths count UTF-16 units. Source: Backstage's Kubernetes validators.</summary>
internal static partial class Formats
{
    public const string NameText = "a string that is sequences of [a-zA-Z0-9] separated by any of [-_.], at most 63 characters in total";
    public const string KeyText = "a valid prefix and/or suffix";
    public const string NamespaceText = "a string that is sequences of [a-z0-9] separated by [-], at most 63 characters in total";
    public const string TagText = "a string that is sequences of [a-z0-9+#] separated by [-], at most 63 characters in total";
    public const string KindText = "a string that is a sequence of [a-zA-Z][a-z0-9A-Z], at most 63 characters in total";
    public const string UrlText = "a string that is a valid url";
    public const string SomeText = "a non empty string";

    private const int MaxLength = 63;
    private const int MaxSubdomainLength = 253;
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>The fault of a field that has not its format.</summary>
    public static Fault Violation(string rule, string pointer, string field, string expected, string found) => new(
        rule,
        pointer,
        $"\"{field}\" is not valid; expected {expected} but found \"{found}\". To learn more about catalog file format, visit: "
        + "https://github.com/backstage/backstage/blob/master/docs/architecture-decisions/adr002-default-catalog-file-format.md");

    public static bool IsName(string text) => text.Length <= MaxLength && Name().IsMatch(text);

    public static bool IsKind(string text) => text.Length <= MaxLength && Kind().IsMatch(text);

    public static bool IsDnsLabel(string text) => text.Length <= MaxLength && DnsLabel().IsMatch(text);

    public static bool IsTag(string text) => text.Length <= MaxLength && Tag().IsMatch(text);

    public static bool IsApiVersion(string text) => IsPrefixed(text, suffix => suffix.Length <= MaxLength && Version().IsMatch(suffix));

    public static bool IsKey(string text) => IsPrefixed(text, IsName);

    private static bool IsPrefixed(string text, Func<string, bool> isSuffix) => text.Split('/') switch
    {
        [var suffix] => isSuffix(suffix),
        [var prefix, var suffix] => IsDnsSubdomain(prefix) && isSuffix(suffix),
        _ => false,
    };

    private static bool IsDnsSubdomain(string text) => text.Length <= MaxSubdomainLength && text.Split('.').All(IsDnsLabel);

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-zA-Z][a-z0-9A-Z]*\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Kind();

    [GeneratedRegex(@"\A[a-z0-9]+(-+[a-z0-9]+)*\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"\A[a-z0-9:+#]+(-[a-z0-9:+#]+)*\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\A[a-z0-9A-Z]+\z", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
