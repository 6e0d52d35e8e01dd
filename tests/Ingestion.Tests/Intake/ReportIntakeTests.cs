using System.Globalization;
using System.Text;
using EventCatalog.Domain;
using EventCatalog.Domain.Costs;
using EventCatalog.Domain.Delivery;
using EventCatalog.Domain.Facts;
using EventCatalog.Ingestion.Formats;
using EventCatalog.Ingestion.Formats.Costs;
using EventCatalog.Ingestion.Intake;
using static EventCatalog.Ingestion.Tests.Intake.IntakeStage;

namespace EventCatalog.Ingestion.Tests.Intake;

public sealed class ReportIntakeTests
{
    private const string Passed = "<testsuite name='s'><testcase classname='Basket' name='adds'/></testsuite>";
    private static readonly EntityRef Cart = EntityRef.Parse("component:cart");

    [Fact]
    public async Task A_test_report_is_one_event_with_its_cases_beside_and_the_same_file_again_adds_nothing()
    {
        await using var stage = await StartAsync();
        var details = new ReportDetails(Run: "812", Commit: "abc", Branch: "main", Url: "https://ci.example.com/812");

        var first = await stage.Reports.TestsAsync(Cart, Text(Passed), details, Ct);
        var again = await stage.Reports.TestsAsync(Cart, Text(Passed), details, Ct);
        var other = await stage.Reports.TestsAsync(Cart, Text(Passed), details with { Run = "813" }, Ct);

        (first.Status, again.Status, other.Status).ShouldBe((IntakeStatus.Accepted, IntakeStatus.Duplicate, IntakeStatus.Accepted));
        first.Summary.ShouldBe("1 passed, 0 failed, 0 skipped");
        var recorded = await stage.RecordedAsync();
        recorded.Count.ShouldBe(2);
        var told = recorded[0].Event.ShouldBeOfType<DeliveryEvent.TestsFinished>();
        (told.Outcome, told.Counts, told.Run.Commit).ShouldBe((RunOutcome.Passed, new TestCounts(1, 0, 0, 0), "abc"));
        TestCases.Read((await stage.Bodies.GetAsync([told.Cases!], Ct))[told.Cases!]).ShouldBe([new TestCase("Basket", "adds", TestOutcome.Passed)]);
    }

