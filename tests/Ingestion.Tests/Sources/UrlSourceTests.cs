using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests.Sources;

public sealed class UrlSourceTests
{
    [Fact]
    public async Task A_descriptor_and_its_relative_targets_are_read_and_not_sent_again_when_unchanged()
    {
        using var server = new TextServer();
        server.Put("/shop/all.yaml", Yaml.Location("all", "./cart.yaml", "/root.yaml"));
        server.Put("/shop/cart.yaml", Yaml.Component("cart", more: "  text:\n    $text: ./readme.txt"));
        server.Put("/shop/readme.txt", "hello");
        server.Put("/root.yaml", Yaml.Component("root"));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(server.Url("/shop/all.yaml"));
        var asked = server.Answers.Count;
        var second = await catalog.CrawlAsync(crawl.Source);

        crawl.Problems.ShouldBeEmpty();
        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/cart", "component:default/root", "location:default/all"]);
        (await catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>().Location.Target.ShouldBe($"url:{server.Url("/shop/cart.yaml")}");
        server.Answers.Skip(asked).ShouldAllBe(answer => answer.Status == 304);
        second.Position.ShouldBe(crawl.Position);
    }

    [Fact]
    public async Task A_missing_descriptor_is_a_reason()
    {
        using var server = new TextServer();
        await using var catalog = await TestCatalog.StartAsync();

        (await catalog.CrawlNewAsync(server.Url("/all.yaml"))).Unreachable.ShouldBe($"\"{server.Url("/all.yaml")}\" does not exist (404)");
    }

    [Fact]
    public async Task Other_hosts_are_read_only_when_allowed_redirections_included()
    {
        using var other = new TextServer();
        other.Put("/cart.yaml", Yaml.Component("cart"));
        using var server = new TextServer();
        server.Put("/all.yaml", Yaml.Location("all", other.Url("/cart.yaml"), "./moved.yaml"));
        server.Put("/moved.yaml", $"redirect:{other.Url("/cart.yaml")}");
        await using var closed = await TestCatalog.StartAsync();
        await using var open = await TestCatalog.StartAsync(options => options with { AllowedHosts = [other.Authority] });

        var refused = await closed.CrawlNewAsync(server.Url("/all.yaml"));
        other.Answers.ShouldBeEmpty();
        await open.CrawlNewAsync(server.Url("/all.yaml"));

        refused.Problems.Select(problem => problem.Key.Rule).ShouldBe(["host-not-allowed", "host-not-allowed"]);
        (await open.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>();
    }

    [Fact]
    public async Task Credentials_go_to_the_host_of_the_source_alone_and_into_no_event()
    {
        using var other = new TextServer();
        other.Put("/cart.yaml", Yaml.Component("cart"));
        using var server = new TextServer();
        server.Put("/all.yaml", Yaml.Location("all", other.Url("/cart.yaml")));
        await using var catalog = await TestCatalog.StartAsync(options => options with { AllowedHosts = [other.Authority] });

        await catalog.CrawlNewAsync(server.Url("/all.yaml").Replace("://", "://ada:s3cret@", StringComparison.Ordinal));

        server.Answers.ShouldAllBe(answer => answer.Authorization == "Basic YWRhOnMzY3JldA==");
        other.Answers.ShouldHaveSingleItem().Authorization.ShouldBeNull();
        string.Join('\n', (await catalog.EventsAsync()).Select(recorded => recorded.ToString())).ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_large_answer_is_refused()
    {
        using var server = new TextServer();
        server.Put("/all.yaml", new string('#', 5_000_001));
        await using var catalog = await TestCatalog.StartAsync();

        (await catalog.CrawlNewAsync(server.Url("/all.yaml"))).Unreachable.ShouldNotBeNull().ShouldContain("5,000,001 bytes");
    }
}
