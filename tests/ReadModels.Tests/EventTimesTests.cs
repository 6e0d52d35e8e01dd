using System.Text.Json;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class EventTimesTests : IAsyncLifetime
{
    private Catalog catalog = null!;

    public async ValueTask InitializeAsync() => catalog = await Catalog.CreateAsync();

    public ValueTask DisposeAsync() => catalog.DisposeAsync();

    [Fact]
    public async Task Spans_tile_the_time_asked_for_and_count_every_event_once()
    {
        const int Events = 300;
        var random = new Random(20260301);
        var times = Enumerable.Range(0, Events).Select(_ => Catalog.Noon.AddMicroseconds(random.NextInt64(100_000_000_000))).ToList();
        var result = await catalog.Log.AppendAsync(
            new StreamAppend("source-a", ExpectedVersion.Any, [.. times.Select(time => new NewEvent(new SourceEvent.SourceReachable("a"), time))]),
            new AppendContext("tester"), TestContext.Current.CancellationToken);
        catalog.AppendedUpTo(result.LastPosition);

        for (var round = 0; round < 20; round++)
        {
            var buckets = random.Next(1, 200);
            var since = round == 0 ? times.Min() : times[random.Next(Events)];
            var until = round == 0 ? times.Max() : since.AddMicroseconds(random.NextInt64(50_000_000_000));
            var density = await DensityAsync(new { since = since.ToString("O"), until = until.ToString("O"), buckets });

            var counts = density.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()).ToArray();
            var length = TimeSpan.FromMicroseconds(Math.Ceiling(((until - since).TotalMicroseconds + 1) / buckets));
            counts.ShouldBe([.. Enumerable.Range(0, buckets).Select(span =>
                times.Count(time => time >= since && time <= until && time >= since + (span * length) && time < since + ((span + 1) * length)))], $"round {round}");
            density.GetProperty("total").GetInt32().ShouldBe(counts.Sum());
        }

        var whole = await DensityAsync(new { buckets = 7 });
        whole.GetProperty("total").GetInt32().ShouldBe(Events);
        whole.GetProperty("since").GetDateTimeOffset().ShouldBe(times.Min());
        whole.GetProperty("until").GetDateTimeOffset().ShouldBe(times.Max());
    }

    [Fact]
    public async Task An_empty_log_a_time_before_it_began_and_spans_that_cannot_be_are_answered()
    {
        (await DensityAsync(new { buckets = 3 })).GetRawText().ShouldBe("""{"since":null,"until":null,"total":0,"counts":[]}""");
        await catalog.SeeAsync(Component("cart"));
        (await DensityAsync(new { until = "2020-01-01T00:00:00Z", buckets = 2 })).GetProperty("counts").GetRawText().ShouldBe("[0,0]");
        (await DensityAsync(new { since = "2030-01-01T00:00:00Z", buckets = 2 })).GetProperty("counts").GetRawText().ShouldBe("[0,0]");
        (await RefusalAsync(new { buckets = 1001 })).ShouldBe("`buckets` must be from 1 to 1000; 1001 was asked for.");
        (await RefusalAsync(new { since = "2026-02-01T00:00:00Z", until = "2026-01-01T00:00:00Z", buckets = 1 }))
            .ShouldBe("`since` 2026-02-01T00:00:00Z is later than `until` 2026-01-01T00:00:00Z.");
    }

    [Fact]
    public async Task A_time_stands_between_the_events_that_took_effect_around_it_and_a_position_between_its_neighbours_in_the_log()
    {
        var first = await catalog.SeeAsync(Component("cart")); // 13:00
        await catalog.SeeAsync(Component("wallet")); // 14:00
        var second = await catalog.SeeAsync(Component("cart", owner: "pay")); // 15:00
        const string OfCart = "where: {entity: [\"component:cart\"]}";

        (await BesideAsync($"instant: \"2026-03-01T15:00:00Z\", {OfCart}")).ShouldBe(($"{second}", null));
        (await BesideAsync($"instant: \"2026-03-01T14:30:00Z\", {OfCart}")).ShouldBe(($"{first}", $"{second}"));
        (await BesideAsync($"instant: \"2026-03-01T12:59:59.999999Z\", {OfCart}")).ShouldBe((null, $"{first}"));
        (await BesideAsync($"instant: \"@{second}\", {OfCart}")).ShouldBe(($"{second}", null));
        (await BesideAsync("instant: \"@0\"")).ShouldBe((null, $"{first}"));
        (await BesideAsync(OfCart)).ShouldBe(($"{second}", null));
    }

    [Fact]
    public async Task The_log_as_of_an_instant_ends_there()
    {
        var first = await catalog.SeeAsync(Component("cart")); // 13:00
        await catalog.SeeAsync(Component("cart", owner: "pay")); // 14:00
        var answer = await catalog.AskAsync(
            """
            query($at: Instant) { position: events(at: $at) { totalCount nodes { entity { ownerRef } } }
              time: events(at: "2026-03-01T13:59:59Z") { totalCount } now: events { totalCount } }
            """, new { at = $"@{first}" });

        answer.GetProperty("position").GetProperty("totalCount").GetInt32().ShouldBe(1);
        answer.GetProperty("position").GetProperty("nodes")[0].GetProperty("entity").GetProperty("ownerRef").GetString().ShouldBe("group:default/shop");
        answer.GetProperty("time").GetProperty("totalCount").GetInt32().ShouldBe(1);
        answer.GetProperty("now").GetProperty("totalCount").GetInt32().ShouldBe(2);
    }

    private const string Density = "query($since: DateTime, $until: DateTime, $buckets: Int!) { eventDensity(since: $since, until: $until, buckets: $buckets) { since until total counts } }";

    private async Task<JsonElement> DensityAsync(object variables) => (await catalog.AskAsync(Density, variables)).GetProperty("eventDensity");

    private async Task<string?> RefusalAsync(object variables) =>
        (await catalog.AnswerAsync(Density, variables)).GetProperty("errors")[0].GetProperty("message").GetString();

    private async Task<(string? Before, string? After)> BesideAsync(string arguments)
    {
        var found = (await catalog.AskAsync($$"""{ eventsBeside({{arguments}}) { before { position } after { position } } }""")).GetProperty("eventsBeside");
        return (Position("before"), Position("after"));

        string? Position(string name) => found.GetProperty(name) is { ValueKind: JsonValueKind.Object } e ? e.GetProperty("position").GetString() : null;
    }
}