    [Fact]
    public async Task A_report_that_breaks_off_leaves_nothing()
    {
        await using var stage = await StartAsync();
        await Should.ThrowAsync<UnreadableReportException>(() => stage.Reports.TestsAsync(Cart, Text(Passed[..^10]), new ReportDetails(), Ct));
        await Should.ThrowAsync<UnreadableReportException>(() => stage.Reports.CostsAsync(Text("BilledCost\n1\n"), Ct));
        (await stage.RecordedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Coverage_is_facts_recorded_only_when_they_are_news()
    {
        await using var stage = await StartAsync();
        const string Half = "SF:a\nDA:1,1\nDA:2,0\nend_of_record\n";

        (await stage.Reports.CoverageAsync(Cart, Text(Half), new ReportDetails(Url: "https://ci.example.com/1"), Ct)).Status.ShouldBe(IntakeStatus.Accepted);
        stage.Clock.Move(TimeSpan.FromDays(1));
        (await stage.Reports.CoverageAsync(Cart, Text(Half), new ReportDetails(Url: "https://ci.example.com/2"), Ct)).Status.ShouldBe(IntakeStatus.Duplicate);
        (await stage.Reports.CoverageAsync(Cart, Text(Half.Replace("2,0", "2,1", StringComparison.Ordinal)), new ReportDetails(), Ct)).Status.ShouldBe(IntakeStatus.Accepted);

        var recorded = await stage.RecordedAsync();
        recorded.Select(one => one.Event.ShouldBeOfType<FactEvent.FactsObserved>().Facts.Single().Value).ShouldBe([new FactValue.Number(50), new FactValue.Number(100)]);
        recorded[0].Stream.ShouldBe("facts-component:default/cart");
    }

    [Fact]
    public async Task Two_who_look_at_once_are_both_heard()
    {
        await using var stage = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => stage.Facts.ObserveAsync(
            new ObserveFacts(Cart, $"s{number % 3}", [new Fact($"f{number}", new FactValue.Number(number))], stage.Clock.GetUtcNow()), "test", Ct)));
        (await stage.RecordedAsync()).Select(one => ((FactEvent.FactsObserved)one.Event!).Facts.Single().Name).ShouldBe(Enumerable.Range(0, 12).Select(number => $"f{number}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Facts_of_any_system_are_taken_with_the_types_of_their_values()
    {
        await using var stage = await StartAsync();
        var body = Json(new
        {
            source = "sonarqube", observedAt = "2026-06-01T10:00:00Z",
            facts = new object[]
            {
                new { name = "bugs", value = 3, evidence = "https://sonar.example.com/cart" }, new { name = "gate", value = true }, new { name = "runtime.dotnet.version", type = "version", value = "10.0.1" },
                new { name = "rating", type = "unknown", value = "No analysis yet" }, new { name = "languages", value = new[] { "cs" } },
            },
        });

        (await stage.FactIntake.TakeAsync(Cart, body, Ct)).Summary.ShouldBe("5 of 5 are news");
        (await stage.FactIntake.TakeAsync(Cart, body, Ct)).Status.ShouldBe(IntakeStatus.Duplicate);

        var recorded = (await stage.RecordedAsync()).ShouldHaveSingleItem();
        recorded.EffectiveAt.Hour.ShouldBe(10);
        recorded.Event.ShouldBeOfType<FactEvent.FactsObserved>().Facts.Select(fact => fact.Value.GetType().Name).ShouldBe(["Number", "Truth", "Version", "Unknown", "Json"]);
    }

    [Theory]
    [InlineData("""{"facts":[{"name":"a","value":1}]}""", "\"source\" is missing")]
    [InlineData("""{"source":"s","facts":[{"value":1}]}""", "facts[0] has no name")]
    [InlineData("""{"source":"s","facts":[{"name":"a"}]}""", "facts[0] has no value")]
    [InlineData("""{"source":"s","facts":[{"name":"a","type":"version","value":1}]}""", "The value 1 of facts[0] is no version")]
    [InlineData("""{"source":"s","observedAt":"soon","facts":[{"name":"a","value":1}]}""", "\"observedAt\" of the observation is \"soon\"")]
    public async Task Facts_that_cannot_be_read_say_why(string body, string reason)
    {
        await using var stage = await StartAsync();
        (await Should.ThrowAsync<UnreadableReportException>(() => stage.FactIntake.TakeAsync(Cart, Encoding.UTF8.GetBytes(body), Ct))).Message.ShouldContain(reason);
    }

    /// <summary>Totals equal the export to the last unit, for every day: 200,000 rows, of two accounts and 30 days.</summary>
    [Fact]
    public async Task An_export_of_200_000_rows_is_60_events_that_add_up_to_it_exactly_and_a_correction_is_one_more()
    {
        await using var stage = await StartAsync();
        var (export, totals) = Export(200_000, correction: false);

        var first = await stage.Reports.CostsAsync(Text(export), Ct);
        var again = await stage.Reports.CostsAsync(Text(export), Ct);

        (first.Status, again.Status).ShouldBe((IntakeStatus.Accepted, IntakeStatus.Duplicate));
        var days = (await stage.RecordedAsync()).Select(one => (CostEvent.CostsImported)one.Event!).ToArray();
        days.ToDictionary(day => (day.Account, day.Day), day => day.Billed).ShouldBe(totals, ignoreOrder: true);
        days.Sum(day => day.Rows).ShouldBe(200_000);
        var lines = await stage.Bodies.GetAsync([.. days.Select(day => day.Lines)], Ct);
        days.ShouldAllBe(day => CostDay.Read(lines[day.Lines]).Sum(line => line.Billed) == day.Billed);

        await stage.Reports.CostsAsync(Text(Export(200_000, correction: true).Export), Ct);
        (await stage.RecordedAsync()).Count.ShouldBe(61);
    }

    private static (string Export, Dictionary<(string, DateOnly), decimal> Totals) Export(int rows, bool correction)
    {
        var text = new StringBuilder("ProviderName,BillingAccountId,BillingCurrency,ChargeCategory,ChargePeriodStart,BilledCost,EffectiveCost,ServiceName,ResourceId,Tags\n");
        var totals = new Dictionary<(string, DateOnly), decimal>();
        for (var row = 0; row < rows; row++)
        {
            var (account, day) = ($"{row % 2}", new DateOnly(2026, 3, 1 + (row / 2 % 30)));
            var cost = (row % 9973 * 0.0000000001m) + (correction && row == 7 ? 1 : 0);
            totals[(account, day)] = totals.GetValueOrDefault((account, day)) + cost;
            text.Append(CultureInfo.InvariantCulture, $"AWS,{account},USD,Usage,{day:yyyy-MM-dd}T00:00:00Z,{cost},{cost},EC2,i-{row % 500},\"{{\"\"component\"\":\"\"c{row % 50}\"\"}}\"\n");
        }

        return (text.ToString(), totals);
    }
}
