using System.Text.Json;
using EventCatalog.Domain.Facts;
using static EventCatalog.Domain.Facts.FactEvent;

namespace EventCatalog.Domain.Tests.Facts;

public class FactDeciderTests
{
    private static readonly EntityRef Cart = EntityRef.Parse("component:cart");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Fact Line = new("coverage.line", new FactValue.Number(81.4m), Noon.AddDays(1), "https://ci.example.com/812");

    [Fact]
    public void The_first_observation_is_recorded() =>
        Decide(Noon, Line).ShouldHaveSingleItem().ShouldBeOfType<FactsObserved>().Facts.ShouldBe([Line]);

    [Fact]
    public void The_same_fact_again_adds_nothing() =>
        Known(Line, Noon).Decide(Noon, Line).ShouldBeEmpty();

    [Fact]
    public void The_same_value_from_elsewhere_adds_nothing() =>
        Known(Line, Noon).Decide(Noon.AddHours(1), Line with { ValidUntil = Noon.AddHours(25), Evidence = "https://ci.example.com/813" }).ShouldBeEmpty();

    [Fact]
    public void Another_value_is_recorded_and_what_did_not_change_is_left_out()
    {
        var branch = new Fact("coverage.branch", new FactValue.Number(60));
        var better = Line with { Value = new FactValue.Number(82) };
        new Past(new(StringComparer.Ordinal) { [Line.Name] = new(Line, Noon), [branch.Name] = new(branch, Noon) })
            .Decide(Noon.AddHours(1), better with { ValidUntil = Noon.AddDays(2) }, branch)
            .ShouldHaveSingleItem().ShouldBeOfType<FactsObserved>().Facts.ShouldHaveSingleItem().Value.ShouldBe(better.Value);
    }

    /// <summary>Looked at every hour, valid for a day: recorded when less than half a day is left.</summary>
    [Fact]
    public void What_would_soon_be_unknown_is_recorded_anew()
    {
        var (known, recorded) = (new KnownFact(Line, Noon), 1);
        for (var hour = 1; hour <= 48; hour++)
        {
            var at = Noon.AddHours(hour);
            var seen = Line with { ValidUntil = at.AddDays(1) };
            if (new Past(new(StringComparer.Ordinal) { [Line.Name] = known }).Decide(at, seen).Count == 0)
                continue;
            (known, recorded) = (new KnownFact(seen, at), recorded + 1);
        }

        recorded.ShouldBe(4);
        known.Fact.ValidUntil.ShouldBe(Noon.AddHours(39).AddDays(1));
    }

    [Fact]
    public void That_a_source_cannot_tell_any_more_is_recorded() =>
        Known(Line, Noon).Decide(Noon.AddHours(1), Line with { Value = new FactValue.Unknown("No run in 30 days"), ValidUntil = null }).Count.ShouldBe(1);

    [Fact]
    public void Values_are_equal_when_they_mean_the_same()
    {
        new FactValue.Json(JsonElement.Parse("""{"a":1,"b":[2]}""")).ShouldBe(new FactValue.Json(JsonElement.Parse("""{ "b": [2], "a": 1 }""")));
        new FactValue.Number(80.0m).ShouldBe(new FactValue.Number(80.00m));
        new FactValue.Text("80").Equals((FactValue)new FactValue.Version("80")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Coverage", "\"Coverage\" cannot name a fact")]
    [InlineData("coverage..line", "cannot name a fact")]
    [InlineData("", "cannot name a fact")]
    public void A_name_that_cannot_be_asked_for_is_refused(string name, string reason) =>
        Should.Throw<RuleViolation>(() => Decide(Noon, Line with { Name = name })).Message.ShouldContain(reason);

    [Fact]
    public void Values_that_cannot_be_kept_are_refused()
    {
        Refusal(Line with { ValidUntil = Noon }).ShouldContain("not after");
        Refusal(Line with { Value = new FactValue.Text(new string('x', 2001)) }).ShouldContain("2001 characters");
        Refusal(Line with { Evidence = "javascript:alert(1)" }).ShouldContain("no http address");
        Should.Throw<RuleViolation>(() => Decide(Noon, Line, Line)).Message.ShouldContain("twice");
        Should.Throw<RuleViolation>(() => Decide(Noon)).Message.ShouldContain("from 1 to 200");
    }

    private static string Refusal(Fact fact) => Should.Throw<RuleViolation>(() => Decide(Noon, fact)).Message;

    private static IReadOnlyList<FactEvent> Decide(DateTimeOffset at, params Fact[] facts) => new Past([]).Decide(at, facts);

    private static Past Known(Fact fact, DateTimeOffset at) => new(new(StringComparer.Ordinal) { [fact.Name] = new KnownFact(fact, at) });

    private sealed record Past(Dictionary<string, KnownFact> Known)
    {
        public IReadOnlyList<FactEvent> Decide(DateTimeOffset at, params Fact[] facts) => FactDecider.Decide(new ObserveFacts(Cart, "coverage", facts, at), Known);
    }
}
