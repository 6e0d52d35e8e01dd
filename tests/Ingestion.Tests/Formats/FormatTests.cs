using EventCatalog.Domain.Delivery;
using EventCatalog.Ingestion.Formats.Costs;
using EventCatalog.Ingestion.Formats.Coverage;
using EventCatalog.Ingestion.Formats.Sbom;
using EventCatalog.Ingestion.Formats.Tests;

namespace EventCatalog.Ingestion.Tests.Formats;

/// <summary>What real tools write is read; see Examples/README.md.</summary>
public class FormatTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("surefire.xml", 2, 1, 1, 1, 1)]
    [InlineData("jest-junit.xml", 1, 1, 0, 1, 0)]
    [InlineData("pytest.xml", 1, 1, 1, 1, 0)]
    [InlineData("gotestsum.xml", 2, 1, 0, 1, 0)]
    [InlineData("dotnet.trx", 1, 1, 0, 1, 0)]
    public void Every_test_of_every_tool_is_counted(string file, int passed, int failed, int errored, int skipped, int flaky) =>
        TestCases.Count(Tests(file).Cases).ShouldBe(new TestCounts(passed, failed, errored, skipped, flaky));

    [Fact]
    public void A_case_has_its_class_its_time_and_what_it_said()
    {
        Tests("surefire.xml").Cases.ShouldBe([
            new TestCase("com.acme.cart.BasketTest", "addsAnItem", TestOutcome.Passed, 0.021m),
            new TestCase("com.acme.cart.BasketTest", "keepsTheOrder", TestOutcome.Failed, 0.310m, "expected: <[a, b]> but was: <[b, a]>"),
            new TestCase("com.acme.cart.BasketTest", "expiresAfterAnHour", TestOutcome.Flaky, 0.911m, "expected: <true> but was: <false>"),
            new TestCase("com.acme.cart.BasketTest", "refusesNull", TestOutcome.Errored, 0.002m, "java.lang.NullPointerException\n\tat com.acme.cart.Basket.add(Basket.java:12)"),
            new TestCase("com.acme.cart.BasketTest", "importsOldBaskets", TestOutcome.Skipped, 0, "needs the old database"),
        ]);
        Tests("dotnet.trx").Cases[1].ShouldBe(
            new TestCase("Acme.Cart.Tests.BasketTests", "Keeps_the_order(count: 2)", TestOutcome.Failed, 1.5m, "Assert.Equal() Failure: Values differ\nExpected: 2\nActual:   1"));
        Tests("jest-junit.xml").Cases[1].Message.ShouldStartWith("Error: expect(received).toBe(expected)");
        Tests("gotestsum.xml").Cases[1].ShouldSatisfyAllConditions(one => one.Suite.ShouldBe("example.com/shop/cart"), one => one.Name.ShouldBe("TestAdd/twice"));
    }

    [Fact]
    public void The_time_is_that_of_the_first_suite_where_there_is_one()
    {
        Tests("surefire.xml").At.ShouldBeNull();
        Tests("pytest.xml").At.ShouldBe(new DateTimeOffset(2026, 3, 1, 11, 4, 11, 337, TimeSpan.Zero).AddMicroseconds(461));
        Tests("gotestsum.xml").At.ShouldBe(Noon.AddSeconds(-30));
        Tests("dotnet.trx").At.ShouldBe(Noon.AddSeconds(1.5));
    }

    [Fact]
    public void Coverage_counts_lines_once_and_tells_no_branches_from_none_covered()
    {
        Coverage("coverlet.cobertura.xml").ShouldBe(new CoverageReport("Cobertura", new Covered(3, 4), new Covered(2, 4), null, Noon));
        Coverage("pytest-cov.cobertura.xml").ShouldBe(new CoverageReport("Cobertura", new Covered(2, 3), null, null, Noon.AddMilliseconds(123)));
        Coverage("nyc.lcov.info").ShouldBe(new CoverageReport("LCOV", new Covered(3, 5), new Covered(1, 3), new Covered(1, 2), null));
        Coverage("lcov-2.info").ShouldBe(new CoverageReport("LCOV", new Covered(3, 3), null, null, null));
        new Covered(2, 3).Percent.ShouldBe(66.67m);
        new Covered(0, 0).Percent.ShouldBeNull();
    }

    [Fact]
    public void A_bill_of_materials_names_its_parts_and_not_what_is_made_of_them()
    {
        var parts = Sbom("cdxgen.cyclonedx.json").Parts;
        parts.Select(part => part.Name).ShouldBe(["@acme/money", "react", "scheduler"]);
        parts.Select(part => part.Licences.Single()).ShouldBe(["MIT", "MIT OR Apache-2.0", "MIT License"]);
        Sbom("syft.cyclonedx-1.4.json").ShouldSatisfyAllConditions(
            bill => bill.Format.ShouldBe("CycloneDX 1.4"), bill => bill.At.ShouldBe(Noon.AddHours(-1)), bill => bill.Parts[0].Version.ShouldBe("1:1.3.1"));
        foreach (var bill in new[] { Sbom("syft.spdx-2.3.json"), Sbom("spdx-3.0.json") })
        {
            var part = bill.Parts.ShouldHaveSingleItem();
            (part.Name, part.Version, part.Purl, bill.At).ShouldBe(("Npgsql", "10.0.0", "pkg:nuget/Npgsql@10.0.0", Noon));
        }

        Sbom("syft.spdx-2.3.json").Parts[0].Licences.ShouldBe(["PostgreSQL"]);
    }

    [Fact]
    public void Costs_add_up_by_day_account_and_currency_to_the_last_unit()
    {
        var days = Costs("aws.focus-1.0.csv");
        days.Select(day => (day.Day.Day, day.Billed, day.Effective, day.Rows, day.Lines.Count)).ShouldBe([(1, 0.0832m, 0.06m, 2, 1), (2, -3.499988m, -3.499988m, 2, 2)]);
        days[0].Lines[0].Tags.ShouldBe(new Dictionary<string, string> { ["component"] = "cart", ["env"] = "prod" }, ignoreOrder: true);
        days[1].Lines.Single(line => line.IsCorrection).Billed.ShouldBe(-3.5m);
        var day = Costs("azure.focus-1.2.csv").ShouldHaveSingleItem();
        (day.Provider, day.Currency, day.Billed, day.Effective).ShouldBe(("Microsoft", "EUR", 12.3400000001m, 10.1m));
        CostDay.Read(day.Body())[0].Tags["owner"].ShouldBe("shop");
    }

    private static TestReport Tests(string file) => Open(file, TestReportReader.Read);
    private static CoverageReport Coverage(string file) => Open(file, CoverageReader.Read);
    private static BillOfMaterials Sbom(string file) => Open(file, SbomReader.Read);
    private static IReadOnlyList<CostDay> Costs(string file) => Open(file, stream => DailyCosts.Of(FocusReader.Read(stream)));

    private static T Open<T>(string file, Func<Stream, T> read)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Formats", "Examples", file));
        return read(stream);
    }
}
