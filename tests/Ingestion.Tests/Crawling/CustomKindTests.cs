using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;

namespace EventCatalog.Ingestion.Tests.Crawling;

/// <summary>A kind is a document: from then on its entities are read, judged and related.</summary>
public sealed class CustomKindTests
{
    private const string Kind = """
        apiVersion: eventcatalog.dev/v1
        kind: Kind
        metadata:
          name: dataset
        spec:
          kind: Dataset
          apiVersions: [acme.com/v1]
          schema:
            type: object
            required: [spec]
            properties:
              spec:
                type: object
                required: [owner, format]
                properties:
                  format: { type: string, enum: [parquet, csv] }
          relations:
            - { field: spec.owner, type: ownedBy, reverse: ownerOf, defaultKind: Group }
            - { field: spec.producedBy, type: producedBy, reverse: produces, defaultKind: Component }

        """;

    private static string Dataset(string format, string producer = "cart") => $"""
        apiVersion: acme.com/v1
        kind: Dataset
        metadata:
          name: orders
        spec:
          owner: shop
          format: {format}
          producedBy: [zeta, {producer}]

        """;

    [Fact]
    public async Task A_kind_and_its_entities_in_one_source_are_read_in_one_crawl()
    {
        using var folder = new TempFolder();
        folder.Write("a/catalog-info.yaml", Dataset("parquet"));
        folder.Write("kinds/catalog-info.yaml", Kind);
        await using var catalog = await TestCatalog.StartAsync();

        var crawl = await catalog.CrawlNewAsync(folder.Path);

        crawl.Problems.ShouldBeEmpty();
        var dataset = (await catalog.EntityAsync("dataset:default/orders")).ShouldBeOfType<Entity.Live>();
        Relations.Of(dataset.Descriptor).Select(edge => $"{edge.Source} {edge.Type} {edge.Target}").ShouldBe(
        [
            "component:default/cart produces dataset:default/orders",
            "component:default/zeta produces dataset:default/orders",
            "dataset:default/orders ownedBy group:default/shop",
            "dataset:default/orders producedBy component:default/cart",
            "dataset:default/orders producedBy component:default/zeta",
            "group:default/shop ownerOf dataset:default/orders",
        ]);
        (await catalog.CrawlAsync(crawl.Source)).Changed.ShouldBe(0);
    }

    [Fact]
    public async Task A_kind_added_later_by_another_source_makes_sound_what_was_refused()
    {
        using var folder = new TempFolder();
        using var kinds = new TempFolder();
        folder.Write("catalog-info.yaml", Dataset("parquet"));
        await using var catalog = await TestCatalog.StartAsync();
        var before = await catalog.CrawlNewAsync(folder.Path);
        before.Problems.ShouldHaveSingleItem().Key.Rule.ShouldBe("kind-is-known");

        kinds.Write("catalog-info.yaml", Kind);
        (await catalog.CrawlNewAsync(kinds.Path)).Problems.ShouldBeEmpty();
        var after = await catalog.CrawlAsync(before.Source);

        after.Problems.ShouldBeEmpty();
        (await catalog.EntitiesOfAsync(before.Source)).ShouldBe(["dataset:default/orders"]);
    }

    [Fact]
    public async Task What_its_schema_refuses_is_a_problem_at_its_place_and_the_last_good_version_stays()
    {
        using var folder = new TempFolder();
        folder.Write("kinds/catalog-info.yaml", Kind);
        folder.Write("catalog-info.yaml", Dataset("csv"));
        await using var catalog = await TestCatalog.StartAsync();
        var crawl = await catalog.CrawlNewAsync(folder.Path);

        folder.Write("catalog-info.yaml", Dataset("xls"));
        var problem = (await catalog.CrawlAsync(crawl.Source)).Problems.ShouldHaveSingleItem();

        (problem.Key.Rule, problem.Key.Pointer, problem.Line, problem.Column).ShouldBe(("dataset-spec", "/spec/format", 7, 11));
        problem.Message.ShouldBe("/spec/format must be equal to one of the allowed values - allowedValues: parquet,csv");
        (await catalog.EntityAsync("dataset:default/orders")).ShouldBeOfType<Entity.Live>();
    }
}
