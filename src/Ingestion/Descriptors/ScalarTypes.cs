using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>
/// What a plain scalar means: null, a boolean, a number (double) or its text. Source: YAML 1.2.2, 10.3.2 Core Schema, and the
/// YAML 1.1 types, both as the npm package <c>yaml</c> reads them.
/// </summary>
internal static partial class ScalarTypes
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int Timeout = 1000;

    /// <param name="text">The text of a plain scalar, folded.</param>
    /// <param name="tag">Full name of its tag; null when it has none.</param>
    /// <param name="version11">Whether the document asks for YAML 1.1.</param>
    public static object? Resolve(string text, string? tag, bool version11)
    {
        if (tag is not (null or "tag:yaml.org,2002:null" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float"))
            return text;
        var (type, value) = version11 ? Read11(text) : Read12(text);
        return tag is null || tag.EndsWith($":{type}", StringComparison.Ordinal) ? value : text;
    }

    private static (string Type, object? Value) Read12(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return ("null", null);
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            return ("bool", text[0] is 't' or 'T');
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.'))
            return ("str", text);
        if (Octal12().IsMatch(text))
            return ("int", Integer(text[2..], 8));
        if (Decimal12().IsMatch(text))
            return ("int", double.Parse(text, CultureInfo.InvariantCulture));
        if (Hex12().IsMatch(text))
            return ("int", Integer(text[2..], 16));
        return NotFinite().IsMatch(text) ? ("float", NotFiniteOf(text))
            : Float12().IsMatch(text) ? ("float", double.Parse(text, CultureInfo.InvariantCulture))
            : ("str", text);
    }

    private static (string Type, object? Value) Read11(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return ("null", null);
        if (True11().IsMatch(text))
            return ("bool", true);
        if (False11().IsMatch(text))
            return ("bool", false);

        var sign = text.StartsWith('-') ? -1 : 1;
        var digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal);
        if (Binary11().IsMatch(text))
            return ("int", sign * Integer(digits[2..], 2));
        if (Octal11().IsMatch(text))
            return ("int", sign * Integer(digits[1..], 8));
        if (Decimal11().IsMatch(text))
            return ("int", sign * double.Parse(digits, CultureInfo.InvariantCulture));
        if (Hex11().IsMatch(text))
            return ("int", sign * Integer(digits[2..], 16));
        if (NotFinite().IsMatch(text))
            return ("float", NotFiniteOf(text));
        if (Float11().IsMatch(text) && double.TryParse(digits, CultureInfo.InvariantCulture, out var number))
            return ("float", sign * number);
        if (Sexagesimal11().IsMatch(text))
            return ("int", sign * digits.Split(':').Aggregate(0d, (sum, part) => (sum * 60) + double.Parse(part, CultureInfo.InvariantCulture)));
        return Timestamp11().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? ("timestamp", instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            : ("str", text);
    }

    private static double NotFiniteOf(string text) =>
        text.EndsWith("nan", StringComparison.OrdinalIgnoreCase) ? double.NaN
        : text[0] == '-' ? double.NegativeInfinity
        : double.PositiveInfinity;

    private static double Integer(string digits, int radix) =>
        (double)digits.Aggregate(BigInteger.Zero, (value, digit) => (value * radix) + Convert.ToInt32(digit.ToString(), 16));

    [GeneratedRegex(@"\A0o[0-7]+\z", Options, Timeout)]
    private static partial Regex Octal12();

    [GeneratedRegex(@"\A[-+]?[0-9]+\z", Options, Timeout)]
    private static partial Regex Decimal12();

    [GeneratedRegex(@"\A0x[0-9a-fA-F]+\z", Options, Timeout)]
    private static partial Regex Hex12();

    [GeneratedRegex(@"\A([-+]?\.(inf|Inf|INF)|\.nan|\.NaN|\.NAN)\z", Options, Timeout)]
    private static partial Regex NotFinite();

    [GeneratedRegex(@"\A[-+]?((\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+|\.[0-9]+|[0-9]+\.[0-9]*)\z", Options, Timeout)]
    private static partial Regex Float12();

    [GeneratedRegex(@"\A(Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)\z", Options, Timeout)]
    private static partial Regex True11();

    [GeneratedRegex(@"\A(N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)\z", Options, Timeout)]
    private static partial Regex False11();

    [GeneratedRegex(@"\A[-+]?0b[0-1_]+\z", Options, Timeout)]
    private static partial Regex Binary11();

    [GeneratedRegex(@"\A[-+]?0[0-7_]+\z", Options, Timeout)]
    private static partial Regex Octal11();

    [GeneratedRegex(@"\A[-+]?[0-9][0-9_]*\z", Options, Timeout)]
    private static partial Regex Decimal11();

    [GeneratedRegex(@"\A[-+]?0x[0-9a-fA-F_]+\z", Options, Timeout)]
    private static partial Regex Hex11();

    [GeneratedRegex(@"\A[-+]?([0-9][0-9_]*)?(\.[0-9_]*)?([eE][-+]?[0-9]+)\z|\A[-+]?([0-9][0-9_]*)?\.[0-9_]*\z", Options, Timeout)]
    private static partial Regex Float11();

    [GeneratedRegex(@"\A[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?\z", Options, Timeout)]
    private static partial Regex Sexagesimal11();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(([tT]|[ \t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\.[0-9]+)?([ \t]*(Z|[-+][012]?[0-9](:[0-9]{2})?))?)?\z", Options, Timeout)]
    private static partial Regex Timestamp11();
}
