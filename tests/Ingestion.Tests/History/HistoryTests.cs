using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Ingestion.Tests.History;

/// <summary>A repository whose commits are told one by one, as if each had been crawled when it was made.</summary>
public sealed class HistoryTests
{
    private static Task<TestCatalog> StartAsync() => TestCatalog.StartAsync(options => options with { History = true });

    private static string Told(RecordedEvent recorded) => $"{recorded.EffectiveAt:yyyy-MM-dd HH:mm} {recorded.Stream["entity-".Length..]} {recorded.Type}";

    [Fact]
    public async Task Every_commit_is_told_with_its_time_its_author_and_its_line()
    {
        using var repository = new GitRepository();
        repository.Write("cart/catalog-info.yaml", Yaml.Component("cart", "shop"));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        repository.Write("README.md", "Nothing of the catalog");
        repository.Commit("Write", at: "2025-01-15T10:00:00Z");
        repository.Write("cart/catalog-info.yaml", Yaml.Component("cart", "checkout"));
        // Half past one in the night of New York is half past six in Greenwich.
        var handed = repository.Commit("Hand over", "Grace Hopper", "2025-02-20T01:30:00-05:00");
        await using var catalog = await StartAsync();

        var crawl = await catalog.CrawlNewAsync(repository.Work, "git");

        var events = await catalog.EntityEventsAsync();
        events.Select(Told).ShouldBe(["2025-01-10 10:00 component:default/cart entity-registered", "2025-02-20 06:30 component:default/cart owner-changed"]);
        events[1].Actor.ShouldBe("Grace Hopper <author@acme.example>");
        events[1].Source!.ShouldSatisfyAllConditions(
            source => source.Repository.ShouldBe(repository.Work), source => source.Commit.ShouldBe(handed), source => source.Path.ShouldBe("cart/catalog-info.yaml"), source => source.Line.ShouldBe(8));
        (crawl.History!.Commits, crawl.History.Found, crawl.History.Unreadable).ShouldBe((2, 2, 0));
        (await catalog.EventsAsync()).Select(recorded => recorded.Event).OfType<SourceEvent.HistoryRead>().ShouldHaveSingleItem().Commit.ShouldBe(handed);
    }

