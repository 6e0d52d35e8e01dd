using System.Globalization;
using System.Text.Json;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Events;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class EventSubscriptionTests
{
    private const string Events = "subscription($from: Position, $where: EventFilter) { events(from: $from, where: $where) { position } }";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cut_off_during_a_thousand_changes_a_client_gets_exactly_those_in_order_when_it_resumes()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.AskAsync("{ position }");
        var first = await TakeAsync(catalog, new { from = "0" }, 1);
        for (var change = 1; change <= 1_000; change++)
            await catalog.SeeAsync(Component("cart", change % 2 == 0 ? "shop" : "stock"));

        var expected = (await catalog.Log.ReadAsync(first[^1], 10_000, Ct)).Select(recorded => recorded.Position).ToList();
        expected.Count.ShouldBeGreaterThanOrEqualTo(1_000);
        (await TakeAsync(catalog, new { from = $"{first[^1]}" }, expected.Count)).ShouldBe(expected);
    }

    [Fact]
    public async Task Over_a_hundred_random_cuts_under_load_no_event_is_lost_or_comes_twice()
    {
        await using var catalog = await Catalog.CreateAsync();
        var chance = new Random(11);
        var got = new List<long>();
        var writing = Task.Run(
            async () =>
            {
                for (var change = 0; change < 600; change++)
                    await catalog.SeeAsync(Component($"c{change % 7}", change % 14 < 7 ? "shop" : "stock"));
            },
            Ct);

        for (var cut = 0; cut < 100; cut++)
            got.AddRange(await TakeAsync(catalog, new { from = $"{got.LastOrDefault()}" }, chance.Next(1, 5)));
        await writing;
        var all = (await catalog.Log.ReadAsync(0, 10_000, Ct)).Select(recorded => recorded.Position).ToList();
        got.AddRange(await TakeAsync(catalog, new { from = $"{got[^1]}" }, all.Count - got.Count));

        got.ShouldBe(all);
    }

    [Fact]
    public async Task Without_a_position_it_begins_after_what_can_be_read_now()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("before", "shop"));
        await catalog.AskAsync("{ position }");
        var subscription = catalog.Subscribe(Events, new { }, root: null, Ct);
        var after = await catalog.SeeAsync(Component("after", "shop"));

        var position = await subscription.Results.Select(PositionOf).FirstAsync(Ct);

        position.ShouldBe(after);
    }

    [Fact]
    public async Task When_an_event_comes_every_read_model_can_answer_about_it()
    {
        await using var catalog = await Catalog.CreateAsync();
        await using var answers = catalog.Subscribe("subscription { events { entity { title } } }", new { }, root: null, Ct).Results.GetAsyncEnumerator(Ct);
        for (var number = 0; number < 20; number++)
        {
            await catalog.SeeAsync(Component($"c{number}", "shop"));
            (await answers.MoveNextAsync()).ShouldBeTrue();
            Catalog.Json(answers.Current).GetProperty("data").GetProperty("events").GetProperty("entity").GetProperty("title").GetString().ShouldBe($"c{number}");
        }
    }

    [Fact]
    public async Task A_filter_means_what_it_means_in_the_events_query()
    {
        await using var catalog = await Catalog.CreateAsync();
        for (var number = 0; number < 6; number++)
            await catalog.SeeAsync(Component($"c{number % 3}", number % 2 == 0 ? "shop" : "stock"));
        await catalog.RemoveAsync("component:c1");
        var last = (await catalog.AskAsync("{ position }")).GetProperty("position").GetString()!;
        object[] filters =
        [
            new { until = $"@{last}" },
            new { until = $"@{last}", entity = new[] { "component:c1" } },
            new { until = $"@{last}", types = new[] { "entity-removed" } },
            new { until = $"@{last}", types = new[] { "entity-registered" }, entity = new[] { "component:c0", "component:c2" } },
            new { until = $"@{last}", stream = new[] { "entity-component:default/c2" }, actor = new[] { "Ann <ann@example.com>" } },
            new { until = $"@{last}", actor = new[] { "nobody" } },
            new { since = "@2", until = "@5" },
            new { until = $"@{last}", since = "2026-03-01T12:00:00Z" },
        ];
        foreach (var where in filters)
        {
            var asked = await catalog.AskAsync("query($where: EventFilter) { events(where: $where, first: 100) { nodes { position } } }", new { where });
            var expected = asked.GetProperty("events").GetProperty("nodes").EnumerateArray().Select(node => long.Parse(node.GetProperty("position").GetString()!, CultureInfo.InvariantCulture)).ToList();

            var streamed = await catalog.Subscribe(Events, new { from = "0", where }, root: null, Ct).Results.Select(PositionOf).ToListAsync(Ct);

            streamed.ShouldBe(expected, JsonSerializer.Serialize(where));
        }
    }

    [Fact]
    public async Task A_bookmark_goes_before_the_argument_and_moves_over_what_the_filter_leaves_out()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("early", "shop"));
        var early = catalog.Position;
        await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.SeeAsync(Component("late", "shop"));
        await catalog.AskAsync("{ position }");
        var last = catalog.Position;
        var bookmark = new EventBookmark(early);

        var streamed = await catalog
            .Subscribe(Events, new { from = "0", where = new { entity = new[] { "component:early", "component:cart" }, until = $"@{last}" } }, bookmark, Ct)
            .Results.Select(PositionOf).ToListAsync(Ct);

        streamed.ShouldAllBe(position => position > early && position < last);
        streamed.ShouldNotBeEmpty();
        bookmark.Position.ShouldBe(last);
    }

    private static async Task<List<long>> TakeAsync(Catalog catalog, object variables, int count) =>
        count == 0 ? [] : await catalog.Subscribe(Events, variables, root: null, Ct).Results.Select(PositionOf).Take(count).ToListAsync(Ct);

    private static long PositionOf(GraphQLResult result)
    {
        var position = long.Parse(Catalog.Json(result).GetProperty("data").GetProperty("events").GetProperty("position").GetString()!, CultureInfo.InvariantCulture);
        position.ShouldBe(((RecordedEvent)result.SourceEvent!).Position);
        return position;
    }
}
