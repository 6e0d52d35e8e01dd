using System.Text.Json;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Ingestion.Tests.Crawling;

/// <summary>Which kinds a source may declare. Each row is one that Backstage's CatalogRules decides alike.</summary>
public sealed class KindRulesTests
{
    private static readonly KindRules Rules = new(
    [
        new KindRule([new AllowedKind("Component"), new AllowedKind("api"), new AllowedKind("Resource", "Database")]),
        new KindRule([new AllowedKind("Group")], [new RuleLocation("url", "https://git.example/Org.yaml", null)]),
        new KindRule([new AllowedKind("Template")], [new RuleLocation("url", null, "https://git.example/*/blob/**/template.yaml")]),
        new KindRule([new AllowedKind("System")], [new RuleLocation("file", null, null)]),
    ]);

    [Theory]
    [InlineData("Component", "service", "url:https://git.example/x.yaml", true)]
    [InlineData("component", "service", "file:/a.yaml", true)]
    [InlineData("API", "grpc", "file:/a.yaml", true)]
    [InlineData("Resource", "database", "file:/a.yaml", true)]
    [InlineData("Resource", "bucket", "file:/a.yaml", false)]
    [InlineData("Group", "team", "url:https://git.example/Org.yaml", true)]
    [InlineData("Group", "team", "url:https://git.example/org.yaml", false)]
    [InlineData("Group", "team", "file:https://git.example/Org.yaml", false)]
    [InlineData("Template", "x", "url:https://git.example/shop/blob/main/.hidden/Template.yaml", true)]
    [InlineData("Template", "x", "url:https://git.example/a/b/blob/main/template.yaml", false)]
    [InlineData("System", "x", "file:/a.yaml", true)]
    [InlineData("System", "x", "git:/a", false)]
    [InlineData("User", "x", "file:/a.yaml", false)]
    public void A_kind_is_allowed_where_a_rule_says_so(string kind, string type, string origin, bool expected) =>
        Rules.Allow(JsonSerializer.SerializeToElement(new { kind, spec = new { type } }), origin).ShouldBe(expected);

    [Fact]
    public async Task What_is_not_allowed_is_a_problem_at_its_kind_and_harms_no_neighbour()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("cart"), "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata:\n  name: anna\nspec:\n  memberOf: []\n"));
        await using var catalog = await TestCatalog.StartAsync(options => options with { KindRules = new KindRules([new KindRule([new AllowedKind("Component")])]) });

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        (await catalog.EntitiesOfAsync(crawl.Source)).ShouldBe(["component:default/cart"]);
        var problem = crawl.Problems.ShouldHaveSingleItem();
        problem.Message.ShouldBe($"Entity user:default/anna at file:{folder.At("catalog-info.yaml")}, originated at file:{folder.Path}, is not of an allowed kind for that location");
        (problem.Key.Rule, problem.Key.Document, problem.Key.Pointer, problem.Line).ShouldBe(("kind-is-allowed", 2, "/kind", 11));
    }
}
