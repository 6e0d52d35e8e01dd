using EventCatalog.Domain.Delivery;

namespace EventCatalog.Ingestion.Formats.Tests;

/// <summary>
/// JUnit XML, which no one specified and every tool writes a little differently: Maven Surefire (<c>testsuite</c> as the root, <c>rerunFailure</c>, <c>flakyFailure</c>),
/// jest-junit, pytest, gotestsum, Gradle. Suites may be nested. What is common: <see href="https://github.com/testmoapp/junitxml"/>; the additions of Surefire:
/// <see href="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd"/>.
/// </summary>
public static class JUnitReader
{
    /// <exception cref="UnreadableReportException">It is no JUnit XML; the message says where and why.</exception>
    public static TestReport Read(Stream stream)
    {
        using var xml = new XmlReport(stream);
        xml.Root("JUnit", "testsuites", "testsuite");
        return Read(xml);
    }

    internal static TestReport Read(XmlReport xml)
    {
        var cases = new List<TestCase>();
        var suites = new Stack<string>();
        DateTimeOffset? at = null;
        do
        {
            if (xml is { IsStart: true, Name: "testsuites" or "testsuite" })
            {
                if (xml.Time("timestamp") is { } time && (at is null || time < at))
                    at = time;
                if (!xml.IsEmpty)
                    suites.Push(xml.Attribute("name") ?? "");
            }
            else if (xml is { IsEnd: true, Name: "testsuites" or "testsuite" })
            {
                suites.Pop();
            }
            else if (xml is { IsStart: true, Name: "testcase" })
            {
                if (cases.Count == TestReport.MostCases)
                    throw xml.Refused($"The report has more than {TestReport.MostCases} cases; send it in parts.");
                cases.Add(Case(xml, suites.TryPeek(out var suite) ? suite : ""));
            }
        }
        while (xml.Read());
        return new TestReport("JUnit XML", cases, at);
    }

    private static TestCase Case(XmlReport xml, string suite)
    {
        var holder = xml.Attribute("classname") is { Length: > 0 } type ? type : suite;
        var read = new TestCase(holder.Clip(TestReport.LongestName), xml.Required("name").Clip(TestReport.LongestName), TestOutcome.Passed, xml.Number("time"));
        if (xml.IsEmpty)
            return read;
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (!xml.IsStart || xml.Depth != depth + 1)
                continue;
            var outcome = xml.Name switch
            {
                "failure" => TestOutcome.Failed,
                "error" => TestOutcome.Errored,
                "skipped" or "disabled" => TestOutcome.Skipped,
                // It passed in the end: Surefire leaves the failures of the runs before.
                "flakyFailure" or "flakyError" => TestOutcome.Flaky,
                _ => (TestOutcome?)null,
            };
            if (outcome is null || read.Outcome is TestOutcome.Failed or TestOutcome.Errored)
                continue;
            var message = xml.Attribute("message");
            read = read with { Outcome = outcome.Value, Message = TestReport.Message(message ?? TextOf(xml)) };
        }

        return read;
    }

    /// <summary>The text right below an element, up to what is kept.</summary>
    private static string? TextOf(XmlReport xml)
    {
        if (xml.IsEmpty)
            return null;
        var depth = xml.Depth;
        string? text = null;
        while (xml.Read() && xml.Depth > depth)
            text ??= xml.Text;
        return text;
    }
}
