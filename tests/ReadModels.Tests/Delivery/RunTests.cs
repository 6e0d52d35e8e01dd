using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Delivery;
using static EventCatalog.Domain.Delivery.DeliveryEvent;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests.Delivery;

public sealed class RunTests
{
    private static readonly DateTimeOffset Noon = Catalog.Noon;
    private static readonly DeliverySubject Cart = new(EntityRef.Parse("component:cart"));
    private static readonly Run Run = new("7", "https://ci.example.com", "main", "abc", "main", "https://ci.example.com/7");

    [Fact]
    public async Task A_run_has_its_states_as_of_either_clock_in_whichever_order_they_were_told()
    {
        await using var catalog = await Catalog.CreateAsync();
        var begun = await TellAsync(catalog, new BuildStarted(Cart, Run), Noon.AddHours(2));
        await TellAsync(catalog, new BuildFinished(Cart, Run with { Name = null }, RunOutcome.Failed, "It broke"), Noon.AddHours(3));
        await TellAsync(catalog, new BuildFinished(Cart, Run with { Id = "8" }, RunOutcome.Passed), Noon.AddHours(5));
        await TellAsync(catalog, new BuildStarted(Cart, Run with { Id = "8" }), Noon.AddHours(4));
        await catalog.SeeAsync(Component("cart", "shop"));

        const string Asked = "query($at: Instant) { entity(ref: \"component:cart\", at: $at) { builds { totalCount nodes { runId name outcome reason startedAt finishedAt } } } }";
        Builds(await catalog.AskAsync(Asked)).ShouldBe([
            """{"runId":"7","name":"main","outcome":"FAILED","reason":"It broke","startedAt":"2026-03-01T14:00:00Z","finishedAt":"2026-03-01T15:00:00Z"}""",
            """{"runId":"8","name":"main","outcome":"PASSED","reason":null,"startedAt":"2026-03-01T16:00:00Z","finishedAt":"2026-03-01T17:00:00Z"}""",
        ]);
        var early = await catalog.AskAsync(Asked, new { at = Noon.AddHours(2).AddMinutes(30).ToString("O") });
        Builds(early).ShouldBe(["""{"runId":"7","name":"main","outcome":null,"reason":null,"startedAt":"2026-03-01T14:00:00Z","finishedAt":null}"""]);
        begun.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_is_told_of_a_repository_is_told_of_the_entity_that_names_it()
    {
        await using var catalog = await Catalog.CreateAsync();
        await TellAsync(catalog, new DeploymentFinished(new DeliverySubject(Repository: "github.com/acme/cart"), Run, new Deployment("production", DeploymentKind.RolledBack, Version: "1.4"), RunOutcome.Passed), Noon);
        await TellAsync(catalog, new IncidentDetected(Cart, new Incident("INC-7", "https://pager.example.com", "Slow", "production")), Noon.AddHours(1));
        await TellAsync(catalog, new IncidentResolved(Cart, new Incident("INC-7", "https://pager.example.com")), Noon.AddHours(2));
        await catalog.SeeAsync("""{"apiVersion":"backstage.io/v1alpha1","kind":"Component","metadata":{"name":"cart","annotations":{"github.com/project-slug":"Acme/Cart"}},"spec":{"type":"service","lifecycle":"production","owner":"shop"}}""");

        var told = (await catalog.AskAsync("""
            { entity(ref: "component:cart") { deployments { nodes { environment kind version about outcome } } incidents { nodes { name environment startedAt finishedAt } } } }
            """)).GetProperty("entity");
        told.GetProperty("deployments").GetProperty("nodes")[0].ToString().ShouldBe("""{"environment":"production","kind":"ROLLED_BACK","version":"1.4","about":"github.com/acme/cart","outcome":"PASSED"}""");
        told.GetProperty("incidents").GetProperty("nodes").EnumerateArray().ShouldHaveSingleItem().ToString()
            .ShouldBe("""{"name":"Slow","environment":"production","startedAt":"2026-03-01T13:00:00Z","finishedAt":"2026-03-01T14:00:00Z"}""");
    }

    [Fact]
    public async Task A_test_that_passes_and_fails_on_one_commit_is_flaky_since_the_first_such_commit()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart", "shop"));
        // On aaa the order is red, then green; on bbb it is red for all; on ccc green, then red; on ddd another pipeline is red.
        await TestsAsync(catalog, "1", "aaa", 3, ("steady", TestOutcome.Passed), ("flaps", TestOutcome.Failed));
        await TestsAsync(catalog, "2", "aaa", 4, ("steady", TestOutcome.Passed), ("flaps", TestOutcome.Passed));
        var before = await TestsAsync(catalog, "3", "bbb", 5, ("steady", TestOutcome.Failed), ("flaps", TestOutcome.Failed));
        await TestsAsync(catalog, "4", "ccc", 6, ("steady", TestOutcome.Passed), ("flaps", TestOutcome.Passed));
        await TestsAsync(catalog, "5", "ccc", 7, ("steady", TestOutcome.Passed), ("flaps", TestOutcome.Errored));
        await TestsAsync(catalog, "6", "ddd", 8, ("steady", TestOutcome.Passed));
        await TestsAsync(catalog, "7", "ddd", 9, "windows", ("steady", TestOutcome.Failed));
        await TestsAsync(catalog, "8", null, 10, ("rerun", TestOutcome.Flaky), ("steady", TestOutcome.Passed));

        const string Asked = "query($at: Instant) { entity(ref: \"component:cart\", at: $at) { flakyTests { suite name firstCommit lastCommit commits } } }";
        var flaky = (await catalog.AskAsync(Asked)).GetProperty("entity").GetProperty("flakyTests");
        flaky.EnumerateArray().Select(test => test.ToString()).ShouldBe([
            """{"suite":"Basket","name":"flaps","firstCommit":"aaa","lastCommit":"ccc","commits":2}""",
            """{"suite":"Basket","name":"rerun","firstCommit":null,"lastCommit":null,"commits":1}""",
        ]);
        (await catalog.AskAsync(Asked, new { at = $"@{before}" })).GetProperty("entity").GetProperty("flakyTests").ToString()
            .ShouldBe("""[{"suite":"Basket","name":"flaps","firstCommit":"aaa","lastCommit":"aaa","commits":1}]""");
        var run = (await catalog.AskAsync("{ entity(ref: \"component:cart\") { testRuns(first: 1) { totalCount nodes { counts { passed failed } cases(outcomes: [FAILED]) { name outcome message } } } } }"))
            .GetProperty("entity").GetProperty("testRuns");
        run.ToString().ShouldBe("""{"totalCount":8,"nodes":[{"counts":{"passed":1,"failed":1},"cases":[{"name":"flaps","outcome":"FAILED","message":null}]}]}""");
    }

    private static string[] Builds(JsonElement data) => [.. data.GetProperty("entity").GetProperty("builds").GetProperty("nodes").EnumerateArray().Select(build => build.ToString())];

    private static Task<long> TestsAsync(Catalog catalog, string run, string? commit, int hour, params (string Name, TestOutcome Outcome)[] cases) => TestsAsync(catalog, run, commit, hour, "linux", cases);

    private static async Task<long> TestsAsync(Catalog catalog, string run, string? commit, int hour, string pipeline, params (string Name, TestOutcome Outcome)[] cases)
    {
        TestCase[] all = [.. cases.Select(one => new TestCase("Basket", one.Name, one.Outcome))];
        var counts = TestCases.Count(all);
        var hash = await catalog.Bodies.PutAsync(TestCases.Write(all), TestContext.Current.CancellationToken);
        return await TellAsync(catalog, new TestsFinished(Cart, new Run(run, "report", pipeline, commit), TestCases.OutcomeOf(counts), counts, hash), Noon.AddHours(hour));
    }

    private static Task<long> TellAsync(Catalog catalog, DeliveryEvent told, DateTimeOffset at) => catalog.AppendAsync(DeliveryStream.Of(told.Subject), told, at);
}
