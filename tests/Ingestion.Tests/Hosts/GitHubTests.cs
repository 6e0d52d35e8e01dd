using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Hosts;

namespace EventCatalog.Ingestion.Tests.Hosts;

public sealed class GitHubTests
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task An_organisation_is_read_with_what_its_descriptors_name()
    {
        await using var host = await GitHubStandIn.StartAsync();
        host.Push("shop", "catalog-info.yaml", Yaml.Documents(Yaml.Location("shop", "./services/cart.yaml"), Yaml.Component("shop", more: "  text:\n    $text: ./docs/readme.txt")));
        host.Push("shop", "services/cart.yaml", Yaml.Component("cart"));
        host.Push("shop", "docs/readme.txt", "hello");
        host.Push("pay", "catalog-info.yml", Yaml.Component("pay"));
        host.Push("empty", "README.md", "nothing");
        await using var catalog = await StartAsync(host);

        var crawl = await catalog.CrawlNewAsync(host.Target, "github");

        crawl.Problems.ShouldBeEmpty();
        crawl.Unreachable.ShouldBeNull();
        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/cart", "component:default/pay", "component:default/shop", "location:default/shop"]);
        var cart = (await catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>();
        cart.Location.Target.ShouldBe($"url:{host.Target}/shop/blob/main/services/cart.yaml");
        var recorded = (await catalog.EntityEventsAsync()).Single(one => one.Stream == "entity-component:default/cart");
        (recorded.Actor, recorded.Source!.Commit!.Length, recorded.Source.Path).ShouldBe(("Ada Lovelace", 40, "services/cart.yaml"));
    }

    [Fact]
    public async Task Archived_repositories_and_forks_are_left_out_unless_wanted()
    {
        await using var host = await GitHubStandIn.StartAsync();
        foreach (var name in new[] { "live", "old", "copy" })
            host.Push(name, "catalog-info.yaml", Yaml.Component(name));
        host.Archive("old");
        host.Fork("copy");
        await using var some = await StartAsync(host);
        await using var all = await StartAsync(host, settings => (settings.Archived, settings.Forks) = (true, true));

        (await some.CrawlNewAsync(host.Target, "github")).Found.ShouldBe(1);
        (await all.CrawlNewAsync(host.Target, "github")).Found.ShouldBe(3);
    }

    [Fact]
    public async Task Repositories_branch_and_files_are_chosen_by_patterns()
    {
        await using var host = await GitHubStandIn.StartAsync();
        host.Push("shop-cart", "catalog-info.yaml", Yaml.Component("cart"));
        host.Push("shop-cart", "deep/er/backstage.yaml", Yaml.Component("deep"), "release");
        host.Push("shop-pay", "catalog-info.yaml", Yaml.Component("pay"));
        host.Push("other", "deep/er/backstage.yaml", Yaml.Component("other"), "release");
        await using var catalog = await StartAsync(host);

        var crawl = await catalog.CrawlNewAsync($"{host.Target}/shop-*#release", "github", "backstage.yaml");

        crawl.Problems.ShouldBeEmpty();
        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/deep"]);
    }

    [Fact]
    public async Task Teams_and_members_are_groups_and_users()
    {
        await using var host = await GitHubStandIn.StartAsync();
        host.Push("shop", "catalog-info.yaml", Yaml.Component("shop"));
        host.Teams.Add(("commerce", null, []));
        host.Teams.Add(("cart", "commerce", ["ada", "grace"]));
        await using var catalog = await StartAsync(host);

        var crawl = await catalog.CrawlNewAsync(host.Target, "github");

        crawl.Problems.ShouldBeEmpty();
        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(
            ["component:default/shop", "group:default/cart", "group:default/commerce", "user:default/ada", "user:default/grace", "user:default/lone"]);
        var cart = (await catalog.EntityAsync("group:default/cart")).ShouldBeOfType<Entity.Live>().Descriptor;
        cart.GetProperty("spec").GetProperty("parent").GetString().ShouldBe("commerce");
        cart.GetProperty("metadata").GetProperty("annotations").GetProperty("github.com/team-slug").GetString().ShouldBe("acme/cart");
        var ada = (await catalog.EntityAsync("user:default/ada")).ShouldBeOfType<Entity.Live>().Descriptor;
        ada.GetProperty("spec").GetProperty("memberOf")[0].GetString().ShouldBe("cart");
    }

    [Fact]
    public async Task A_push_is_seen_at_the_next_look_and_only_what_changed_is_read()
    {
        await using var host = await GitHubStandIn.StartAsync();
        foreach (var i in Enumerable.Range(0, 250))
            host.Push($"r{i}", "catalog-info.yaml", Yaml.Component($"c{i}"));
        await using var catalog = await StartAsync(host);
        var source = (await catalog.CrawlNewAsync(host.Target, "github")).Source;
        catalog.Clock.Move(Later);
        var before = host.Calls.Count;

        host.Push("r7", "catalog-info.yaml", Yaml.Component("c7", "payments"));
        var crawl = await catalog.CrawlAsync(source);

        crawl.Changed.ShouldBe(1);
        (await catalog.EntityEventsAsync())[^1].Type.ShouldBe("owner-changed");
        // Two pages, because the first shows something new; the file; who changed it.
        (host.Calls.Count - before).ShouldBe(4);
    }

    [Fact]
    public async Task A_look_that_breaks_off_forgets_no_news()
    {
        await using var host = await GitHubStandIn.StartAsync();
        foreach (var i in Enumerable.Range(0, 150))
            host.Push($"r{i}", "catalog-info.yaml", Yaml.Component($"c{i}"));
        await using var catalog = await StartAsync(host);
        var source = (await catalog.CrawlNewAsync(host.Target, "github")).Source;
        foreach (var i in Enumerable.Range(0, 150))
            host.Push($"r{i}", "catalog-info.yaml", Yaml.Component($"c{i}", "payments"));

        host.IsCutOff = true;
        var broken = await catalog.CrawlAsync(source);
        host.IsCutOff = false;
        catalog.Clock.Move(Later);
        var whole = await catalog.CrawlAsync(source);

        broken.Unreachable.ShouldNotBeNull().ShouldContain("500");
        (whole.Unreachable, whole.Changed).ShouldBe((null, 150));
    }

    [Fact]
    public async Task An_idle_day_of_five_thousand_repositories_costs_less_than_two_hundred_calls()
    {
        await using var host = await GitHubStandIn.StartAsync();
        foreach (var i in Enumerable.Range(0, 5000))
            host.Push($"r{i}", "catalog-info.yaml", Yaml.Component($"c{i}"));
        host.Teams.Add(("cart", null, ["ada"]));
        await using var catalog = await StartAsync(host);
        var first = await catalog.CrawlNewAsync(host.Target, "github");
        var (calls, last) = (host.Calls.Count, (await catalog.EventsAsync()).Count);

        var options = new CrawlOptions { DataFolder = "/data" };
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromDays(1); passed += options.IntervalOf("github"))
        {
            catalog.Clock.Move(options.IntervalOf("github"));
            (await catalog.CrawlAsync(first.Source)).Unreachable.ShouldBeNull();
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"first reading {calls} calls, idle day {host.Calls.Count - calls} calls");
        first.Found.ShouldBe(5003);
        calls.ShouldBe(50 + 2 + 100);
        (host.Calls.Count - calls).ShouldBe(95 + 50 + 2);
        (await catalog.EventsAsync()).Count.ShouldBe(last);
    }

    [Fact]
    public async Task After_a_restart_nothing_is_read_again()
    {
        await using var host = await GitHubStandIn.StartAsync();
        foreach (var i in Enumerable.Range(0, 120))
            host.Push($"r{i}", "catalog-info.yaml", Yaml.Component($"c{i}"));
        var settings = new CodeHostOptions { Host = host.Authority, Token = GitHubStandIn.Token };
        await using var catalog = await StartAsync(host);
        var first = await catalog.CrawlNewAsync(host.Target, "github");
        var calls = host.Calls.Count;
        catalog.Clock.Move(Later);

        var again = await catalog.AnotherCrawler(new CrawlOptions { DataFolder = catalog.DataFolder, Hosts = [settings] }).CrawlAsync(first.Source, TestCatalog.Ct);

        (again.Found, again.Changed, host.Calls.Count - calls).ShouldBe((120, 0, 1));
    }

    [Fact]
    public async Task A_repository_that_is_gone_takes_its_entities_along_and_a_renamed_one_moves_them()
    {
        await using var host = await GitHubStandIn.StartAsync();
        foreach (var name in new[] { "cart", "pay", "ship" })
            host.Push(name, "catalog-info.yaml", Yaml.Component(name));
        await using var catalog = await StartAsync(host);
        var source = (await catalog.CrawlNewAsync(host.Target, "github")).Source;
        catalog.Clock.Move(Later);

        host.Remove("pay");
        host.Rename("ship", "shipping");
        var crawl = await catalog.CrawlAsync(source);

        crawl.Removed.ShouldBe(1);
        (await catalog.EntityEventsAsync()).Skip(3).Select(one => one.Type).Order().ShouldBe(["entity-moved", "entity-removed"]);
        (await catalog.EntityAsync("component:default/ship")).ShouldBeOfType<Entity.Live>().Location.Target.ShouldBe($"url:{host.Target}/shipping/blob/main/catalog-info.yaml");
    }

    [Fact]
    public async Task A_revoked_token_is_a_problem_that_says_what_to_do_and_nothing_is_lost()
    {
        await using var host = await GitHubStandIn.StartAsync();
        host.Push("cart", "catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await StartAsync(host);
        var source = (await catalog.CrawlNewAsync(host.Target, "github")).Source;

        host.IsRevoked = true;
        var crawl = await catalog.CrawlAsync(source);

        crawl.Unreachable.ShouldBe($"{host.Authority} does not take the token any more (401): it was revoked, has expired or is wrong. Give a new one in Catalog:Hosts");
        (await catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>();
        string.Join('\n', (await catalog.EventsAsync()).Select(recorded => $"{recorded} {recorded.Event}")).ShouldNotContain(GitHubStandIn.Token);
    }

    [Fact]
    public async Task What_the_host_allows_is_kept_with_the_crawl()
    {
        await using var host = await GitHubStandIn.StartAsync();
        host.Push("cart", "catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await StartAsync(host);
        var source = (await catalog.CrawlNewAsync(host.Target, "github")).Source;

        var beat = (await catalog.Heartbeats.FindAsync($"crawl/{source}", TestCatalog.Ct)).Single().Value.Data.GetProperty("host");

        (beat.GetProperty("calls").GetInt32(), beat.GetProperty("limit").GetInt32(), beat.GetProperty("remaining").GetInt32()).ShouldBe((host.Calls.Count, 5000, host.Remaining));
    }

    private static Task<TestCatalog> StartAsync(GitHubStandIn host, Action<CodeHostOptions>? tune = null)
    {
        var settings = new CodeHostOptions { Host = host.Authority, Token = GitHubStandIn.Token };
        tune?.Invoke(settings);
        return TestCatalog.StartAsync(options => options with { Hosts = [settings], RetryDelay = TimeSpan.Zero });
    }
}
