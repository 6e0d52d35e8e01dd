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
    public static bool CanPrint(string value)
    {
        if (value.Length == 0)
            return true;
        if (value.AsSpan().ContainsAny('\r', '\0') || value.Any(c => c < ' ' && c is not ('\t' or '\n')) || HasLoneSurrogate(value))
            return false;
        var lines = value.Split('\n');
        return string.Equals(Dedent(["", .. lines, ""]), value, StringComparison.Ordinal);
    }

    /// <summary>The text between triple quotes, on lines of its own unless it is one short line.</summary>
    public static string Print(string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var ownLines = escaped.Contains('\n', StringComparison.Ordinal)
            || escaped.Length > 70
            || escaped.EndsWith('"')
            || escaped.EndsWith('\\');
        return ownLines ? $"\"\"\"\n{escaped}\n\"\"\"" : $"\"\"\"{escaped}\"\"\"";
    }

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
