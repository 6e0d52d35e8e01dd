using System.Buffers;
using System.Globalization;
using System.Text;

namespace EventCatalog.EventStore;

/// <summary>A JSON number as PostgreSQL's <c>numeric</c> prints it: no exponent, no sign on zero, and as many decimals as were written.</summary>
internal static class JsonbNumber
{
    // Source: https://www.postgresql.org/docs/current/datatype-numeric.html
    private const int MostDigits = 131_072;
    private const int MostDecimals = 16_383;

    /// <exception cref="FormatException">More digits than PostgreSQL stores.</exception>
    public static void Write(ReadOnlySpan<char> number, IBufferWriter<byte> to)
    {
        var text = number.IndexOfAny(".eE-") < 0 ? number : Plain(number);
        Encoding.UTF8.GetBytes(text, to);
    }

    private static string Plain(ReadOnlySpan<char> number)
    {
        var isNegative = number[0] == '-';
        var mantissa = isNegative ? number[1..] : number;
        var exponent = 0;
        if (mantissa.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            if (!int.TryParse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs((long)exponent) > MostDigits + MostDecimals)
                throw TooLong(number);
            mantissa = mantissa[..e];
        }

        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..];
        var digits = string.Concat(whole, fraction);
        var isZero = digits.AsSpan().Trim('0').IsEmpty;

        // The point moves by the exponent; digits are put on where it leaves them.
        var (split, decimals) = (whole.Length + exponent, Math.Max(0, fraction.Length - exponent));
        if (split > digits.Length)
            digits = isZero ? digits : digits.PadRight(split, '0');
        else if (split <= 0)
            (digits, split) = (digits.PadLeft(digits.Length + 1 - split, '0'), 1);

        var left = digits.AsSpan(0, Math.Min(split, digits.Length)).TrimStart('0');
        if (left.Length > MostDigits || decimals > MostDecimals)
            throw TooLong(number);
        var right = digits.AsSpan(Math.Min(split, digits.Length));
        return string.Concat(
            isNegative && !isZero ? "-" : "", left.IsEmpty ? "0" : left, decimals > 0 ? "." : "",
            decimals > right.Length ? right.ToString().PadRight(decimals, '0') : right[..decimals]);
    }

    private static FormatException TooLong(ReadOnlySpan<char> number) =>
        new($"the number {number[..Math.Min(number.Length, 40)]}{(number.Length > 40 ? "…" : "")}, which has more digits than PostgreSQL stores");
}
