using System.Globalization;
using EventCatalog.Domain.Delivery;

namespace EventCatalog.Ingestion.Formats.Tests;

/// <summary>
/// TRX, as <c>dotnet test --logger trx</c> writes it; the schema comes with Visual Studio (vstst.xsd). A case is a <c>UnitTestResult</c>; its class stands
/// apart, in <c>TestDefinitions</c>, after all results.
/// </summary>
public static class TrxReader
{
    /// <exception cref="UnreadableReportException">It is no TRX; the message says where and why.</exception>
    public static TestReport Read(Stream stream)
    {
        using var xml = new XmlReport(stream);
        xml.Root("TRX", "TestRun");
        return Read(xml);
    }

    internal static TestReport Read(XmlReport xml)
    {
        var results = new List<(string Id, TestCase Case)>();
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        DateTimeOffset? at = null;
        var id = "";
        while (xml.Read())
        {
            if (!xml.IsStart)
                continue;
            switch (xml.Name)
            {
                case "Times":
                    at = xml.Time("start");
                    break;
                case "UnitTestResult":
                    if (results.Count == TestReport.MostCases)
                        throw xml.Refused($"The report has more than {TestReport.MostCases} cases; send it in parts.");
                    id = xml.Attribute("testId") ?? "";
                    results.Add((id, new TestCase("", xml.Required("testName").Clip(TestReport.LongestName), OutcomeOf(xml), Duration(xml))));
                    break;
                case "Message" when results.Count > 0 && xml.Read() && xml.Text is { } message:
                    // The message of a failure; the run's own stand in RunInfos, where there is no ErrorInfo around.
                    if (results[^1] is { Case: { Message: null, Outcome: not TestOutcome.Passed } last } result)
                        results[^1] = result with { Case = last with { Message = TestReport.Message(message) } };
                    break;
                case "UnitTest":
                    id = xml.Attribute("id") ?? "";
                    break;
                case "TestMethod" when xml.Attribute("className") is { } type:
                    classes[id] = type.Split(',')[0].Clip(TestReport.LongestName);
                    break;
            }
        }

        return new TestReport("TRX", [.. results.Select(result => Named(result.Case, classes.GetValueOrDefault(result.Id, "")))], at);
    }

    private static TestCase Named(TestCase read, string type) => type.Length > 0 && read.Name.StartsWith(type + ".", StringComparison.Ordinal)
        ? read with { Suite = type, Name = read.Name[(type.Length + 1)..] }
        : read with { Suite = type };

    private static TestOutcome OutcomeOf(XmlReport xml) => xml.Attribute("outcome") switch
    {
        "Passed" or "PassedButRunAborted" or "Warning" => TestOutcome.Passed,
        "Failed" => TestOutcome.Failed,
        "Error" or "Timeout" or "Aborted" => TestOutcome.Errored,
        null or "NotExecuted" or "NotRunnable" or "Inconclusive" or "Pending" or "InProgress" or "Disconnected" or "Completed" => TestOutcome.Skipped,
        var other => throw xml.Refused($"outcome=\"{XmlReport.Short(other)}\" is none that TRX knows."),
    };

    private static decimal? Duration(XmlReport xml) =>
        TimeSpan.TryParse(xml.Attribute("duration"), CultureInfo.InvariantCulture, out var duration) ? (decimal)duration.TotalSeconds : null;
}
