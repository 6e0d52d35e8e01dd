using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace EventCatalog.Domain.Descriptors;

/// <summary>Where descriptors are read from, <c>type:target</c>, such as <c>url:https://git.example.com/shop/cart/catalog-info.yaml</c>.</summary>
public sealed partial record LocationRef
{
    private LocationRef(string type, string target) => (Type, Target) = (type, target);

    public string Type { get; }
    public string Target { get; }

    /// <param name="type">Such as <c>url</c>, <c>file</c>, <c>git</c>; not empty.</param>
    /// <param name="target">What the type's reader understands; not empty.</param>
    /// <exception cref="RuleViolation">A part is empty, or the target is a script.</exception>
    public static LocationRef Of(string type, string target)
    {
        if (type.Length == 0)
            throw new RuleViolation("Unable to stringify location ref, empty type");
        if (target.Length == 0)
            throw new RuleViolation("Unable to stringify location ref, empty target");
        return IsScript(target)
            ? throw new RuleViolation($"Invalid location ref '{type}:{target}', target is a javascript: URL")
            : new LocationRef(type, target);
    }

    /// <summary>Splits at the first colon and trims both parts. Source: <c>parseLocationRef</c> of Backstage's catalog-model.</summary>
    /// <exception cref="RuleViolation">The text is not a location reference; the message quotes it.</exception>
    public static LocationRef Parse(string text) => Read(text, out var fault) ?? throw new RuleViolation(fault!);

    /// <summary>As <see cref="Parse"/>, answering false where that throws.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LocationRef? location)
    {
        location = text is null ? null : Read(text, out _);
        return location is not null;
    }

    /// <summary>Whether a browser would run the target; control characters and line ends inside do not hide it.</summary>
    public static bool IsScript(string target) => Script().IsMatch(target);

    public override string ToString() => $"{Type}:{Target}";

    private static LocationRef? Read(string text, out string? fault)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (type, target) = colon < 0 ? ("", "") : (text[..colon].Trim(), text[(colon + 1)..].Trim());
        fault =
            type.Length == 0 || target.Length == 0 ? $"Unable to parse location ref '{text}', expected '<type>:<target>', e.g. 'url:https://host/path'"
            : type is "http" or "https" ? $"Invalid location ref '{text}', please prefix it with 'url:', e.g. 'url:{text}'"
            : IsScript(target) ? $"Invalid location ref '{text}', target is a javascript: URL"
            : null;
        return fault is null ? new LocationRef(type, target) : null;
    }

    [GeneratedRegex(
        @"\A[\u0000-\u001F ]*j[\r\n\t]*a[\r\n\t]*v[\r\n\t]*a[\r\n\t]*s[\r\n\t]*c[\r\n\t]*r[\r\n\t]*i[\r\n\t]*p[\r\n\t]*t[\r\n\t]*:",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();
}
