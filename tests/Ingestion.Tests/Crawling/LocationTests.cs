using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class LocationTests
{
    [Fact]
    public async Task Targets_and_globs_are_followed_from_the_file_they_stand_in()
    {
        using var folder = new TempFolder();
        folder.Write("all.yaml", Yaml.Location("all", "./sub/more.yaml", "./parts/**/*.yaml"));
        folder.Write("sub/more.yaml", Yaml.Location("more", "./deep/one.yaml", "../two.yaml"));
        folder.Write("sub/deep/one.yaml", Yaml.Component("one"));
        folder.Write("two.yaml", Yaml.Component("two"));
        folder.Write("parts/three.yaml", Yaml.Component("three"));
        folder.Write("parts/a/b/four.yaml", Yaml.Component("four"));
        folder.Write("unread.yaml", Yaml.Component("unread"));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.At("all.yaml"));

        crawl.Problems.ShouldBeEmpty();
        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(
            ["component:default/four", "component:default/one", "component:default/three", "component:default/two", "location:default/all", "location:default/more"]);
        var one = (await catalog.EntityAsync("component:default/one")).ShouldBeOfType<Entity.Live>();
        (one.Location.Target, one.Location.Origin).ShouldBe(($"file:{folder.At("sub/deep/one.yaml")}", $"file:{folder.At("all.yaml")}"));
    }

    [Fact]
    public async Task Locations_that_refer_to_each_other_end()
    {
        using var folder = new TempFolder();
        folder.Write("a.yaml", Yaml.Location("a", "./b.yaml", "./a.yaml"));
        folder.Write("b.yaml", Yaml.Location("b", "./a.yaml"));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.At("a.yaml"));

        (crawl.Found, crawl.Failed).ShouldBe((2, 0));
    }

    [Fact]
    public async Task A_chain_that_is_too_long_is_a_problem()
    {
        using var folder = new TempFolder();
        foreach (var number in Enumerable.Range(0, 6))
            folder.Write($"{number}.yaml", Yaml.Location($"l{number}", $"./{number + 1}.yaml"));
        folder.Write("6.yaml", Yaml.Component("last"));
        await using var catalog = await TestCatalog.StartAsync(options => options with { MaxDepth = 3 });

        var crawl = await catalog.CrawlNewAsync(folder.At("0.yaml"));

        crawl.Problems.ShouldHaveSingleItem().Key.Rule.ShouldBe("too-deep");
    }

    [Theory]
    [InlineData("../outside.yaml", "outside-source")]
    [InlineData("./../../outside.yaml", "outside-source")]
    [InlineData("/etc/hostname", "outside-source")]
    [InlineData("./link/outside.yaml", "link-outside-source")]
    [InlineData("./missing.yaml", "target-exists")]
    [InlineData("./none/*.yaml", "target-exists")]
    [InlineData("./sub/", "bad-target")]
    [InlineData("https://", "bad-target")]
    [InlineData("\"http://[\"", "bad-target")]
    [InlineData("\"./a\\nb.yaml\"", "bad-target")]
    [InlineData("https://intranet.example.com/a.yaml", "host-not-allowed")]
    public async Task A_target_that_cannot_be_read_is_a_problem_and_the_others_are_followed(string target, string rule)
    {
        using var folder = new TempFolder();
        folder.Write("outside.yaml", Yaml.Component("outside"));
        folder.Write("in/all.yaml", Yaml.Location("all", target, "./good.yaml"));
        folder.Write("in/good.yaml", Yaml.Component("good"));
        Directory.CreateSymbolicLink(folder.At("in/link"), "..");
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.At("in/all.yaml"));

        crawl.Problems.ShouldHaveSingleItem().Key.Rule.ShouldBe(rule);
        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldContain("component:default/good");
        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldNotContain("component:default/outside");
    }

    [Fact]
    public async Task A_missing_target_is_placed_at_its_line_and_the_Location_is_refused_until_it_is_there()
    {
        using var folder = new TempFolder();
        folder.Write("all.yaml", Yaml.Location("all", "./good.yaml", "./missing.yaml"));
        folder.Write("good.yaml", Yaml.Component("good"));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.At("all.yaml"));
        folder.Write("missing.yaml", Yaml.Component("late"));
        var second = await catalog.CrawlAsync(crawl.Source);

        var problem = crawl.Problems.ShouldHaveSingleItem();
        (problem.Key.File, problem.Key.Pointer, problem.Line).ShouldBe(("all.yaml", "/spec/targets/1", 8));
        (crawl.Found, second.Found, second.Failed).ShouldBe((1, 3, 0));
    }

    [Fact]
    public async Task A_missing_optional_target_is_silent()
    {
        using var folder = new TempFolder();
        folder.Write("all.yaml", Yaml.Location("all", "./missing.yaml", "./none/*.yaml") + "  presence: optional\n");
        await using var catalog = await TestCatalog.StartAsync();

        (await catalog.CrawlNewAsync(folder.At("all.yaml"))).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_type_of_target_is_a_problem()
    {
        using var folder = new TempFolder();
        folder.Write("all.yaml", Yaml.Location("all", "acme/*") + "  type: github-discovery\n");
        await using var catalog = await TestCatalog.StartAsync();

        var problem = (await catalog.CrawlNewAsync(folder.At("all.yaml"))).Problems.ShouldHaveSingleItem();
        (problem.Key.Rule, problem.Message).ShouldBe(("location-type-is-known", "No reader was able to handle github-discovery:acme/*; known are file, url and git"));
    }

    [Fact]
    public async Task Placeholders_stay_inside_the_source()
    {
        using var folder = new TempFolder();
        folder.Write("secret.txt", "s3cret");
        folder.Write("in/catalog-info.yaml", Yaml.Component("cart", more: "  text:\n    $text: ../secret.txt"));
        folder.Write("in/b/catalog-info.yaml", Yaml.Component("basket", more: "  text:\n    $text: ../c.txt"));
        folder.Write("in/c.txt", "hello");
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.At("in"));

        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/basket"]);
        crawl.Problems.ShouldHaveSingleItem().Message.ShouldContain("leads out of the source");
        (await catalog.EntityAsync("component:default/basket")).ShouldBeOfType<Entity.Live>().Descriptor.GetProperty("spec").GetProperty("text").GetString().ShouldBe("hello");
    }
}
