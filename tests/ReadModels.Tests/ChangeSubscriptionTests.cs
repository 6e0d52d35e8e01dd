using System.Text.Json;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

/// <summary>A saved query followed says what enters its answer, leaves it and changes within it.</summary>
public sealed class ChangeSubscriptionTests
{
    private const string Changes = "subscription($from: Position, $where: EntityFilter) { changes(from: $from, where: $where) { position kind ref entity { lifecycle } event { type entityRef } } }";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entity_enters_changes_and_leaves()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart", "shop", lifecycle: "experimental"));
        await catalog.SeeAsync(Component("cart", "shop", lifecycle: "production"));
        await catalog.SeeAsync(Component("cart", "shop", lifecycle: "production", description: "Holds things"));
        await catalog.SeeAsync(Component("cart", "shop", lifecycle: "deprecated", description: "Holds things"));
        await catalog.RemoveAsync("component:cart");

        var changes = await TakeAsync(catalog, new { from = "0", where = new { lifecycle = new[] { "production", "deprecated" } } }, 4);

        changes.Select(change => $"{change.GetProperty("kind")} {change.GetProperty("ref")} {change.GetProperty("event").GetProperty("type")} {change.GetProperty("entity")}").ShouldBe(
        [
            """ADDED component:default/cart lifecycle-changed {"lifecycle":"production"}""",
            """CHANGED component:default/cart descriptor-changed {"lifecycle":"production"}""",
            """CHANGED component:default/cart lifecycle-changed {"lifecycle":"deprecated"}""",
            "REMOVED component:default/cart entity-removed ",
        ]);
    }

    [Fact]
    public async Task A_team_that_moves_takes_what_it_owns_along()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Group("commerce"));
        await catalog.SeeAsync(Group("shop"));
        await catalog.SeeAsync(Component("cart", "shop"));
        await catalog.SeeAsync(Component("basket", "shop"));
        var before = catalog.Position;
        await catalog.SeeAsync(Group("shop", parent: "commerce"));
        await catalog.SeeAsync(Group("shop"));

        var changes = await TakeAsync(catalog, new { from = $"{before}", where = new { owner = new[] { "group:commerce" }, ownerDescendants = true } }, 4);

        changes.Select(change => $"{change.GetProperty("kind")} {change.GetProperty("ref")} by {change.GetProperty("event").GetProperty("entityRef")}").ShouldBe(
        [
            "ADDED component:default/basket by group:default/shop", "ADDED component:default/cart by group:default/shop",
            "REMOVED component:default/basket by group:default/shop", "REMOVED component:default/cart by group:default/shop",
        ]);
    }

    [Fact]
    public async Task Applied_to_an_earlier_answer_the_changes_give_every_later_one()
    {
        await using var catalog = await Catalog.CreateAsync();
        await MakeHistoryAsync(catalog, new Random(17), changes: 90);
        object[] filters =
        [
            new { },
            new { kind = new[] { "component" }, lifecycle = new[] { "production" } },
            new { owner = new[] { "group:t0" }, ownerDescendants = true },
            new { not = new { owner = new[] { "group:t0", "group:t1" }, ownerDescendants = true } },
            new { paths = new[] { new { path = "relations.dependencyOf", values = (string[]?)null } } },
            new { any = new object[] { new { tags = new[] { "red" } }, new { paths = new[] { new { path = "relations.dependsOn", values = new[] { "component:default/c1" } } } } } },
            new { hasProblems = true },
        ];
        var last = catalog.Position;
        foreach (var where in filters)
        {
            var answer = await AnswerAsync(catalog, where, at: 20);
            var applied = 20L;
            await foreach (var change in FollowAsync(catalog, new { from = "20", where }, last))
            {
                var position = long.Parse(change.GetProperty("position").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
                if (position != applied && applied % 4 == 0)
                    (await AnswerAsync(catalog, where, applied)).ShouldBe(answer, ignoreOrder: true, $"{JsonSerializer.Serialize(where)} @{applied}");
                applied = position;
                var reference = change.GetProperty("ref").GetString()!;
                var isIn = answer.Contains(reference);
                switch (change.GetProperty("kind").GetString())
                {
                    case "ADDED":
                        isIn.ShouldBeFalse();
                        answer.Add(reference);
                        break;
                    case "REMOVED":
                        answer.Remove(reference).ShouldBeTrue();
                        break;
                    default:
                        isIn.ShouldBeTrue();
                        break;
                }
            }

            (await AnswerAsync(catalog, where, last)).ShouldBe(answer, ignoreOrder: true, JsonSerializer.Serialize(where));
        }
    }

    private static async Task MakeHistoryAsync(Catalog catalog, Random chance, int changes)
    {
        string? Some(params string?[] values) => values[chance.Next(values.Length)];
        for (var change = 0; change < changes; change++)
        {
            if (chance.Next(4) == 0)
            {
                await catalog.SeeAsync(Group($"t{chance.Next(4)}", parent: Some(null, "t0", "t1", "t2")));
                continue;
            }

            var name = $"c{chance.Next(6)}";
            if (chance.Next(6) == 0)
                await catalog.RemoveAsync($"component:{name}");
            else
                await catalog.SeeAsync(Component(name, $"t{chance.Next(5)}", lifecycle: Some("production", "experimental")!, tags: chance.Next(2) == 0 ? ["red"] : null, dependsOn: chance.Next(2) == 0 ? [$"component:c{chance.Next(7)}"] : null));
        }
    }

    private static async Task<HashSet<string>> AnswerAsync(Catalog catalog, object where, long at)
    {
        var data = await catalog.AskAsync(
            "query($where: EntityFilter, $at: Instant) { entities(where: $where, at: $at, first: 100) { nodes { ref } } }", new { where, at = $"@{at}" });
        return [.. data.GetProperty("entities").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("ref").GetString()!)];
    }

    private static async Task<IReadOnlyList<JsonElement>> TakeAsync(Catalog catalog, object variables, int count) =>
        await catalog.Subscribe(Changes, variables, root: null, Ct).Results.Select(Catalog.Json).Select(ChangeOf).Take(count).ToListAsync(Ct);

    /// <summary>The changes up to a position; the bookmark tells when it is passed, as no change need stand there.</summary>
    private static async IAsyncEnumerable<JsonElement> FollowAsync(Catalog catalog, object variables, long last)
    {
        var bookmark = new Events.EventBookmark(after: null);
        using var passed = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var answers = catalog.Subscribe(Changes, variables, bookmark, passed.Token).Results.GetAsyncEnumerator(passed.Token);
        while (true)
        {
            var next = answers.MoveNextAsync().AsTask();
            while (!next.IsCompleted && bookmark.Position < last)
                await Task.WhenAny(next, Task.Delay(10, Ct));
            if (!next.IsCompleted)
                break;
            yield return ChangeOf(Catalog.Json(answers.Current));
        }

        await passed.CancelAsync();
    }

    private static JsonElement ChangeOf(JsonElement answer) => answer.GetProperty("data").GetProperty("changes");
}
