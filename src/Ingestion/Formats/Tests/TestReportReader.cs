namespace EventCatalog.Ingestion.Formats.Tests;

/// <summary>Reads a test report in whichever of the formats it is written; its first element tells.</summary>
public static class TestReportReader
{
    /// <exception cref="UnreadableReportException">It is in none of them, or broken; the message says where and why.</exception>
    public static TestReport Read(Stream stream)
    {
        using var xml = new XmlReport(stream);
        xml.Root("JUnit or TRX", "testsuites", "testsuite", "TestRun");
        return xml.Name is "TestRun" ? TrxReader.Read(xml) : JUnitReader.Read(xml);
    }
}
