using System.Text.Json;
using EventCatalog.Domain.Sources;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class HistoryTests : IAsyncLifetime
{
    private Catalog catalog = null!;

    public async ValueTask InitializeAsync() => catalog = await Catalog.CreateAsync();

    public ValueTask DisposeAsync() => catalog.DisposeAsync();

    [Fact]
    public async Task Every_event_says_who_when_and_from_which_line()
    {
        await catalog.SeeAsync(Component("cart"));
        await catalog.SeeAsync(Component("cart", owner: "checkout"));

        var change = (await catalog.AskAsync(
            """
            { entity(ref: "component:cart") { history(last: 1) { totalCount pageInfo { hasPreviousPage } nodes {
                type position streamVersion effectiveAt hash data entityRef cause { actor kind repository commit path line runId event { type } } } } } }
            """)).GetProperty("entity").GetProperty("history");

        change.GetProperty("totalCount").GetInt32().ShouldBe(2);
        change.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean().ShouldBeTrue();
        var e = change.GetProperty("nodes")[0];
        e.GetProperty("type").GetString().ShouldBe("owner-changed");
        e.GetProperty("streamVersion").GetInt32().ShouldBe(2);
        e.GetProperty("effectiveAt").GetString().ShouldBe("2026-03-01T14:00:00Z");
        e.GetProperty("hash").GetString()!.Length.ShouldBe(64);
        e.GetProperty("data").GetProperty("to").GetString().ShouldBe("group:default/checkout");
        var cause = e.GetProperty("cause");
        cause.GetProperty("actor").GetString().ShouldBe("Ann <ann@example.com>");
        cause.GetProperty("kind").GetString().ShouldBe("commit");
        cause.GetProperty("line").GetInt32().ShouldBe(7);
        cause.GetProperty("runId").GetString().ShouldBe("run-1");
        cause.GetProperty("event").GetProperty("type").GetString().ShouldBe("owner-changed");
    }

    [Fact]
    public async Task Owners_follow_one_another_without_gap_or_overlap()
    {
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Component("cart")); // 14:00
        await catalog.SeeAsync(Component("cart", description: "no change of owner"));
        await catalog.SeeAsync(Component("cart", owner: "checkout")); // 16:00

        var answer = await catalog.AskAsync(
            """
            { entity(ref: "component:cart") { ownershipTimeline { ownerRef owner { ref } from to cause { event { type } } } }
              ownershipChanges(where: {owner: ["group:shop"]}) { totalCount nodes { entityRef fromRef toRef at } }
              lost: ownershipChanges(where: {from: ["group:shop"]}) { totalCount }
              later: ownershipChanges(where: {since: "2026-03-01T15:30:00Z"}) { nodes { toRef } } }
            """);

        var periods = answer.GetProperty("entity").GetProperty("ownershipTimeline");
        periods.GetArrayLength().ShouldBe(2);
        periods[0].GetProperty("to").GetString().ShouldBe(periods[1].GetProperty("from").GetString());
        periods[0].GetProperty("owner").GetProperty("ref").GetString().ShouldBe("group:default/shop");
        periods[1].GetProperty("owner").ValueKind.ShouldBe(JsonValueKind.Null);
        periods[1].GetProperty("ownerRef").GetString().ShouldBe("group:default/checkout");
        periods[1].GetProperty("cause").GetProperty("event").GetProperty("type").GetString().ShouldBe("owner-changed");
        answer.GetProperty("ownershipChanges").GetProperty("totalCount").GetInt32().ShouldBe(2);
        answer.GetProperty("lost").GetProperty("totalCount").GetInt32().ShouldBe(1);
        answer.GetProperty("later").GetProperty("nodes")[0].GetProperty("toRef").GetString().ShouldBe("group:default/checkout");
    }

    [Fact]
    public async Task The_difference_between_two_instants_names_fields_and_events()
    {
        await catalog.SeeAsync(Component("cart", tags: ["a", "b"]));
        await catalog.SeeAsync(Component("gone"));
        var from = await catalog.SeeAsync(Component("same", tags: ["a", "b"]));
        await catalog.SeeAsync(Component("cart", tags: ["a", "b"], owner: "checkout"));
        await catalog.SeeAsync(Component("same", tags: ["b", "a"]));
        await catalog.RemoveAsync("component:gone");
        var to = await catalog.SeeAsync(Component("new"));
        const string Query =
            """
            query($from: Instant!, $to: Instant!, $where: EntityFilter) { diff(from: $from, to: $to, where: $where) {
              totalCount nodes { kind ref fields { path before after } events { type } } } }
            """;

        var forth = (await catalog.AskAsync(Query, new { from = $"@{from}", to = $"@{to}" })).GetProperty("diff");
        var back = (await catalog.AskAsync(Query, new { from = $"@{to}", to = $"@{from}" })).GetProperty("diff");
        var owned = (await catalog.AskAsync(Query, new { from = $"@{from}", to = $"@{to}", where = new { owner = new[] { "group:checkout" } } })).GetProperty("diff");
        var none = (await catalog.AskAsync(Query, new { from = $"@{to}", to = $"@{to}" })).GetProperty("diff");

        Lines(forth).ShouldBe("CHANGED component:default/cart, REMOVED component:default/gone, ADDED component:default/new");
        Lines(back).ShouldBe("CHANGED component:default/cart, ADDED component:default/gone, REMOVED component:default/new");
        Lines(owned).ShouldBe("CHANGED component:default/cart");
        none.GetProperty("totalCount").GetInt32().ShouldBe(0);
        var cart = forth.GetProperty("nodes")[0];
        cart.GetProperty("fields").ToString().ShouldBe("""[{"path":"/spec/owner","before":"shop","after":"checkout"}]""");
        cart.GetProperty("events").ToString().ShouldBe("""[{"type":"owner-changed"}]""");
    }

    [Fact]
    public async Task The_log_can_be_searched()
    {
        await catalog.SeeAsync(Component("cart"));
        var second = await catalog.SeeAsync(Component("cart", lifecycle: "deprecated"));

        var answer = await catalog.AskAsync(
            """
            query($since: Instant) { all: events { totalCount nodes { type } }
              byType: events(where: {types: ["lifecycle-changed"]}) { nodes { position entity { lifecycle } } }
              byActor: events(where: {actor: ["nobody"]}) { totalCount }
              since: events(where: {since: $since}) { nodes { type } }
              position readModels { name position lag status } }
            """, new { since = $"@{second - 1}" });

        answer.GetProperty("all").GetProperty("totalCount").GetInt32().ShouldBe(2);
        answer.GetProperty("byType").GetProperty("nodes")[0].GetProperty("entity").GetProperty("lifecycle").GetString().ShouldBe("deprecated");
        answer.GetProperty("byActor").GetProperty("totalCount").GetInt32().ShouldBe(0);
        answer.GetProperty("since").GetProperty("nodes").ToString().ShouldBe("""[{"type":"lifecycle-changed"}]""");
        answer.GetProperty("position").GetString().ShouldBe($"{second}");
        answer.GetProperty("readModels").EnumerateArray().ShouldAllBe(model => model.GetProperty("status").GetString() == "running" && model.GetProperty("lag").GetInt32() == 0);
    }

    [Fact]
    public async Task A_source_shows_its_problems_until_they_are_resolved()
    {
        var key = new ProblemKey("bad.yaml", 2, "name-is-valid", "/metadata/name");
        await catalog.SeeSourceAsync(
            new SourceEvent.SourceRegistered(Catalog.Source, "folder", "/shop", null, "configuration"),
            new SourceEvent.DescriptorRejected(Catalog.Source, new Problem(key, "\"a b\" is not valid", 12, 9, null)));
        await catalog.SeeAsync(Component("cart"));
        const string Query = "{ sources { type target origin entityCount lastCrawl { runId } problems { severity rule message file line column path } } }";

        var source = (await catalog.AskAsync(Query)).GetProperty("sources")[0];
        source.GetProperty("entityCount").GetInt32().ShouldBe(1);
        source.GetProperty("problems").ToString().ShouldBe(
            """[{"severity":"ERROR","rule":"name-is-valid","message":"\"a b\" is not valid","file":"bad.yaml","line":12,"column":9,"path":"/metadata/name"}]""");

        await catalog.SeeSourceAsync(new SourceEvent.RejectionResolved(Catalog.Source, key));
        (await catalog.AskAsync(Query)).GetProperty("sources")[0].GetProperty("problems").GetArrayLength().ShouldBe(0);

        await catalog.SeeSourceAsync(new SourceEvent.SourceUnreachable(Catalog.Source, "The folder is gone"));
        (await catalog.AskAsync(Query)).GetProperty("sources")[0].GetProperty("problems")[0].GetProperty("message").GetString()
            .ShouldBe("The source could not be read: The folder is gone. What it last said stays.");
        await catalog.SeeSourceAsync(new SourceEvent.SourceReachable(Catalog.Source));
        (await catalog.AskAsync(Query)).GetProperty("sources")[0].GetProperty("problems").GetArrayLength().ShouldBe(0);

        await catalog.SeeSourceAsync(new SourceEvent.SourceWithdrawn(Catalog.Source, "no longer wanted"));
        (await catalog.AskAsync(Query)).GetProperty("sources").GetArrayLength().ShouldBe(0);
    }

    private static string Lines(JsonElement diff) => string.Join(", ", diff.GetProperty("nodes").EnumerateArray()
        .Select(change => $"{change.GetProperty("kind").GetString()} {change.GetProperty("ref").GetString()}"));
}
