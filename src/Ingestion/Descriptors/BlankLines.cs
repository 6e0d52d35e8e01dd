using System.Text.RegularExpressions;

namespace EventCatalog.Ingestion.Descriptors;

/// <summary>
/// Lines that hold nothing but blanks, tabs and a comment mean nothing in YAML 1.2, but YamlDotNet refuses some of them: those
/// with tabs, and those at the start of a block scalar.
/// </summary>
internal static partial class BlankLines
{
    /// <summary>The text with such lines emptied; lines inside a block scalar only where they precede its first text.</summary>
    public static string Emptied(string text)
    {
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (TabbedBlank().IsMatch(lines[index]))
                lines[index] = "";
            if (!BlockScalarHeader().IsMatch(lines[index]))
                continue;

            var header = Indent(lines[index]);
            var first = index + 1;
            while (first < lines.Length && lines[first].AsSpan().Trim(' ').Length == 0)
                first++;
            for (var blank = index + 1; blank < first && first < lines.Length; blank++)
                lines[blank] = lines[blank].Length <= Indent(lines[first]) ? "" : lines[blank];
            for (index = first; index < lines.Length && (lines[index].AsSpan().Trim().Length == 0 || Indent(lines[index]) > header);)
                index++;
            index--;
        }

        return string.Join('\n', lines);
    }

    private static int Indent(string line) => line.Length - line.AsSpan().TrimStart(' ').Length;

    [GeneratedRegex(@"\A *\t[ \t]*(#.*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TabbedBlank();

    [GeneratedRegex(@"(\A|[ \t])[|>][-+0-9]*[ \t]*( #.*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlockScalarHeader();
}
