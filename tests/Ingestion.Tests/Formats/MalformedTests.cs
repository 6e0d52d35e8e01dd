using System.Text;
using EventCatalog.Ingestion.Formats;
using EventCatalog.Ingestion.Formats.Costs;
using EventCatalog.Ingestion.Formats.Coverage;
using EventCatalog.Ingestion.Formats.Sbom;
using EventCatalog.Ingestion.Formats.Tests;

namespace EventCatalog.Ingestion.Tests.Formats;

/// <summary>What is not as it should be is refused as a whole, with the place and the reason.</summary>
public class MalformedTests
{
    private const string Header = "BilledCost,BillingAccountId,BillingCurrency,ChargeCategory,ChargePeriodStart,ProviderName,Tags\n";

    [Theory]
    [InlineData("", "Root element is missing")]
    [InlineData("<html/>", "Line 1, column 2: The root element is <html>; a report of JUnit or TRX begins with <testsuites> or <testsuite> or <TestRun>.")]
    [InlineData("<testsuite>\n<testcase name='a'>\n</testsuite>", "Line 3, column 3: The 'testcase' start tag on line 2")]
    [InlineData("<testsuite>\n  <testcase classname='a'/></testsuite>", "Line 2, column 4: <testcase> has no attribute name.")]
    [InlineData("<testsuite><testcase name='a' time='long'/></testsuite>", "time=\"long\" of <testcase> is no number.")]
    [InlineData("<TestRun><Results><UnitTestResult testName='a' outcome='Splendid'/></Results></TestRun>", "outcome=\"Splendid\" is none that TRX knows.")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><testsuite name='&b;'/>", "A document type (<!DOCTYPE>) is not read")]
    [InlineData("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><testsuite/>", "A document type (<!DOCTYPE>) is not read")]
    public void Test_reports(string text, string reason) => Refusal(text, TestReportReader.Read).ShouldContain(reason);

    [Fact]
    public void What_is_nested_without_end_is_refused_and_not_followed() =>
        Refusal(string.Concat(Enumerable.Repeat("<testsuite>", 100_000)), TestReportReader.Read).ShouldContain("is nested deeper than 64 levels");

    [Theory]
    [InlineData("", "The report is empty.")]
    [InlineData("<coverage/>", "The report names no line")]
    [InlineData("<coverage>\n<class filename='a'><line number='x' hits='1'/></class></coverage>", "Line 2, column 22: number=\"x\" of <line> is no line number.")]
    [InlineData("<coverage><class><line number='1' hits='1'/></class></coverage>", "<class> has no attribute filename.")]
    [InlineData("SF:a\nDA:1,2\n", "\"end_of_record\" is missing. It was cut off.")]
    [InlineData("SF:a\nDA:one,2\nend_of_record\n", "Line 2, column 4: \"one\" in DA is no number.")]
    [InlineData("DA:1,2\n", "Line 1, column 1: DA stands outside of a file")]
    [InlineData("SF:a\nDA:1\nend_of_record\n", "Line 2, column 4: DA has 1 part, \"1\"")]
    [InlineData("hello\n", "Line 1, column 1: \"hello\" is no record of LCOV.")]
    public void Coverage_reports(string text, string reason) => Refusal(text, CoverageReader.Read).ShouldContain(reason);

    [Theory]
    [InlineData("{\n  \"bomFormat\": \"CycloneDX\",\n  oops\n}", "Line 3, column 3: 'o' is an invalid start of a property name")]
    [InlineData("{}", "neither CycloneDX (\"bomFormat\": \"CycloneDX\") nor SPDX")]
    [InlineData("[]", "neither CycloneDX")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"2.0"}""", "specVersion is \"2.0\"")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"name":"a"},{"components":[]}]}""", "components[1] has no name.")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"name":"a","components":[{}]}]}""", "components[0].components[0] has no name.")]
    [InlineData("""{"spdxVersion":"SPDX-1.0"}""", "spdxVersion is \"SPDX-1.0\"")]
    [InlineData("""{"spdxVersion":"SPDX-2.3","packages":[{}]}""", "packages[0] has no name.")]
    [InlineData("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[{\"name\":\"\\ud800\"}]}", "one half of a surrogate pair")]
    public void Bills_of_materials(string text, string reason) => Refusal(text, SbomReader.Read).ShouldContain(reason);

    [Fact]
    public void Json_nested_without_end_is_refused() => Refusal(new string('[', 100_000), SbomReader.Read).ShouldContain("maximum configured depth of 64");

    [Theory]
    [InlineData("", "The export is empty.")]
    [InlineData("a,b\n1,2\n", "Line 1: There is no column BilledCost")]
    [InlineData("BilledCost,BillingAccountId,BillingCurrency,ChargeCategory,ChargePeriodStart\n", "Line 1: There is no column ProviderName")]
    [InlineData(Header + "1,1,USD,Usage,2026-03-01T00:00:00Z,AWS,{}\nmuch,1,USD,Usage,2026-03-01T00:00:00Z,AWS,{}\n", "Line 3: BilledCost \"much\" is no number.")]
    [InlineData(Header + "1,1,USD,Usage,yesterday,AWS,{}\n", "Line 2: ChargePeriodStart \"yesterday\" is no time")]
    [InlineData(Header + ",1,USD,Usage,2026-03-01T00:00:00Z,AWS,{}\n", "Line 2: BilledCost is empty.")]
    [InlineData(Header + "1,,USD,Usage,2026-03-01T00:00:00Z,AWS,{}\n", "Line 2: BillingAccountId is empty.")]
    [InlineData(Header + "1,1,USD,Usage,2026-03-01T00:00:00Z,AWS,{oops}\n", "Line 2: Tags {oops} are no JSON.")]
    [InlineData(Header + "1,1,USD,Usage,2026-03-01T00:00:00Z,AWS,[]\n", "Line 2: Tags [] are no object of JSON.")]
    [InlineData(Header + "1,1,USD\n", "Line 2: ")]
    [InlineData(Header + "1,1,USD,Usage,2026-03-01T00:00:00Z,AWS,\"{", "Line 2: ")]
    public void Cost_exports(string text, string reason) => Refusal(text, stream => DailyCosts.Of(FocusReader.Read(stream))).ShouldContain(reason);

    private static string Refusal<T>(string text, Func<Stream, T> read) =>
        Should.Throw<UnreadableReportException>(() => read(new MemoryStream(Encoding.UTF8.GetBytes(text)))).Message;
}
