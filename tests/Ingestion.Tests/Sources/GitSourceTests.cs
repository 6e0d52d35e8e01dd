using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Crawling;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Ingestion.Tests.Sources;

public sealed class GitSourceTests
{
    [Theory]
    [InlineData("file://")]
    [InlineData("")]
    public async Task A_new_owner_in_a_pushed_branch_is_one_event_with_commit_author_and_line(string scheme)
    {
        using var repository = new GitRepository();
        repository.Write("services/cart/catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(scheme + repository.Bare);
        repository.Write("services/cart/catalog-info.yaml", Yaml.Component("cart", "payments"));
        var commit = repository.Commit("hand over", "Grace Hopper", "2026-04-02T09:30:00Z");
        repository.Write("README.md", "later");
        repository.Commit("something else", at: "2026-04-03T09:30:00Z");
        repository.Push();

        await catalog.CrawlAsync(first.Source);

        var change = (await catalog.EventsAsync(first.Position)).ShouldHaveSingleItem();
        change.Event.ShouldBeOfType<OwnerChanged>().To.ShouldBe(EntityRef.Parse("group:default/payments"));
        (change.Actor, change.EffectiveAt).ShouldBe(("Grace Hopper", new DateTimeOffset(2026, 4, 2, 9, 30, 0, TimeSpan.Zero)));
        (change.Source!.Repository, change.Source.Commit, change.Source.Path, change.Source.Line)
            .ShouldBe((scheme + repository.Bare, commit, "services/cart/catalog-info.yaml", 8));
    }

    [Fact]
    public async Task Contents_are_left_on_the_server_until_they_are_read()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart"));
        repository.Write("large.bin", new string('x', 100_000));
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync("file://" + repository.Bare);

        crawl.Found.ShouldBe(1);
        var clone = Directory.GetDirectories(Path.Combine(catalog.DataFolder, "repositories")).ShouldHaveSingleItem();
        GitRepository.Run(clone, ["rev-list", "--objects", "--all", "--missing=print"]).Split('\n').Count(line => line.StartsWith('?')).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_without_partial_clones_sends_everything()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("first");
        repository.Push();
        GitRepository.Run(repository.Bare, ["config", "uploadpack.allowFilter", "false"]);
        await using var catalog = await TestCatalog.StartAsync();

        (await catalog.CrawlNewAsync("file://" + repository.Bare)).Found.ShouldBe(1);
    }

