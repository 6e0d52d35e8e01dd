using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Demo;

namespace EventCatalog.Ingestion.Tests;

public sealed class CrawlScheduleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_owner_edited_and_committed_in_a_watched_folder_is_one_event_with_commit_and_author()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("first");
        await using var catalog = await TestCatalog.StartAsync(options => options with { Interval = TimeSpan.FromMinutes(10), LongestBackOff = TimeSpan.FromHours(1) }, realClock: true);
        await catalog.RegisterAsync(repository.Work);
        await using var running = new RunningSchedule(catalog.Schedule);
        await AppendedAsync(catalog, events => events.Count == 1);

        repository.Write("catalog-info.yaml", Yaml.Component("cart", "payments"));
        var commit = repository.Commit("hand over", "Grace Hopper");
        var events = await AppendedAsync(catalog, events => events.Count >= 2);

        var change = events[1];
        (change.Type, change.Actor, change.Source!.Commit, change.Source.Line, events.Count).ShouldBe(("owner-changed", "Grace Hopper", commit, 8, 2));
    }

    [Fact]
    public async Task A_pushed_branch_is_seen_within_the_interval()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync(options => options with { Interval = TimeSpan.FromMilliseconds(200) }, realClock: true);
        await catalog.RegisterAsync(repository.Bare);
        await using var running = new RunningSchedule(catalog.Schedule);
        await AppendedAsync(catalog, events => events.Count == 1);

        repository.Write("catalog-info.yaml", Yaml.Component("cart", "payments"));
        repository.Commit("hand over");
        repository.Push();

        (await AppendedAsync(catalog, events => events.Count >= 2))[1].Type.ShouldBe("owner-changed");
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_keeps_no_other_waiting()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("cart"));
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await using var catalog = await TestCatalog.StartAsync(realClock: true);
        await catalog.RegisterAsync($"http://{silent.LocalEndpoint}/a.yaml");
        await catalog.RegisterAsync($"http://{silent.LocalEndpoint}/b.yaml");
        await catalog.RegisterAsync(folder.Path);
        await using var running = new RunningSchedule(catalog.Schedule);

        var started = TimeProvider.System.GetTimestamp();
        await AppendedAsync(catalog, events => events.Count == 1);

        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_source_registered_later_is_crawled_and_a_withdrawn_one_is_not()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync(options => options with { Interval = TimeSpan.FromMilliseconds(100) }, realClock: true);
        await using var running = new RunningSchedule(catalog.Schedule);
        var source = await catalog.RegisterAsync(folder.Path);
        await AppendedAsync(catalog, events => events.Count == 1);

        await catalog.Registrations.WithdrawAsync(source, "not ours", "ada", TestCatalog.Ct);
        folder.Write("catalog-info.yaml", Yaml.Component("basket"));
        await Should.ThrowAsync<RuleViolation>(() => catalog.Schedule.RequestAsync(source, TestCatalog.Ct));

        (await catalog.EntityAsync("component:default/basket")).ShouldBeOfType<Entity.Unknown>();
    }

    [Fact]
    public async Task A_request_names_a_source_or_an_entity_and_sees_what_is_there_now()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync();
        var source = await catalog.RegisterAsync(folder.Path);

        var first = await catalog.Schedule.RequestAsync(source, TestCatalog.Ct);
        folder.Write("catalog-info.yaml", Yaml.Component("cart", "payments"));
        var requests = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => catalog.Schedule.RequestAsync("Component:cart", TestCatalog.Ct)));

        first.Changed.ShouldBe(1);
        requests.Select(crawl => crawl.RunId).Distinct().Count().ShouldBeLessThan(10);
        (await catalog.EntityEventsAsync(first.Position)).ShouldHaveSingleItem().Type.ShouldBe("owner-changed");
        await Should.ThrowAsync<RuleViolation>(() => catalog.Schedule.RequestAsync("component:default/nobody", TestCatalog.Ct));
    }

    [Fact]
    public async Task All_sources_are_crawled_once()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        folder.Write("b/catalog-info.yaml", Yaml.Component("basket"));
        await using var catalog = await TestCatalog.StartAsync();
        foreach (var name in new[] { "a", "b", "missing" })
            await catalog.RegisterAsync(folder.At(name));

        var crawls = await catalog.Schedule.CrawlAllAsync(TestCatalog.Ct);

        (crawls.Count, crawls.Sum(crawl => crawl.Found), crawls.Count(crawl => crawl.Unreachable is not null)).ShouldBe((3, 2, 1));
    }

    [Theory]
    [InlineData("00:00:00.01", 4)]
    [InlineData("00:00:30", 0)]
    public void Options_that_make_no_sense_are_refused_by_name(string interval, int parallelism) =>
        Should.Throw<ArgumentException>(() => new CrawlOptions { DataFolder = "/srv/data", Interval = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture), Parallelism = parallelism }.Validate())
            .Message.ShouldStartWith("Catalog:Crawl:");

    /// <summary>The entity events as soon as they are as expected.</summary>
    private static async Task<IReadOnlyList<RecordedEvent>> AppendedAsync(TestCatalog catalog, Func<IReadOnlyList<RecordedEvent>, bool> expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestCatalog.Ct);
        patience.CancelAfter(Patience);
        while (true)
        {
            var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Wake(long position) => next.TrySetResult();
            catalog.Log.Appended += Wake;
            var events = await catalog.EntityEventsAsync();
            if (expected(events))
                return events;
            await next.Task.WaitAsync(patience.Token);
            catalog.Log.Appended -= Wake;
        }
    }

    [Fact]
    public async Task What_was_made_up_cannot_be_crawled_and_is_not_called_unreachable()
    {
        await using var catalog = await TestCatalog.StartAsync();
        await new DemoSource(catalog.Log, catalog.Bodies).AppendAsync(ct: TestCatalog.Ct);
        var before = await catalog.Log.MarkAsync(TestCatalog.Ct);

        (await catalog.Schedule.CrawlAllAsync(TestCatalog.Ct)).ShouldBeEmpty();
        var refused = await Should.ThrowAsync<RuleViolation>(() => catalog.Schedule.RequestAsync("component:default/checkout", TestCatalog.Ct));

        refused.Message.ShouldContain("made up");
        (await catalog.Log.MarkAsync(TestCatalog.Ct)).ShouldBe(before);
    }

    private sealed class RunningSchedule : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public RunningSchedule(CrawlSchedule schedule) => _running = schedule.RunAsync(_stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
        }
    }
}
