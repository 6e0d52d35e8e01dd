using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests.Crawling;

public sealed class BadInputTests
{
    private const string Bomb = """
        a: &a ["x","x","x","x","x","x","x","x","x"]
        b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
        c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
        d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
        e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]
        f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]
        g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]
        """;

    [Fact]
    public async Task A_missing_folder_makes_the_source_unreachable_once()
    {
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync("/nowhere/at/all", "folder");
        await catalog.CrawlAsync(crawl.Source);

        crawl.Unreachable.ShouldBe("The folder \"/nowhere/at/all\" does not exist");
        (await catalog.EventsAsync()).Select(recorded => recorded.Type).ShouldBe(["source-registered", "source-unreachable"]);
    }

    [Fact]
    public async Task Entities_of_an_unreachable_source_stay_and_it_comes_back()
    {
        using var folder = new TempFolder();
        folder.Write("s/catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.At("s"));
        Directory.Move(folder.At("s"), folder.At("t"));
        await catalog.CrawlAsync(first.Source);
        (await catalog.EntityAsync("component:default/cart")).ShouldBeOfType<Entity.Live>().Orphaned.ShouldBeFalse();
        Directory.Move(folder.At("t"), folder.At("s"));

        await catalog.CrawlAsync(first.Source);

        (await catalog.EventsAsync(first.Position)).Select(recorded => recorded.Type).ShouldBe(["source-unreachable", "source-reachable"]);
    }

    [Theory]
    [InlineData("file-too-large", 50_000_000)]
    public async Task A_large_file_is_refused_unread_and_harms_no_neighbour(string rule, int size)
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", "");
        using (var file = File.OpenWrite(folder.At("a/catalog-info.yaml")))
            file.SetLength(size);

        (await ProblemBesideAGoodNeighbourAsync(folder)).ShouldBe((rule, "a/catalog-info.yaml", null));
    }