    [Fact]
    public async Task Another_branch_is_read_by_its_name()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("first");
        repository.Push();
        repository.Write("catalog-info.yaml", Yaml.Component("basket"));
        repository.Commit("rename");
        repository.Push("feature/next");
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(repository.Bare + "#feature/next");

        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/basket"]);
        var live = (await catalog.EntityAsync("component:default/basket")).ShouldBeOfType<Entity.Live>();
        live.Location.Target.ShouldBe($"git:{repository.Bare}@feature/next#catalog-info.yaml");
    }

    [Fact]
    public async Task Nothing_is_appended_and_nothing_read_when_the_head_is_the_same()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), "kind: broken\n"));
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(repository.Bare);

        var second = await catalog.CrawlAsync(first.Source);
        var third = await catalog.CrawlAsync(first.Source);

        (second.Position, third.Position).ShouldBe((first.Position, first.Position));
        (third.Found, third.Failed).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_deleted_file_is_removed_by_the_commit_that_deleted_it()
    {
        using var repository = new GitRepository();
        repository.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        repository.Write("b/catalog-info.yaml", Yaml.Component("basket"));
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(repository.Bare);
        repository.Git("rm", "--quiet", "a/catalog-info.yaml");
        var commit = repository.Commit("retire", "Grace Hopper", "2026-04-02T09:30:00Z");
        repository.Push();

        await catalog.CrawlAsync(first.Source);

        var removal = (await catalog.EventsAsync(first.Position)).ShouldHaveSingleItem();
        removal.Event.ShouldBe(new EntityRemoved(EntityRef.Parse("component:default/cart"), "a/catalog-info.yaml is gone"));
        (removal.Actor, removal.Source!.Commit).ShouldBe(("Grace Hopper", commit));
    }

    [Fact]
    public async Task A_rewritten_branch_is_followed()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(repository.Bare);
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "payments"));
        repository.Git("add", "--all");
        repository.Git("commit", "--quiet", "--amend", "--message", "other first");
        repository.Push();

        (await catalog.CrawlAsync(first.Source)).Changed.ShouldBe(1);
    }

    [Fact]
    public async Task An_unreachable_repository_is_told_without_credentials()
    {
        await using var catalog = await TestCatalog.StartAsync(options => options with { GitTimeout = TimeSpan.FromSeconds(20) });

        var crawl = await catalog.CrawlNewAsync("http://ada:s3cret@127.0.0.1:9/shop.git");

        crawl.Unreachable.ShouldNotBeNull();
        var everything = string.Join('\n', (await catalog.EventsAsync()).Select(recorded => $"{recorded.Data.GetRawText()} {recorded.Source} {recorded.Actor}")) + crawl;
        everything.ShouldContain("http://127.0.0.1:9/shop.git");
        everything.ShouldNotContain("s3cret");
        everything.ShouldNotContain("ada");
        Directory.EnumerateFiles(catalog.DataFolder, "*", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("s3cret", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Credentials_are_sent_to_the_server_of_the_repository()
    {
        using var server = new TextServer();
        await using var catalog = await TestCatalog.StartAsync();

        await catalog.CrawlNewAsync(server.Url("/shop.git").Replace("://", "://ada:s3cret@", StringComparison.Ordinal));

        server.Answers.ShouldNotBeEmpty();
        server.Answers.ShouldAllBe(answer => answer.Authorization == "Basic YWRhOnMzY3JldA==");
    }

    [Theory]
    [InlineData("ext::sh -c touch% /tmp/owned")]
    [InlineData("/nowhere/shop.git")]
    [InlineData("file:///nowhere/shop.git")]
    public async Task What_git_cannot_or_must_not_read_is_a_reason(string target)
    {
        await using var catalog = await TestCatalog.StartAsync();

        (await catalog.CrawlNewAsync(target, "git")).Unreachable.ShouldNotBeNull().ShouldContain(target);
    }

    [Theory]
    [InlineData("--upload-pack=touch owned")]
    [InlineData("a:b")]
    [InlineData("*")]
    public async Task A_branch_cannot_become_an_option_or_another_refspec(string branch)
    {
        using var repository = new GitRepository();
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync($"{repository.Bare}#{branch}", "git");

        crawl.Unreachable.ShouldNotBeNull().ShouldContain(branch);
        Directory.GetFiles(catalog.DataFolder, "owned", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Hooks_and_configuration_of_the_server_side_are_not_run_here()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("first");
        repository.Git("config", "core.fsmonitor", "touch owned");
        repository.Git("config", "log.showSignature", "true");
        repository.Git("config", "gpg.program", "touch owned");
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(repository.Work);

        crawl.Found.ShouldBe(1);
        File.Exists(Path.Combine(repository.Work, "owned")).ShouldBeFalse();
    }

    [Fact]
    public async Task Links_in_a_repository_are_followed_inside_and_refused_outside()
    {
        using var repository = new GitRepository();
        repository.Write("real.yaml", Yaml.Component("cart"));
        Directory.CreateDirectory(Path.Combine(repository.Work, "a"));
        Directory.CreateDirectory(Path.Combine(repository.Work, "b"));
        File.CreateSymbolicLink(Path.Combine(repository.Work, "a/catalog-info.yaml"), "../real.yaml");
        File.CreateSymbolicLink(Path.Combine(repository.Work, "b/catalog-info.yaml"), "/etc/hostname");
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(repository.Bare);

        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/cart"]);
        var problem = crawl.Problems.ShouldHaveSingleItem();
        (problem.Key.Rule, problem.Key.File).ShouldBe(("link-outside-source", "b/catalog-info.yaml"));
    }

    [Fact]
    public async Task A_large_file_in_a_repository_is_refused()
    {
        using var repository = new GitRepository();
        repository.Write("a/catalog-info.yaml", new string('#', 5_000_001));
        repository.Write("b/catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(repository.Bare);

        crawl.Found.ShouldBe(1);
        crawl.Problems.ShouldHaveSingleItem().Key.Rule.ShouldBe("file-too-large");
    }

    [Fact]
    public async Task A_lock_left_by_a_killed_process_does_not_stop_the_next_crawl()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("first");
        repository.Push();
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(repository.Bare);
        var clone = Directory.GetDirectories(Path.Combine(catalog.DataFolder, "repositories")).ShouldHaveSingleItem();
        await File.WriteAllTextAsync(Path.Combine(clone, "refs/eventcatalog/head.lock"), "", TestCatalog.Ct);
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "payments"));
        repository.Commit("second");
        repository.Push();

        (await catalog.CrawlAsync(first.Source)).Changed.ShouldBe(1);
    }

    [Fact]
    public async Task A_committed_file_in_a_folder_has_its_commit_and_an_edited_one_has_not()
    {
        using var repository = new GitRepository();
        repository.Write("catalog/a/catalog-info.yaml", Yaml.Component("cart"));
        repository.Write("catalog/b/catalog-info.yaml", Yaml.Component("basket"));
        var commit = repository.Commit("first", "Grace Hopper", "2026-04-02T09:30:00Z");
        repository.Git("remote", "add", "origin", "https://ada:s3cret@github.com/acme/shop.git");
        repository.Write("catalog/b/catalog-info.yaml", Yaml.Component("basket", "payments"));
        await using var catalog = await TestCatalog.StartAsync();

        await catalog.CrawlNewAsync(Path.Combine(repository.Work, "catalog"));

        var events = await catalog.EntityEventsAsync();
        var (cart, basket) = (events.Single(e => e.Stream.EndsWith("cart", StringComparison.Ordinal)), events.Single(e => e.Stream.EndsWith("basket", StringComparison.Ordinal)));
        (cart.Actor, cart.Source!.Commit, cart.Source.Path).ShouldBe(("Grace Hopper", commit, "catalog/a/catalog-info.yaml"));
        (cart.Source.Repository, cart.Source.Url).ShouldBe(("https://github.com/acme/shop.git", $"https://github.com/acme/shop/blob/{commit}/catalog/a/catalog-info.yaml#L1"));
        (basket.Actor, basket.Source!.Commit).ShouldBe((Crawler.Actor, null));
    }
}
