namespace EventCatalog.GraphQL;

/// <summary>"Did you mean": the known names nearest to a mistyped one, counted as graphql-js counts.</summary>
internal static class Suggestions
{
    private const int MaxShown = 5;

    public static string DidYouMean(IReadOnlyList<string> suggestions) => DidYouMean("", suggestions);

    public static string DidYouMean(string what, IReadOnlyList<string> suggestions)
    {
        if (suggestions.Count == 0)
            return "";
        var quoted = suggestions.Take(MaxShown).Select(s => $"\"{s}\"").ToList();
        var list = quoted.Count switch
        {
            1 => quoted[0],
            2 => $"{quoted[0]} or {quoted[1]}",
            _ => $"{string.Join(", ", quoted.SkipLast(1))}, or {quoted[^1]}",
        };
        return $" Did you mean {(what.Length == 0 ? "" : what + " ")}{list}?";
    }

    /// <summary>Nearest first; equally near ones in natural order (numbers inside names count as numbers).</summary>
    public static IReadOnlyList<string> For(string input, IEnumerable<string> options)
    {
        // A very long name is nobody's typing error, and measuring it costs its length squared.
        if (input.Length > 128)
            return [];
        var threshold = (int)Math.Floor(input.Length * 0.4) + 1;
        return [.. options
            .Distinct(StringComparer.Ordinal)
            .Select(option => (Option: option, Distance: Distance(input, option, threshold)))
            .Where(found => found.Distance <= threshold)
            .OrderBy(found => found.Distance)
            .ThenBy(found => found.Option, NaturalOrder)
            .Select(found => found.Option)];
    }

    public static IComparer<string> NaturalOrder { get; } = Comparer<string>.Create(CompareNaturally);

    private static int Distance(string input, string option, int threshold)
    {
        if (string.Equals(input, option, StringComparison.Ordinal))
            return 0;
        if (string.Equals(input, option, StringComparison.OrdinalIgnoreCase))
            return 1;
        if (Math.Abs(input.Length - option.Length) > threshold)
            return int.MaxValue;
        var a = option.ToLowerInvariant();
        var b = input.ToLowerInvariant();
        var before = new int[b.Length + 1];
        var up = Enumerable.Range(0, b.Length + 1).ToArray();
        var row = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(up[j] + 1, row[j - 1] + 1), up[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, up, row) = (up, row, before);
        }

        return up[b.Length];
    }

    private static int CompareNaturally(string a, string b)
    {
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
            {
                var first = Digits(a, ref i);
                var second = Digits(b, ref j);
                var byNumber = first.Length != second.Length ? first.Length - second.Length : string.CompareOrdinal(first, second);
                if (byNumber != 0)
                    return byNumber;
            }
            else if (a[i] != b[j])
            {
                return a[i] - b[j];
            }
            else
            {
                i++;
                j++;
            }
        }

        return (a.Length - i) - (b.Length - j);
    }

    private static string Digits(string text, ref int index)
    {
        var start = index;
        while (index < text.Length && char.IsAsciiDigit(text[index]))
            index++;
        return text[start..index].TrimStart('0');
    }
}
