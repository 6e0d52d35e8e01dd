using System.Text.RegularExpressions;

namespace EventCatalog.Ingestion.Formats.Coverage;

/// <summary>
/// Cobertura XML, as coverlet, pytest-cov, gocover-cobertura and nyc write it (<see href="https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd"/>).
/// The lines of classes are counted: the totals at the root are left out or zero in half of the tools. A line that stands under its method,
/// too, counts once.
/// </summary>
public static partial class CoberturaReader
{
    /// <exception cref="UnreadableReportException">It is no Cobertura XML; the message says where and why.</exception>
    public static CoverageReport Read(Stream stream)
    {
        using var xml = new XmlReport(stream);
        xml.Root("Cobertura", "coverage");
        var at = xml.Number("timestamp") is { } stamp and > 0 ? Time(stamp) : null;
        var lines = new Dictionary<(string File, int Line), (bool Hit, int Covered, int Valid)>();
        var file = "";
        while (xml.Read())
        {
            if (!xml.IsStart)
                continue;
            if (xml.Name is "class")
                file = xml.Required("filename");
            else if (xml.Name is "line")
                Count(xml, file, lines);
        }

        if (lines.Count == 0)
            throw new UnreadableReportException("The report names no line: nothing was measured.");
        var branches = new Covered(lines.Values.Sum(line => (long)line.Covered), lines.Values.Sum(line => (long)line.Valid));
        return new CoverageReport("Cobertura", new Covered(lines.Values.Count(line => line.Hit), lines.Count), branches.Valid == 0 ? null : branches, null, at);
    }

    private static void Count(XmlReport xml, string file, Dictionary<(string, int), (bool Hit, int Covered, int Valid)> lines)
    {
        if (!int.TryParse(xml.Required("number"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            throw xml.Refused($"number=\"{XmlReport.Short(xml.Required("number"))}\" of <line> is no line number.");
        var hits = xml.Number("hits") ?? throw xml.Refused("<line> has no attribute hits.");
        var (covered, valid) = Conditions().Match(xml.Attribute("condition-coverage") ?? "") is { Success: true } match
            ? (Int(match.Groups["covered"].Value), Int(match.Groups["valid"].Value))
            : (0, 0);
        var before = lines.GetValueOrDefault((file, number));
        lines[(file, number)] = (before.Hit || hits > 0, Math.Max(before.Covered, covered), Math.Max(before.Valid, valid));
    }

    /// <summary>Seconds with some tools, milliseconds with others.</summary>
    private static DateTimeOffset? Time(decimal stamp) =>
        stamp < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds((long)stamp) : stamp < 253_402_300_799_000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)stamp) : null;

    private static int Int(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\((?<covered>[0-9]{1,9})/(?<valid>[0-9]{1,9})\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Conditions();
}