    [Fact]
    public async Task A_bomb_of_aliases_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Bomb);

        var (rule, file, line) = await ProblemBesideAGoodNeighbourAsync(folder);

        (rule, file).ShouldBe(("yaml-is-sound", "a/catalog-info.yaml"));
        line.ShouldNotBeNull();
    }

    [Fact]
    public async Task Binary_rubbish_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", [0xff, 0xfe, 0, 1, 2, 3, 0x80]);

        (await ProblemBesideAGoodNeighbourAsync(folder)).Rule.ShouldBe("not-text");
    }

    [Fact]
    public async Task A_name_of_64_characters_is_refused_with_its_line()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Yaml.Component(new string('n', 64)));

        (await ProblemBesideAGoodNeighbourAsync(folder)).ShouldBe(("name-is-valid", "a/catalog-info.yaml", 4));
    }

    [Fact]
    public async Task A_null_character_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Yaml.Component("zero", more: "  text: \"a\\0b\""));

        (await ProblemBesideAGoodNeighbourAsync(folder)).Rule.ShouldBe("text-is-storable");
    }

    [Theory]
    [InlineData("kind: \"a/b\"\nmetadata: { name: x }\n")]
    [InlineData("kind: \"a\\0\"\nmetadata: { name: \"x\\0\", namespace: \"/\" }\n")]
    [InlineData("kind: Component\nmetadata: { name: x, text: { $text: \"./a\\0b\" } }\n")]
    [InlineData("kind: Component\nmetadata: { name: x, \"a\\0b\": { $text: 1 } }\n")]
    public async Task Whatever_a_refused_document_says_can_be_stored_and_read_back(string document)
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", document);

        (await ProblemBesideAGoodNeighbourAsync(folder)).File.ShouldBe("a/catalog-info.yaml");
    }

    [Fact]
    public async Task A_link_out_of_the_source_is_refused()
    {
        using var outside = new TempFolder();
        outside.Write("catalog-info.yaml", Yaml.Component("secret"));
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("a"));
        File.CreateSymbolicLink(folder.At("a/catalog-info.yaml"), outside.At("catalog-info.yaml"));

        (await ProblemBesideAGoodNeighbourAsync(folder)).ShouldBe(("link-outside-source", "a/catalog-info.yaml", null));
    }

    [Fact]
    public async Task A_linked_folder_out_of_the_source_is_refused()
    {
        using var outside = new TempFolder();
        outside.Write("catalog-info.yaml", Yaml.Component("secret"));
        using var folder = new TempFolder();
        Directory.CreateSymbolicLink(folder.At("a"), outside.Path);

        (await ProblemBesideAGoodNeighbourAsync(folder)).ShouldBe(("link-outside-source", "a", null));
    }

    [Fact]
    public async Task Links_that_go_in_circles_are_refused_or_passed_over()
    {
        using var folder = new TempFolder();
        folder.Write("a/x", "");
        File.CreateSymbolicLink(folder.At("a/catalog-info.yaml"), "catalog-info.yaml");
        Directory.CreateSymbolicLink(folder.At("a/again"), "../a");

        (await ProblemBesideAGoodNeighbourAsync(folder)).ShouldBe(("link-outside-source", "a/catalog-info.yaml", null));
    }

    [Fact]
    public async Task A_link_inside_the_source_is_followed_and_nothing_is_read_twice()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Yaml.Component("cart"));
        folder.Write("b/real.yaml", Yaml.Component("basket"));
        Directory.CreateSymbolicLink(folder.At("c"), "a");
        File.CreateSymbolicLink(folder.At("b/catalog-info.yaml"), "real.yaml");
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        crawl.Problems.ShouldBeEmpty();
        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/basket", "component:default/cart"]);
    }

    [Fact]
    public async Task A_pipe_does_not_hold_the_crawl()
    {
        using var folder = new TempFolder();
        folder.Write("good/catalog-info.yaml", Yaml.Component("good"));
        using var made = System.Diagnostics.Process.Start("mkfifo", folder.At("catalog-info.yaml"));
        await made.WaitForExitAsync(TestCatalog.Ct);
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path).WaitAsync(TimeSpan.FromSeconds(20), TestCatalog.Ct);

        crawl.Found.ShouldBe(1);
    }

    [Fact]
    public async Task One_bad_document_harms_no_other_in_its_file()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("one"), "a: [\n", Yaml.Component("two"), Yaml.Component("bad_", more: "  owner2: [}"), Yaml.Component("three")));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/one", "component:default/three", "component:default/two"]);
        crawl.Problems.Select(problem => problem.Key.Document).ShouldBe([2, 4]);
    }

    [Fact]
    public async Task The_last_good_version_stays_and_a_repaired_document_resolves_the_problem()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Component("cart"));
        await using var catalog = await TestCatalog.StartAsync();
        var first = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("catalog-info.yaml", Yaml.Component("cart").Replace("lifecycle: production", "lifecycle: []", StringComparison.Ordinal));
        var refused = await catalog.CrawlAsync(first.Source);
        folder.Write("catalog-info.yaml", Yaml.Component("cart"));
        await catalog.CrawlAsync(first.Source);

        refused.Problems.ShouldHaveSingleItem().Line.ShouldBe(7);
        (await catalog.EventsAsync(first.Position)).Select(recorded => recorded.Type).ShouldBe(["descriptor-rejected", "rejection-resolved"]);
    }

    private static async Task<(string Rule, string File, int? Line)> ProblemBesideAGoodNeighbourAsync(TempFolder folder)
    {
        folder.Write("good/catalog-info.yaml", Yaml.Component("good"));
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/good"]);
        var problem = (await catalog.ProblemsOfAsync(crawl.Source)).ShouldHaveSingleItem();
        problem.Message.ShouldNotBeEmpty();
        return (problem.Key.Rule, problem.Key.File, problem.Line);
    }
}
