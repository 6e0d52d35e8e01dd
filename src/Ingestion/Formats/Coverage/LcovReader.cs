using System.Globalization;
using System.Text;

namespace EventCatalog.Ingestion.Formats.Coverage;

/// <summary>
/// LCOV tracefiles, as lcov, nyc, coverlet and cargo-llvm-cov write them (<see href="https://github.com/linux-test-project/lcov/blob/master/man/geninfo.1"/>). What is
/// counted are the DA, BRDA and FNDA records; the totals (LF, LH …) follow from them. A file that comes up twice, once for each test, counts once.
/// </summary>
public static class LcovReader
{
    private const int LongestLine = 10_000;

    /// <exception cref="UnreadableReportException">It is no tracefile; the message says where and why.</exception>
    public static CoverageReport Read(Stream stream)
    {
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false), leaveOpen: true);
        var (lines, branches, functions) = (new Dictionary<(string, int), bool>(), new Dictionary<(string, string), bool>(), new Dictionary<(string, string), bool>());
        string? file = null;
        for (var number = 1; ReadLine(text, number) is { } line; number++)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (key, value) = colon < 0 ? (line.Trim(), "") : (line[..colon].Trim(), line[(colon + 1)..].Trim());
            if (key is "SF")
                file = value;
            else if (key is "end_of_record")
                file = null;
            else if (key is "DA")
                Note(lines, (InFile(file, key, number), Int(Part(value, 0, key, number), key, number)), Hits(Part(value, 1, key, number), key, number));
            else if (key is "BRDA")
                Note(branches, (InFile(file, key, number), string.Join(',', value.Split(',').SkipLast(1))), Hits(Part(value, -1, key, number), key, number));
            else if (key is "FNDA")
                Note(functions, (InFile(file, key, number), Part(value, -1, key, number)), Hits(Part(value, 0, key, number), key, number));
            else if (key.Length > 0 && key[0] != '#' && !IsKnown(key))
                throw new UnreadableReportException($"\"{XmlReport.Short(line)}\" is no record of LCOV.", number, 1);
        }

        if (file is not null)
            throw new UnreadableReportException($"The file ends within the record of {XmlReport.Short(file)}: \"end_of_record\" is missing. It was cut off.");
        if (lines.Count == 0)
            throw new UnreadableReportException("The file names no line (DA): nothing was measured.");
        return new CoverageReport("LCOV", Sum(lines)!, Sum(branches), Sum(functions), null);
    }

    private static bool IsKnown(string key) => key is "TN" or "VER" or "FN" or "FNF" or "FNH" or "FNL" or "FNA" or "BRF" or "BRH" or "LF" or "LH" or "MCDC" or "MCF" or "MCH";

    private static Covered? Sum<TKey>(Dictionary<TKey, bool> found) where TKey : notnull => found.Count == 0 ? null : new Covered(found.Values.Count(hit => hit), found.Count);

    private static void Note<TKey>(Dictionary<TKey, bool> found, TKey key, bool hit) where TKey : notnull => found[key] = hit || found.GetValueOrDefault(key);

    private static string InFile(string? file, string key, int number) =>
        file ?? throw new UnreadableReportException($"{key} stands outside of a file: \"SF:\" comes first.", number, 1);

    private static string Part(string value, int index, string key, int number)
    {
        var parts = value.Split(',');
        return parts.Length > 1 && parts.ElementAtOrDefault(index < 0 ? parts.Length + index : index) is { } part
            ? part.Trim()
            : throw new UnreadableReportException($"{key} has {parts.Length} part, \"{XmlReport.Short(value)}\"; two or more, joined by commas, are meant.", number, key.Length + 2);
    }

    private static int Int(string text, string key, int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new UnreadableReportException($"\"{XmlReport.Short(text)}\" in {key} is no number.", number, key.Length + 2);

    /// <summary>A branch that was never reached has "-".</summary>
    private static bool Hits(string text, string key, int number) => text is "-" ? false : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var hits)
        ? hits > 0
        : throw new UnreadableReportException($"\"{XmlReport.Short(text)}\" in {key} is no number.", number, key.Length + 2);

    private static string? ReadLine(StreamReader text, int number) => text.ReadLine() switch
    {
        null => null,
        { Length: > LongestLine } => throw new UnreadableReportException($"The line is longer than {LongestLine} characters.", number, LongestLine + 1),
        var line => line,
    };
}
