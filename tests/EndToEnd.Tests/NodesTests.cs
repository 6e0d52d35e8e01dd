using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Several portals on one database.</summary>
public sealed class NodesTests
{
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_three_portals_one_is_killed_and_one_is_frozen_and_the_rest_goes_on()
    {
        using var folder = new TempFolder();
        await using var database = await SharedDatabase.NewAsync();
        Write(folder, "zero");
        var portals = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Portal.StartAsync(database.Environment, "--source", folder.At("source"))));
        await using var first = portals[0];
        await using var second = portals[1];
        await using var third = portals[2];
        await Eventually.IsAsync("work on all three", async () => await database.WorkingAsync() == 3);
        await Task.WhenAll(portals.Select(portal => ShowsAsync(portal, "zero")));

        var killed = await CrawlingAsync(database, portals);
        var left = portals.Where(portal => portal != killed).ToList();
        await using (var reading = new Readers(left))
        {
            await killed.KillAsync();
            Write(folder, "one");
            await Task.WhenAll(left.Select(portal => ShowsAsync(portal, "one")));
            await reading.WithoutFailureAsync();
        }

        var frozen = await CrawlingAsync(database, left);
        var last = left.Single(portal => portal != frozen);
        await using (var reading = new Readers([last]))
        {
            await frozen.SignalAsync("STOP");
            Write(folder, "two");
            await ShowsAsync(last, "two");
            await reading.WithoutFailureAsync();
        }

        await frozen.SignalAsync("CONT");
        Write(folder, "three");
        await Task.WhenAll(ShowsAsync(last, "three"), ShowsAsync(frozen, "three"));
        await Eventually.IsAsync("work on both", async () => await database.WorkingAsync() == 2);
        (await frozen.StopAsync()).ShouldBe(0, frozen.Output);
        (await last.StopAsync()).ShouldBe(0, last.Output);
        (await database.WorkingAsync()).ShouldBe(0);

        var shown = await database.ReadModelsAsync();
        await database.DropReadModelsAsync();
        await last.StartAgainAsync("--source", folder.At("source"));
        await last.SettledAsync();
        (await last.StopAsync()).ShouldBe(0, last.Output);
        (await database.ReadModelsAsync()).ShouldBe(shown);
    }

    [Fact]
    public async Task A_read_only_portal_answers_says_how_far_it_is_and_takes_no_changes()
    {
        using var folder = new TempFolder();
        await using var database = await SharedDatabase.NewAsync();
        var early = await CommandRun.OfAsync(CommandRun.EventCatalog(["serve", "--read-only", "--data", folder.At("early"), "--url", Portal.FreeAddress().ToString()], database.Environment));
        early.ExitCode.ShouldBe(3, early.All);
        early.Errors.ShouldContain("Start an ordinary portal of this version first.");

        Write(folder, "zero");
        await using var ordinary = await Portal.StartAsync(database.Environment, "--source", folder.At("source"));
        await using var readOnly = await Portal.StartAsync(database.Environment, "--read-only");
        readOnly.Output.ShouldContain("read-only");
        await ShowsAsync(ordinary, "zero");
        Write(folder, "one");
        await ShowsAsync(ordinary, "one");
        var position = await ordinary.PositionAsync();

        // What one portal has shown, the other shows to who asks for that position.
        using var entity = await AskAsync(readOnly, "/api/catalog/entities/by-name/component/default/one", string.Create(CultureInfo.InvariantCulture, $"@{position}"));
        entity.StatusCode.ShouldBe(HttpStatusCode.OK);
        PositionOf(entity).ShouldBeGreaterThanOrEqualTo(position);
        foreach (var portal in (Portal[])[ordinary, readOnly])
        {
            using var known = await AskAsync(portal, "/graphql?query={position}", position.ToString(CultureInfo.InvariantCulture));
            known.StatusCode.ShouldBe(HttpStatusCode.OK);
            PositionOf(known).ShouldBeGreaterThanOrEqualTo(position);
            using var future = await AskAsync(portal, "/graphql?query={position}", "999999");
            future.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            future.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            future.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            (await future.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("detail").GetString()!.ShouldStartWith($"This node has read up to @{PositionOf(future)}, not yet to @999999.");
            using var nonsense = await AskAsync(portal, "/graphql?query={position}", "soon");
            nonsense.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        using var refresh = await readOnly.Http.PostAsJsonAsync("/graphql", new { query = "mutation { refresh(input: {}) { position } }" }, Ct);
        var error = (await refresh.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors")[0];
        error.GetProperty("extensions").GetProperty("code").GetString().ShouldBe("READ_ONLY");
        error.GetProperty("message").GetString()!.ShouldContain("send `refresh` to an ordinary portal");
        (await readOnly.PositionAsync()).ShouldBe(position);
        (await readOnly.Http.GetFromJsonAsync<JsonElement>("/health/ready", Ct)).GetProperty("readOnly").GetBoolean().ShouldBeTrue();
        (await database.NodesAsync()).ShouldBe(1);

        var status = await CommandRun.OfAsync(CommandRun.EventCatalog(["store", "status", "--data", folder.At("other")], database.Environment));
        status.Output.ShouldContain($"node {Environment.MachineName}:{ordinary.ProcessId}");
        status.Output.ShouldContain($"  crawling: {Environment.MachineName}:{ordinary.ProcessId}");
        (await ordinary.StopAsync()).ShouldBe(0, ordinary.Output);
        (await database.NodesAsync()).ShouldBe(0);
        await ShowsAsync(readOnly, "one");
    }

    private static void Write(TempFolder folder, string name) => folder.Write($"source/{name}/catalog-info.yaml", Descriptor.Component(name, "shop"));

    private static Task ShowsAsync(Portal portal, string name) => Eventually.IsAsync($"{name} in the portal, which said:\n{portal.Output}", async () =>
        (await portal.AskAsync($"{{ entity(ref: \"component:default/{name}\") {{ ref }} }}")).GetProperty("entity").ValueKind is JsonValueKind.Object, Takeover);

    private static async Task<Portal> CrawlingAsync(SharedDatabase database, IReadOnlyList<Portal> portals)
    {
        Portal? found = null;
        await Eventually.IsAsync("one of the portals to crawl", async () =>
            await database.ProcessOfAsync("crawling") is { } process && (found = portals.FirstOrDefault(portal => portal.ProcessId == process)) is not null);
        return found!;
    }

    private static async Task<HttpResponseMessage> AskAsync(Portal portal, string path, string least)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("min-position", least);
        return await portal.Http.SendAsync(request, Ct);
    }

    private static long PositionOf(HttpResponseMessage answer) => long.Parse(answer.Headers.GetValues("X-Position").Single(), CultureInfo.InvariantCulture);

    /// <summary>Asks portals without a pause until disposed.</summary>
    private sealed class Readers : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task[] reading;
        private int answers;

        public Readers(IEnumerable<Portal> portals) => reading = [.. portals.Select(portal => Task.Run(() => ReadAsync(portal)))];

        /// <summary>Fails where an answer was late, an error, or did not come.</summary>
        public async Task WithoutFailureAsync()
        {
            await stop.CancelAsync();
            await Task.WhenAll(reading);
            answers.ShouldBeGreaterThan(10);
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Task.WhenAll(reading).ContinueWith(_ => { }, TaskScheduler.Default);
            stop.Dispose();
        }

        private async Task ReadAsync(Portal portal)
        {
            while (!stop.IsCancellationRequested)
            {
                await portal.AskAsync("{ entities(first: 5) { totalCount nodes { ref relations { totalCount } } } sources { id } }");
                Interlocked.Increment(ref answers);
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }
}
