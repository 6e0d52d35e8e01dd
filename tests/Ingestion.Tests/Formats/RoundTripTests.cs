using System.Globalization;
using System.Text;
using System.Xml;
using EventCatalog.Domain.Delivery;
using EventCatalog.Ingestion.Formats;
using EventCatalog.Ingestion.Formats.Coverage;
using EventCatalog.Ingestion.Formats.Sbom;
using EventCatalog.Ingestion.Formats.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace EventCatalog.Ingestion.Tests.Formats;

public sealed class RoundTripTests
{
    private static readonly Gen<string> Words = Gen.Elements("a", "Basket adds", "x[0.1-0.2]", "<&>\"'", "ünï 🛒", "tab\tand\nline", "]]>", "com.acme.Cart");

    private static readonly Gen<IReadOnlyList<TestCase>> Cases =
        (from suite in Words
         from name in Words
         from outcome in Gen.Elements(Enum.GetValues<TestOutcome>())
         from milliseconds in Gen.Choose(0, 100_000)
         from message in Words
         select new TestCase(suite, name, outcome, milliseconds / 1000m, outcome is TestOutcome.Passed ? null : message))
        .ListOf().Select(cases => (IReadOnlyList<TestCase>)[.. cases]);

    [Fact]
    public void Cases_written_as_junit_xml_read_back_the_same() =>
        Prop.ForAll(Cases.ToArbitrary(), cases =>
        {
            using var xml = new MemoryStream(Encoding.UTF8.GetBytes(JUnit(cases)));
            return JUnitReader.Read(xml).Cases.SequenceEqual(cases) && TestCases.Read(TestCases.Write(cases)).SequenceEqual(cases);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lines_written_as_lcov_are_counted_the_same() =>
        Prop.ForAll(Gen.Choose(0, 3).NonEmptyListOf().ToArbitrary(), hits =>
        {
            var text = $"SF:a\n{string.Concat(hits.Select((count, line) => string.Create(CultureInfo.InvariantCulture, $"DA:{line + 1},{count}\n")))}end_of_record\n";
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            return LcovReader.Read(stream).Lines == new Covered(hits.Count(count => count > 0), hits.Count);
        }).QuickCheckThrowOnFailure();

    /// <summary>Whatever is sent, a reader reads it or says why not; nothing else comes of it.</summary>
    [Fact]
    public void Noise_is_refused_in_words()
    {
        var pieces = Gen.Elements("<testsuite", "<testcase name='a'", "/>", ">", "<TestRun>", "<coverage>", "SF:a\n", "DA:1,", "{", "\"bomFormat\":\"CycloneDX\"", ",", "]", "&lt;", "\0", "<!DOCTYPE x>", "1");
        Prop.ForAll(pieces.ListOf().Select(chosen => string.Concat(chosen)).ToArbitrary(), text =>
        {
            foreach (var read in new Action<Stream>[] { stream => TestReportReader.Read(stream), stream => CoverageReader.Read(stream), stream => SbomReader.Read(stream) })
            {
                try
                {
                    using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                    read(stream);
                }
                catch (UnreadableReportException refused)
                {
                    if (refused.Message.Length == 0)
                        return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static string JUnit(IReadOnlyList<TestCase> cases)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize }))
        {
            xml.WriteStartElement("testsuite");
            foreach (var one in cases)
            {
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("classname", one.Suite);
                xml.WriteAttributeString("name", one.Name);
                xml.WriteAttributeString("time", one.Seconds!.Value.ToString(CultureInfo.InvariantCulture));
                if (one.Outcome is not TestOutcome.Passed)
                {
                    xml.WriteStartElement(one.Outcome switch { TestOutcome.Failed => "failure", TestOutcome.Errored => "error", TestOutcome.Skipped => "skipped", _ => "flakyFailure" });
                    xml.WriteAttributeString("message", one.Message);
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }
}
