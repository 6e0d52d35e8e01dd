using System.Diagnostics;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>A read model is built anew, switched and switched back while people read and write (D6).</summary>
public sealed class RebuildTests
{
    private const int Sources = 4;
    private const int Readers = 4;
    private const int ReadsPerSecond = 200;
    private const int WritesPerSecond = 20;

    /// <summary>The promise is 5 s, the start of the program included; the rest is for the other programs of a shared machine.</summary>
    private static readonly TimeSpan WayBack = TimeSpan.FromSeconds(5 + 3);

    private static readonly Dictionary<string, string> OnRequest = new(StringComparer.Ordinal) { ["Catalog__CrawlInterval"] = "01:00:00" };

    [Fact]
    public async Task A_read_model_is_rebuilt_switched_and_switched_back_under_load_and_no_read_fails_or_shows_what_is_older()
    {
        using var folder = new TempFolder();
        await using var portal = await Portal.StartAsync(OnRequest);
        await portal.DemoIsThereAsync();
        for (var n = 0; n < Sources; n++)
        {
            var file = folder.Write($"s{n}/catalog-info.yaml", Descriptor.Component($"w{n}", "owner-0"));
            await portal.AskAsync("mutation($target: String!) { registerSource(input: { target: $target }) { source { id } } }", new { target = Path.GetDirectoryName(file) });
        }

        using var enough = new CancellationTokenSource();
        var writing = Enumerable.Range(0, Sources).Select(n => Task.Run(() => WriteAsync(portal, folder, n, enough.Token))).ToList();
        var reading = Enumerable.Range(0, Readers).Select(n => Task.Run(() => ReadAsync(portal, n % Sources, enough.Token))).ToList();

        await StoreAsync(portal, 0, "rebuild", "entities/4", "--because", "to see it is the same", "--wait");
        (await StoreAsync(portal, 0, "switch", "entities/4")).ShouldContain("is served from the new build");
        var taken = Stopwatch.StartNew();
        (await StoreAsync(portal, 0, "switch", "entities/4", "--back")).ShouldContain("is served from the former build");
        var back = taken.Elapsed;
        back.ShouldBeLessThan(WayBack);
        var status = await StoreAsync(portal, 0, "status");

        await enough.CancelAsync();
        var written = await Task.WhenAll(writing);
        var reads = await Task.WhenAll(reading);
        TestContext.Current.TestOutputHelper?.WriteLine($"{reads.Sum()} reads and {written.Sum()} writes; back in {back.TotalSeconds:F1} s");

        status.ShouldContain("entities/4+beside: @");
        status.ShouldContain("to see it is the same");
        written.ShouldAllBe(count => count > 0);
        reads.ShouldAllBe(count => count > 20);
        for (var n = 0; n < Sources; n++)
            (await EntityAsync(portal, n)).GetProperty("entity").GetProperty("ownerRef").GetString().ShouldBe($"group:default/owner-{written[n]}");

        await StoreAsync(portal, 0, "discard", "entities/4");
        await Eventually.IsAsync("nothing beside", async () => !(await portal.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Contains("position{read_model=\"entities/4+beside\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_parked_read_model_is_a_stopped_one_wherever_one_looks_and_a_build_is_made_without_a_portal()
    {
        using var folder = new TempFolder();
        await using var portal = await Portal.StartAsync("--source", folder.Write("catalog-info.yaml", Descriptor.Component("cart", "shop")));
        await portal.SettledAsync();

        await StoreAsync(portal, 0, "park", "relations/3", "--because", "the edges look wrong");
        await Eventually.IsAsync("a parked read model", async () =>
        {
            using var health = await portal.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            return (int)health.StatusCode == 503 && (await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("the edges look wrong", StringComparison.Ordinal);
        });
        (await portal.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).ShouldContain("eventcatalog_read_model_stopped{read_model=\"relations/3\"} 1");
        (await StoreAsync(portal, 1, "status")).ShouldContain("the edges look wrong");
        (await portal.AskAsync("{ readModels { name status } }")).GetProperty("readModels").EnumerateArray()
            .Single(model => model.GetProperty("name").GetString() is "relations/3").GetProperty("status").GetString()!.ShouldEndWith(": the edges look wrong");
        await StoreAsync(portal, 0, "retry", "relations/3");
        await Eventually.IsAsync("a ready portal", async () =>
        {
            using var health = await portal.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            return health.IsSuccessStatusCode;
        });

        await StoreAsync(portal, 0, "rebuild", "crawler-memory/2", "--wait");
        (await StoreAsync(portal, 0, "switch", "crawler-memory/2")).ShouldContain("is served from the new build");

        (await portal.StopAsync()).ShouldBe(0, portal.Output);
        (await StoreAsync(portal, 0, "rebuild", "relations/3")).ShouldContain("relations/3 is built beside");
        (await StoreAsync(portal, 2, "rebuild", "relations/3")).ShouldContain("A build stands beside relations/3 already (ready");
        (await StoreAsync(portal, 2, "switch", "relations/3", "--accept-differences")).ShouldContain("--because");
        (await StoreAsync(portal, 0, "switch", "relations/3")).ShouldContain("is served from the new build");
    }

    private static async Task<string> StoreAsync(Portal portal, int exitCode, params string[] arguments)
    {
        var run = await CommandRun.OfEventCatalogAsync(["store", .. arguments, "--data", portal.Data]);
        run.ExitCode.ShouldBe(exitCode, run.All);
        return run.All;
    }

    /// <summary>Hands a component to the next owner, again and again, and waits until that can be read.</summary>
    /// <returns>How often.</returns>
    private static async Task<int> WriteAsync(Portal portal, TempFolder folder, int source, CancellationToken enough)
    {
        var owner = 0;
        await PacedAsync(TimeSpan.FromSeconds((double)Sources / WritesPerSecond), enough, async () =>
        {
            folder.Write($"s{source}/catalog-info.yaml", Descriptor.Component($"w{source}", $"owner-{owner + 1}"));
            await portal.AskAsync($$"""mutation { refresh(input: { ref: "component:default/w{{source}}", wait: true }) { position } }""");
            owner++;
        });
        return owner;
    }

    /// <summary>Reads what the rebuilt read model says of one entity and where every read model is. Neither may ever be older than it was.</summary>
    /// <returns>How often.</returns>
    private static async Task<int> ReadAsync(Portal portal, int source, CancellationToken enough)
    {
        var (reads, version, positions) = (0, 0, new Dictionary<string, long>(StringComparer.Ordinal));
        await PacedAsync(TimeSpan.FromSeconds((double)Readers / ReadsPerSecond), enough, async () =>
        {
            var data = await EntityAsync(portal, source);
            var now = data.GetProperty("entity").GetProperty("version").GetInt32();
            now.ShouldBeGreaterThanOrEqualTo(version);
            version = now;
            foreach (var model in data.GetProperty("readModels").EnumerateArray())
            {
                var (name, position) = (model.GetProperty("name").GetString()!, long.Parse(model.GetProperty("position").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
                position.ShouldBeGreaterThanOrEqualTo(positions.GetValueOrDefault(name));
                positions[name] = position;
            }
            data.GetProperty("entities").GetProperty("totalCount").GetInt32().ShouldBeGreaterThan(Sources);
            reads++;
        });
        return reads;
    }

    private static Task<JsonElement> EntityAsync(Portal portal, int source) => portal.AskAsync(
        $$"""{ entity(ref: "component:default/w{{source}}") { version ownerRef relations { totalCount } } entities(first: 5) { totalCount nodes { title } } readModels { name position } }""");

    private static async Task PacedAsync(TimeSpan pace, CancellationToken enough, Func<Task> act)
    {
        var (clock, turns) = (Stopwatch.StartNew(), 0);
        while (!enough.IsCancellationRequested)
        {
            await act();
            var early = (pace * ++turns) - clock.Elapsed;
            if (early > TimeSpan.Zero) await Task.Delay(early, CancellationToken.None);
        }
    }
}
