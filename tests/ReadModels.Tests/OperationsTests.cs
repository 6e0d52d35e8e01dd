using System.Text.Json;
using EventCatalog.EventStore;
using Npgsql;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

/// <summary>What the portal answers to whoever runs it.</summary>
public sealed class OperationsTests
{
    private const string Entities = "entities/4";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_model_that_cannot_apply_an_event_names_it_and_the_others_go_on()
    {
        await using var catalog = await Catalog.CreateAsync(new RefusesTheSecond());
        await catalog.SeeAsync(Component("cart"));
        await catalog.SeeAsync(Component("stock"));
        await catalog.SeeAsync(Component("shelf"));

        var stopped = await ReadModelAsync(catalog, RefusesTheSecond.ProjectionName, model => Text(model, "state") is "STOPPED");

        (Text(stopped, "position"), stopped.GetProperty("lag").GetInt32()).ShouldBe(("1", 2));
        var failure = stopped.GetProperty("failure");
        (Text(failure, "position"), Text(failure, "type"), Text(failure, "message")).ShouldBe(("2", "entity-registered", "I do not eat that."));
        failure.GetProperty("at").GetDateTimeOffset().ShouldBeGreaterThan(Catalog.Noon);
        Text(stopped, "status").ShouldBe("stopped at @2: I do not eat that.");
        var other = await ReadModelAsync(catalog, Entities, model => model.GetProperty("lag").GetInt32() == 0);
        (Text(other, "state"), Text(other, "position"), other.GetProperty("failure").ValueKind).ShouldBe(("RUNNING", "3", JsonValueKind.Null));
    }

    [Fact]
    public async Task A_build_beside_is_shown_with_what_it_waits_for_and_no_other_read_model_has_one()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart"));
        (await ReadModelAsync(catalog, Entities, _ => true)).GetProperty("beside").ValueKind.ShouldBe(JsonValueKind.Null);

        await new Rebuilds(catalog.Database).AskAsync(Entities, "user:ann", "to see it is the same", Ct);

        var built = await ReadModelAsync(catalog, Entities, model => model.GetProperty("beside") is { ValueKind: JsonValueKind.Object } build && Text(build, "status") is "ready to be served");
        (Text(built.GetProperty("beside"), "position"), Text(built.GetProperty("beside"), "state"), built.GetProperty("beside").GetProperty("lag").GetInt32()).ShouldBe(("1", "RUNNING", 0));
        (await ReadModelAsync(catalog, "relations/3", _ => true)).GetProperty("beside").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_store_tells_its_size_its_epoch_who_works_on_what_and_how_its_archive_is()
    {
        await using var catalog = await Catalog.CreateAsync();
        await catalog.SeeAsync(Component("cart"));
        await catalog.SeeAsync(Component("stock"));
        var leases = new Leases(catalog.Database, new LeaseOptions(), "one:7");
        using var stop = new CancellationTokenSource();
        var sharing = Task.WhenAll(leases.RunAsync(stop.Token), leases.RunWhileHeldAsync("crawling", held => Task.Delay(Timeout.Infinite, held), stop.Token));

        var store = await UntilAsync("a node at work", async () =>
            (await catalog.AskAsync("{ store { position epoch events bytes nodes { name since } work { name node since epoch } archive { on problem lastArchivedAt } } }")).GetProperty("store"),
            found => found.GetProperty("work").GetArrayLength() == 1);
        await stop.CancelAsync();
        await sharing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        (Text(store, "position"), store.GetProperty("epoch").GetInt32(), store.GetProperty("events").GetDouble()).ShouldBe(("2", 1, 2));
        store.GetProperty("bytes").GetDouble().ShouldBeGreaterThan(0);
        Text(store.GetProperty("nodes").EnumerateArray().ShouldHaveSingleItem(), "name").ShouldBe("one:7");
        var work = store.GetProperty("work")[0];
        (Text(work, "name"), Text(work, "node"), work.GetProperty("epoch").GetInt32()).ShouldBe(("crawling", "one:7", 1));
        (store.GetProperty("archive").GetProperty("on").GetBoolean(), store.GetProperty("archive").GetProperty("problem").ValueKind).ShouldBe((false, JsonValueKind.Null));
    }

    private static Task<JsonElement> ReadModelAsync(Catalog catalog, string name, Func<JsonElement, bool> holds) => UntilAsync(name, async () =>
        (await catalog.AskAsync("{ readModels { name position lag lagSeconds status state node failure { position type message at } beside { position lag state status } } }"))
            .GetProperty("readModels").EnumerateArray().Single(model => Text(model, "name") == name), holds);

    private static async Task<JsonElement> UntilAsync(string what, Func<Task<JsonElement>> ask, Func<JsonElement, bool> holds)
    {
        for (var end = TimeProvider.System.GetUtcNow().AddSeconds(30); ;)
        {
            var answer = await ask();
            if (holds(answer))
                return answer;
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(end, $"{what} is {answer}");
            await Task.Delay(20, Ct);
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private sealed class RefusesTheSecond : IProjection
    {
        public const string ProjectionName = "picky/1";

        public string Name => ProjectionName;

        public string Schema => "rm_picky_1";

        public string Ddl => "create table seen (position bigint)";

        public Task ApplyAsync(IReadOnlyList<RecordedEvent> page, NpgsqlConnection connection, CancellationToken ct) =>
            page.Any(recorded => recorded.Position == 2) ? throw new InvalidOperationException("I do not eat that.") : Task.CompletedTask;
    }
}
