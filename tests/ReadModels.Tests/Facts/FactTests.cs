using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Facts;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests.Facts;

public sealed class FactTests
{
    private const string Asked = "query($at: Instant) { entity(ref: \"component:cart\", at: $at) { facts { name source text state unknownSince evidence } } }";
    private static readonly DateTimeOffset Noon = Catalog.Noon;

    [Fact]
    public async Task What_sources_observed_stands_beside_the_descriptor_and_survives_its_changes()
    {
        await using var catalog = await Catalog.CreateAsync();
        await ObserveAsync(catalog, "sonarqube", Noon, new Fact("coverage.line", new FactValue.Number(80), Evidence: "https://sonar.example.com/1"));
        await ObserveAsync(catalog, "coverage", Noon, new Fact("coverage.line", new FactValue.Number(81.40m)));
        await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.SeeAsync(Component("cart", "pay"));

        Facts(await catalog.AskAsync(Asked)).ShouldBe(["coverage.line coverage 81.40 KNOWN", "coverage.line sonarqube 80 KNOWN"]);
        await catalog.RenameAsync("component:cart", Component("basket", "pay"));
        Facts(await catalog.AskAsync("{ entity(ref: \"component:basket\") { facts(names: [\"coverage.line\"]) { name source text state } } }")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Facts_are_as_of_either_clock_and_a_late_one_takes_its_place_in_time()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart", "shop"));
        var first = await ObserveAsync(catalog, "coverage", Noon.AddHours(2), new Fact("coverage.line", new FactValue.Number(2)));
        await ObserveAsync(catalog, "coverage", Noon.AddHours(6), new Fact("coverage.line", new FactValue.Number(6)));
        await ObserveAsync(catalog, "coverage", Noon.AddHours(4), new Fact("coverage.line", new FactValue.Number(4)));

        Facts(await catalog.AskAsync(Asked)).ShouldBe(["coverage.line coverage 6 KNOWN"]);
        Facts(await catalog.AskAsync(Asked, new { at = $"@{first}" })).ShouldBe(["coverage.line coverage 2 KNOWN"]);
        foreach (var (hour, value) in new[] { (2, "2"), (3, "2"), (4, "4"), (5, "4"), (6, "6"), (9, "6") })
            Facts(await catalog.AskAsync(Asked, new { at = Noon.AddHours(hour).ToString("O") })).ShouldBe([$"coverage.line coverage {value} KNOWN"]);
        var history = (await catalog.AskAsync("{ entity(ref: \"component:cart\") { factHistory(name: \"coverage.line\", last: 2) { totalCount nodes { text cause { actor } } } } }"))
            .GetProperty("entity").GetProperty("factHistory");
        history.ToString().ShouldBe("""{"totalCount":3,"nodes":[{"text":"6","cause":{"actor":"tester"}},{"text":"4","cause":{"actor":"tester"}}]}""");
    }

    [Fact]
    public async Task What_nobody_confirmed_is_unknown_from_then_on_and_what_cannot_be_told_from_when_that_was_said()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart", "shop"));
        await ObserveAsync(catalog, "ci", Noon.AddHours(2), new Fact("a", new FactValue.Truth(true), Noon.AddHours(3)), new Fact("b", new FactValue.Unknown("No run")));

        Facts(await catalog.AskAsync(Asked, new { at = Noon.AddHours(2).ToString("O") })).ShouldBe(["a ci yes KNOWN", "b ci  UNKNOWN"]);
        var now = (await catalog.AskAsync(Asked)).GetProperty("entity").GetProperty("facts");
        now[0].GetProperty("state").GetString().ShouldBe("EXPIRED");
        now.EnumerateArray().Select(fact => fact.GetProperty("unknownSince").GetString()).ShouldBe(["2026-03-01T15:00:00Z", "2026-03-01T14:00:00Z"]);
    }

    private static string[] Facts(JsonElement data) =>
        [.. data.GetProperty("entity").GetProperty("facts").EnumerateArray().Select(fact => $"{fact.GetProperty("name")} {fact.GetProperty("source")} {fact.GetProperty("text")} {fact.GetProperty("state")}")];

    private static async Task<long> ObserveAsync(Catalog catalog, string source, DateTimeOffset at, params Fact[] facts)
    {
        var cart = EntityRef.Parse("component:cart");
        return await catalog.AppendAsync(FactDecider.StreamOf(cart), new FactEvent.FactsObserved(cart, source, facts), at);
    }
}
