using System.Text;

namespace EventCatalog.GraphQL.Language;

/// <summary>Block strings. Source: https://spec.graphql.org/September2025/#BlockStringValue()</summary>
internal static class BlockString
{
    /// <summary>Takes away the common indentation and the blank first and last lines.</summary>
    public static string Dedent(IReadOnlyList<string> lines)
    {
        var common = int.MaxValue;
        var first = -1;
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var indent = Indentation(lines[i]);
            if (indent == lines[i].Length)
                continue;
            if (first < 0)
                first = i;
            last = i;
            if (i > 0)
                common = Math.Min(common, indent);
        }

        if (first < 0)
            return "";
        var text = new StringBuilder();
        for (var i = first; i <= last; i++)
        {
            if (i > first)
                text.Append('\n');
            text.Append(i == 0 ? lines[i] : lines[i].AsSpan(Math.Min(common, lines[i].Length)));
        }

        return text.ToString();
    }

    /// <summary>Whether the text survives being printed as a block string and read again.</summary>
    public static bool Survives(string value)
    {
        if (value.Length == 0)
            return true;
        if (value.Contains('\r', StringComparison.Ordinal) || HasLoneSurrogate(value))
            return false;
        var lines = value.Split('\n');
        return !IsBlank(lines[0]) && !IsBlank(lines[^1])
            && (lines.Length == 1 || Array.Exists(lines, line => !IsBlank(line) && Indentation(line) == 0));
    }

    /// <summary>Whether a reader is served by a block string: the text survives and has no control characters to see.</summary>
    public static bool IsReadable(string value) =>
        Survives(value) && !value.AsSpan().ContainsAnyInRange('\0', '\b') && !value.AsSpan().ContainsAny("\v\f\u000E\u000F");

    /// <summary>The text between triple quotes, on lines of its own unless it is one short line.</summary>
    public static string Print(string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var isOneLine = !value.Contains('\n', StringComparison.Ordinal);
        if (isOneLine && value.Length <= 70 && !value.EndsWith('"') && !value.EndsWith('\\'))
            return $"\"\"\"{escaped}\"\"\"";
        // The first line keeps its indentation only where it stands right behind the quotes.
        return isOneLine && Indentation(value) > 0 ? $"\"\"\"{escaped}\n\"\"\"" : $"\"\"\"\n{escaped}\n\"\"\"";
    }

    private static bool IsBlank(string line) => Indentation(line) == line.Length;

    private static int Indentation(string line)
    {
        var i = 0;
        while (i < line.Length && line[i] is ' ' or '\t')
            i++;
        return i;
    }

    private static bool HasLoneSurrogate(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
                continue;
            if (!char.IsHighSurrogate(value[i]) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