    [Fact]
    public async Task Read_again_nothing_is_added_and_new_commits_are_told_one_by_one()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "one"));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        await using var catalog = await StartAsync();
        var first = await catalog.CrawlNewAsync(repository.Work, "git");

        (await catalog.CrawlAsync(first.Source)).History.ShouldBeNull();
        foreach (var (owner, day) in new[] { ("two", 11), ("three", 12) })
        {
            repository.Write("catalog-info.yaml", Yaml.Component("cart", owner));
            repository.Commit("Hand over", at: $"2025-01-{day}T10:00:00Z");
        }

        var before = (await catalog.EventsAsync())[^1].Position;
        await catalog.CrawlAsync(first.Source);
        (await catalog.EntityEventsAsync(before)).Select(recorded => ((OwnerChanged)recorded.Event!).Declared).ShouldBe(["two", "three"]);

        // As after a restart, when all commits are moved over again.
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "four"));
        repository.Commit("Hand over", at: "2025-01-13T10:00:00Z");
        before = (await catalog.EventsAsync())[^1].Position;
        await catalog.AnotherCrawler(catalog.Options).CrawlAsync(first.Source, TestCatalog.Ct);
        (await catalog.EntityEventsAsync(before)).Select(recorded => ((OwnerChanged)recorded.Event!).Declared).ShouldBe(["four"]);
    }

    [Fact]
    public async Task A_file_that_moves_moves_its_entity_and_a_name_that_changes_renames_it()
    {
        using var repository = new GitRepository();
        repository.Write("old/catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("other", "payments")));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        repository.Git("mv", "old", "new");
        repository.Commit("Move", at: "2025-01-11T10:00:00Z");
        repository.Write("new/catalog-info.yaml", Yaml.Documents(Yaml.Component("basket"), Yaml.Component("other", "payments")));
        repository.Commit("Rename", at: "2025-01-12T10:00:00Z");
        await using var catalog = await StartAsync();

        await catalog.CrawlNewAsync(repository.Work, "git");

        (await catalog.EntityEventsAsync()).Select(Told).ShouldBe(
        [
            "2025-01-10 10:00 component:default/cart entity-registered",
            "2025-01-10 10:00 component:default/other entity-registered",
            "2025-01-11 10:00 component:default/cart entity-moved",
            "2025-01-11 10:00 component:default/other entity-moved",
            "2025-01-12 10:00 component:default/basket entity-renamed-from",
            "2025-01-12 10:00 component:default/cart entity-renamed",
        ]);
    }

    [Fact]
    public async Task What_was_deleted_and_came_back_was_away_in_between()
    {
        using var repository = new GitRepository();
        repository.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        repository.Write("b/catalog-info.yaml", Yaml.Component("other"));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        File.Delete(Path.Combine(repository.Work, "a/catalog-info.yaml"));
        repository.Commit("Delete", at: "2025-01-11T10:00:00Z");
        repository.Write("a/catalog-info.yaml", Yaml.Component("cart", "payments"));
        repository.Commit("Return", at: "2025-01-12T10:00:00Z");
        await using var catalog = await StartAsync();

        await catalog.CrawlNewAsync(repository.Work, "git");

        (await catalog.EntityEventsAsync()).Where(recorded => recorded.Stream.EndsWith("cart", StringComparison.Ordinal)).Select(recorded => $"{recorded.EffectiveAt:dd} {recorded.Type}")
            .ShouldBe(["10 entity-registered", "11 entity-removed", "12 entity-restored", "12 owner-changed"]);
    }

    [Fact]
    public async Task A_merge_brings_what_it_brings_when_it_is_merged()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "shop"));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        repository.Git("checkout", "--quiet", "-b", "side");
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "tried"));
        repository.Commit("Try", at: "2025-01-11T10:00:00Z");
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "checkout"));
        repository.Commit("Decide", at: "2025-01-12T10:00:00Z");
        repository.Git("checkout", "--quiet", "main");
        repository.Write("README.md", "Meanwhile");
        repository.Commit("Write", at: "2025-01-13T10:00:00Z");
        GitRepository.Run(repository.Work, ["merge", "--quiet", "--no-ff", "--message", "Merge", "side"], "2025-01-20T10:00:00Z");
        await using var catalog = await StartAsync();

        await catalog.CrawlNewAsync(repository.Work, "git");

        (await catalog.EntityEventsAsync()).Select(Told).ShouldBe(["2025-01-10 10:00 component:default/cart entity-registered", "2025-01-20 10:00 component:default/cart owner-changed"]);
    }

    [Fact]
    public async Task Clocks_that_run_backwards_or_ahead_do_not_move_what_comes_after()
    {
        using var repository = new GitRepository();
        foreach (var (owner, at) in new[] { ("a", "2025-01-10T10:00:00Z"), ("b", "1999-01-01T00:00:00Z"), ("c", "2038-01-01T00:00:00Z"), ("d", "2025-01-12T10:00:00Z") })
        {
            repository.Write("catalog-info.yaml", Yaml.Component("cart", owner));
            repository.Commit(owner, at: at);
        }

        await using var catalog = await StartAsync();
        await catalog.CrawlNewAsync(repository.Work, "git");

        (await catalog.EntityEventsAsync()).Select(recorded => $"{recorded.EffectiveAt:yyyy-MM-dd} {(recorded.Event as OwnerChanged)?.Declared}")
            .ShouldBe(["2025-01-10 ", "2025-01-10 b", "2025-01-10 c", "2025-01-12 d"]);
    }

    [Fact]
    public async Task A_document_that_was_wrong_leaves_what_was_before_and_is_counted()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "shop"));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        repository.Write("catalog-info.yaml", "kind: [");
        repository.Commit("Break", at: "2025-01-11T10:00:00Z");
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "checkout"));
        repository.Commit("Mend", at: "2025-01-12T10:00:00Z");
        await using var catalog = await StartAsync();

        var crawl = await catalog.CrawlNewAsync(repository.Work, "git");

        (await catalog.EntityEventsAsync()).Select(Told).ShouldBe(["2025-01-10 10:00 component:default/cart entity-registered", "2025-01-12 10:00 component:default/cart owner-changed"]);
        (crawl.History!.Commits, crawl.History.Unreadable, crawl.Failed).ShouldBe((3, 1, 0));
    }

    [Fact]
    public async Task What_a_Location_leads_to_is_followed_through_time()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Location("all", "./parts/*.yaml"));
        repository.Write("parts/cart.yaml", Yaml.Component("cart", "shop"));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        repository.Write("parts/till.yaml", Yaml.Component("till", "shop"));
        repository.Commit("Add", at: "2025-01-11T10:00:00Z");
        repository.Write("parts/cart.yaml", Yaml.Component("cart", "checkout"));
        repository.Commit("Edit", at: "2025-01-12T10:00:00Z");
        File.Delete(Path.Combine(repository.Work, "parts/till.yaml"));
        repository.Commit("Delete", at: "2025-01-13T10:00:00Z");
        await using var catalog = await StartAsync();

        await catalog.CrawlNewAsync(repository.Work, "git");

        (await catalog.EntityEventsAsync()).Select(Told).ShouldBe(
        [
            "2025-01-10 10:00 location:default/all entity-registered",
            "2025-01-10 10:00 component:default/cart entity-registered",
            "2025-01-11 10:00 component:default/till entity-registered",
            "2025-01-12 10:00 component:default/cart owner-changed",
            "2025-01-13 10:00 component:default/till entity-removed",
        ]);
    }

    [Fact]
    public async Task Of_an_entity_that_is_known_already_the_past_is_found_and_the_present_stays()
    {
        using var repository = new GitRepository();
        repository.Write("other/catalog-info.yaml", Yaml.Component("other"));
        repository.Commit("Begin", at: "2025-01-01T10:00:00Z");
        foreach (var (owner, day) in new[] { ("one", 10), ("two", 11), ("three", 12) })
        {
            repository.Write("catalog-info.yaml", Yaml.Component("cart", owner));
            repository.Commit(owner, at: $"2025-01-{day}T10:00:00Z");
        }

        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(repository.Work, "git");
        var present = await catalog.EntityAsync("component:cart");
        var crawler = catalog.AnotherCrawler(catalog.Options with { History = true });

        var crawl = await crawler.CrawlAsync(first.Source, TestCatalog.Ct);

        var found = await catalog.EntityEventsAsync(first.Position);
        found.Select(Told).ShouldBe(["2025-01-10 10:00 component:default/cart past-version-found", "2025-01-11 10:00 component:default/cart past-version-found"]);
        found.Select(recorded => Domain.Descriptors.Descriptor.OwnerOf(((PastVersionFound)recorded.Event!).Descriptor!.Value)!.Value.Name).ShouldBe(["one", "two"]);
        (crawl.History!.Found, crawl.Changed).ShouldBe((2, 0));
        var after = (Entity.Live)await catalog.EntityAsync("component:cart");
        (after.Descriptor.GetRawText(), after.Location).ShouldBe((((Entity.Live)present).Descriptor.GetRawText(), ((Entity.Live)present).Location));

        // What is done from then on is told as usual.
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "four"));
        repository.Commit("four", at: "2025-01-13T10:00:00Z");
        var before = (await catalog.EventsAsync())[^1].Position;
        await crawler.CrawlAsync(first.Source, TestCatalog.Ct);
        (await catalog.EntityEventsAsync(before)).Select(Told).ShouldBe(["2025-01-13 10:00 component:default/cart owner-changed"]);
    }

    [Fact]
    public async Task A_renaming_before_the_first_crawl_leaves_the_old_name_removed()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart"));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        repository.Write("catalog-info.yaml", Yaml.Component("basket"));
        repository.Commit("Rename", at: "2025-01-11T10:00:00Z");
        repository.Write("catalog-info.yaml", Yaml.Component("basket", "checkout"));
        repository.Commit("Hand over", at: "2025-01-12T10:00:00Z");
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(repository.Work, "git");

        await catalog.AnotherCrawler(catalog.Options with { History = true }).CrawlAsync(first.Source, TestCatalog.Ct);

        (await catalog.EntityEventsAsync(first.Position)).Select(Told).ShouldBe(
        [
            "2025-01-10 10:00 component:default/cart entity-registered",
            "2025-01-11 10:00 component:default/cart entity-removed",
            "2025-01-11 10:00 component:default/basket past-version-found",
        ]);
    }

    [Fact]
    public async Task A_history_that_is_rewritten_is_not_told_twice()
    {
        using var repository = new GitRepository();
        foreach (var (owner, day) in new[] { ("one", 10), ("two", 11) })
        {
            repository.Write("catalog-info.yaml", Yaml.Component("cart", owner));
            repository.Commit(owner, at: $"2025-01-{day}T10:00:00Z");
        }

        await using var catalog = await StartAsync();
        var first = await catalog.CrawlNewAsync(repository.Work, "git");
        repository.Git("checkout", "--quiet", "--orphan", "fresh");
        repository.Git("branch", "--quiet", "-D", "main");
        repository.Git("branch", "-m", "main");
        foreach (var (owner, day) in new[] { ("one", 20), ("two", 21), ("three", 22) })
        {
            repository.Write("catalog-info.yaml", Yaml.Component("cart", owner));
            repository.Commit($"{owner}, again", at: $"2025-01-{day}T10:00:00Z");
        }

        var before = (await catalog.EventsAsync())[^1].Position;
        await catalog.CrawlAsync(first.Source);
        (await catalog.EntityEventsAsync(before)).Select(Told).ShouldBe(["2025-01-22 10:00 component:default/cart owner-changed"]);

        repository.Write("catalog-info.yaml", Yaml.Component("cart", "four"));
        repository.Commit("four", at: "2025-01-23T10:00:00Z");
        before = (await catalog.EventsAsync())[^1].Position;
        await catalog.CrawlAsync(first.Source);
        (await catalog.EntityEventsAsync(before)).Select(Told).ShouldBe(["2025-01-23 10:00 component:default/cart owner-changed"]);
    }

    [Fact]
    public async Task A_folder_in_a_work_tree_has_the_history_of_its_part()
    {
        using var repository = new GitRepository();
        repository.Write("elsewhere/catalog-info.yaml", Yaml.Component("other"));
        repository.Write("services/cart/catalog-info.yaml", Yaml.Component("cart", "shop"));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        repository.Write("services/cart/catalog-info.yaml", Yaml.Component("cart", "checkout"));
        repository.Commit("Hand over", at: "2025-01-11T10:00:00Z");
        await using var catalog = await StartAsync();

        var crawl = await catalog.CrawlNewAsync(Path.Combine(repository.Work, "services"));

        (await catalog.EntityEventsAsync()).Select(Told).ShouldBe(["2025-01-10 10:00 component:default/cart entity-registered", "2025-01-11 10:00 component:default/cart owner-changed"]);
        (await catalog.EntityEventsAsync())[1].Source!.Path.ShouldBe("services/cart/catalog-info.yaml");
        crawl.Changed.ShouldBe(0);
    }

    [Fact]
    public async Task A_partial_clone_brings_what_it_needs_in_one_go()
    {
        using var repository = new GitRepository();
        foreach (var day in Enumerable.Range(10, 15))
        {
            repository.Write("catalog-info.yaml", Yaml.Component("cart", $"squad-{day}"));
            repository.Write("large.bin", new string('x', day));
            repository.Commit("Hand over", at: $"2025-01-{day}T10:00:00Z");
        }

        repository.Push();
        await using var catalog = await StartAsync();
        var crawl = await catalog.CrawlNewAsync($"file://{repository.Bare}", "git");

        (await catalog.EntityEventsAsync()).Count.ShouldBe(15);
        var clone = Path.Combine(catalog.DataFolder, "repositories", $"{crawl.Source}.git");
        Directory.GetFiles(Path.Combine(clone, "objects", "pack"), "*.pack").Length.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task A_file_that_a_document_brings_in_changes_it_when_it_changes()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", """
            apiVersion: backstage.io/v1alpha1
            kind: API
            metadata: { name: cart }
            spec: { type: openapi, lifecycle: production, owner: shop, definition: { $text: ./cart.yaml } }
            """);
        repository.Commit("Begin, and forget the file", at: "2025-01-10T10:00:00Z");
        repository.Write("cart.yaml", "openapi: 3.0.0");
        repository.Commit("Add it", at: "2025-01-11T10:00:00Z");
        repository.Write("cart.yaml", "openapi: 3.1.0");
        var last = repository.Commit("Raise it", at: "2025-01-12T10:00:00Z");
        await using var catalog = await StartAsync();

        await catalog.CrawlNewAsync(repository.Work, "git");

        var events = await catalog.EntityEventsAsync();
        events.Select(Told).ShouldBe(["2025-01-11 10:00 api:default/cart entity-registered", "2025-01-12 10:00 api:default/cart descriptor-changed"]);
        (events[1].Source!.Path, events[1].Source!.Commit).ShouldBe(("cart.yaml", last));
    }

    [Fact]
    public async Task A_source_that_has_no_history_is_refused_with_it()
    {
        await using var catalog = await TestCatalog.StartAsync();
        var refused = await Should.ThrowAsync<Domain.RuleViolation>(() => catalog.Registrations.RegisterAsync(
            new ConfiguredSource("https://git.example.com/cart/catalog-info.yaml", "url", History: true), Registrations.FromConfiguration, "test", TestCatalog.Ct));
        refused.Message.ShouldContain("\"https://git.example.com/cart/catalog-info.yaml\" is a source of type url, which has no history");
    }

    [Fact]
    public async Task A_source_registered_with_its_history_has_it_read_and_others_have_not()
    {
        using var repository = new GitRepository();
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "shop"));
        repository.Commit("Begin", at: "2025-01-10T10:00:00Z");
        repository.Write("catalog-info.yaml", Yaml.Component("cart", "checkout"));
        repository.Commit("Hand over", at: "2025-01-11T10:00:00Z");
        await using var catalog = await TestCatalog.StartAsync();

        var plain = await catalog.CrawlNewAsync(repository.Work, "git");
        (await catalog.EntityEventsAsync()).Count.ShouldBe(1);
        await catalog.Registrations.RegisterAsync(new ConfiguredSource(repository.Work, "git", History: true), Registrations.FromConfiguration, "test", TestCatalog.Ct);
        await catalog.CrawlAsync(plain.Source);
        // Who registers it again and says nothing of it leaves that as it was.
        (await catalog.Registrations.RegisterAsync(new ConfiguredSource(repository.Work, "git"), Registrations.FromConfiguration, "test", TestCatalog.Ct)).IsNew.ShouldBeFalse();

        (await catalog.EntityEventsAsync()).Select(Told).ShouldBe(["2025-01-11 10:00 component:default/cart entity-registered", "2025-01-10 10:00 component:default/cart past-version-found"]);
    }
}
