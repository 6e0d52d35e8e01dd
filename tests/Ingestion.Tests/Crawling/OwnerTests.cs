using EventCatalog.Domain;
using EventCatalog.Domain.Ownership;
using EventCatalog.Domain.Entities;
using static EventCatalog.Domain.Ownership.OwnershipEvent;

namespace EventCatalog.Ingestion.Tests.Crawling;

/// <summary>The owner must be an existing Group (A05), and who it may be.</summary>
public sealed class OwnerTests
{
    private const string Shop = """
        apiVersion: backstage.io/v1alpha1
        kind: Group
        metadata: { name: shop }
        spec: { type: team, children: [] }

        """;

    private const string Ada = """
        apiVersion: backstage.io/v1alpha1
        kind: User
        metadata: { name: ada }
        spec: { memberOf: [shop], profile: { email: Ada@acme.example } }

        """;

    [Fact]
    public async Task With_the_policy_error_owners_that_are_no_existing_group_are_refused_at_their_line()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), Yaml.Component("basket", "user:ada"), Yaml.Component("wallet", "nobody")));
        folder.Write("org/catalog-info.yaml", Yaml.Documents(Shop, Ada));
        await using var catalog = await TestCatalog.StartAsync(options => options with { OwnerPolicy = OwnerPolicy.Error });

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        crawl.Problems.Select(problem => (problem.Key.Rule, problem.Key.Pointer, problem.Line)).ShouldBe([("owner-is-a-group", "/spec/owner", 17), ("owner-exists", "/spec/owner", 26)], ignoreOrder: true);
        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/cart", "group:default/shop", "user:default/ada"]);
    }

    [Fact]
    public async Task What_waits_for_a_group_of_another_source_is_accepted_once_that_was_read()
    {
        using var one = new TempFolder();
        one.Write("catalog-info.yaml", Yaml.Component("cart"));
        using var other = new TempFolder();
        other.Write("catalog-info.yaml", Shop);
        await using var catalog = await TestCatalog.StartAsync(options => options with { OwnerPolicy = OwnerPolicy.Error });

        var first = await catalog.CrawlNewAsync(one.Path);
        await catalog.CrawlNewAsync(other.Path);
        var again = await catalog.CrawlAsync(first.Source);

        (first.Found, first.Failed, again.Found, again.Failed).ShouldBe((0, 1, 1, 0));
    }

    [Fact]
    public async Task An_owner_that_becomes_wrong_keeps_the_last_good_version()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Shop, Yaml.Component("cart")));
        await using var catalog = await TestCatalog.StartAsync(options => options with { OwnerPolicy = OwnerPolicy.Error });
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("catalog-info.yaml", Yaml.Documents(Shop, Yaml.Component("cart", "nobody")));
        await catalog.CrawlAsync(first.Source);

        Domain.Descriptors.Descriptor.OwnerOf((await catalog.EntityAsync("component:cart")).ShouldBeOfType<Entity.Live>().Descriptor).ShouldBe(EntityRef.Parse("group:shop"));
    }

    [Fact]
    public async Task CODEOWNERS_and_commits_propose_an_owner_with_reasons_once()
    {
        using var repository = new GitRepository();
        repository.Write("org/catalog-info.yaml", Yaml.Documents(Shop, Ada));
        repository.Write("cart/catalog-info.yaml", Yaml.Component("cart", "nobody"));
        repository.Write(".github/CODEOWNERS", "* @acme/unknown\n/cart/ @acme/shop\n");
        repository.Git("config", "user.email", "ada@acme.example");
        repository.Commit("Begin");
        repository.Write("cart/readme.md", "x");
        repository.Git("add", "--all");
        repository.Git("commit", "--quiet", "--message", "More");
        await using var catalog = await TestCatalog.StartAsync();

        var first = await catalog.CrawlNewAsync(repository.Work, "git");
        await catalog.CrawlAsync(first.Source);
        await catalog.CrawlAsync(first.Source);

        var proposed = (await catalog.EventsAsync()).Select(recorded => recorded.Event).OfType<OwnerProposed>().ShouldHaveSingleItem();
        proposed.Entity.ShouldBe(EntityRef.Parse("component:cart"));
        var proposal = proposed.Proposals.ShouldHaveSingleItem();
        proposal.Owner.ShouldBe(EntityRef.Parse("group:shop"));
        proposal.Confidence.ShouldBe(0.935, 0.006);
        proposal.Reasons.ShouldBe([".github/CODEOWNERS:2 (/cart/) names @acme/shop", "1 of the last 2 commits to cart are by its members"]);
    }
}
