namespace EventCatalog.Ingestion.Formats.Coverage;

/// <summary>Reads a coverage report in whichever of the formats it is written: Cobertura is XML, LCOV is not.</summary>
public static class CoverageReader
{
    /// <param name="stream">One that can be put back to its start.</param>
    /// <exception cref="UnreadableReportException">It is in none of them, or broken; the message says where and why.</exception>
    public static CoverageReport Read(Stream stream)
    {
        int first;
        // A byte order mark and white space may stand before the first character that tells.
        while ((first = stream.ReadByte()) is 0xEF or 0xBB or 0xBF or ' ' or '\n' or '\r' or '\t') { }
        stream.Position = 0;
        return first switch
        {
            -1 => throw new UnreadableReportException("The report is empty."),
            '<' => CoberturaReader.Read(stream),
            _ => LcovReader.Read(stream),
        };
    }
}
