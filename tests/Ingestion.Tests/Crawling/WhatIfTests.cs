using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Tests.Backstage;

namespace EventCatalog.Ingestion.Tests.Crawling;

/// <summary>What is said beforehand of a change is what a crawl then does.</summary>
public sealed class WhatIfTests(ITestOutputHelper output)
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e", "f", "g", "h"];

    [Fact]
    public async Task The_preview_equals_the_result_for_200_random_changes()
    {
        using var folder = new TempFolder();
        using var other = new TempFolder();
        await using var catalog = await TestCatalog.StartAsync(options => options with { MoveGrace = TimeSpan.Zero });
        var chance = new Chance(8);
        // What the other source has is related to what changes, declares edges of it too, and may not be taken away.
        other.Write("catalog-info.yaml", Yaml.Documents(
            Yaml.Component("x", "b", "  dependsOn: [component:a, component:c, resource:none]"), Yaml.Component("b", "a"), "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: { name: a }\nspec: { type: team, children: [b, c], members: [u] }\n"));
        await catalog.CrawlNewAsync(other.Path);
        folder.Write("keep/catalog-info.yaml", Yaml.Component("keep"));
        var source = (await catalog.CrawlNewAsync(folder.Path)).Source;
        var whatIf = new WhatIf(catalog.Writer, catalog.Memory);
        var validation = new Validation(new CrawlOptions { DataFolder = catalog.DataFolder, AllowedHosts = [] }, catalog.Web);
        var seen = new HashSet<string>(StringComparer.Ordinal);

        for (var round = 0; round < 200; round++)
        {
            Change(folder, chance);
            var judged = await validation.JudgeAsync(folder.Path, null, TestCatalog.Ct);
            var proposed = new ProposedChange(source, [.. judged.Entities.Select(entity => entity.Descriptor)], [.. judged.Problems.Select(problem => problem.Entity!.Value)]);
            var (before, mark) = (await GraphAsync(catalog), (await catalog.EventsAsync()).Count);

            var preview = await whatIf.AskAsync(proposed, TestCatalog.Ct);

            (await catalog.EventsAsync()).Count.ShouldBe(mark, "a preview writes nothing");
            // What is gone is an orphan first, for another source may show it; the preview says what comes of it in the end.
            await catalog.CrawlAsync(source);
            var crawl = await catalog.CrawlAsync(source);
            Said(preview.Change).ShouldBe(Done(before, await GraphAsync(catalog)), $"round {round}");
            preview.Conflicts.Select(conflict => conflict.Entity).ShouldBe(
                crawl.Problems.Where(problem => problem.Key.Rule == "conflict").Select(problem => problem.Entity!.Value).OrderBy(entity => entity.ToString(), StringComparer.Ordinal));
            foreach (var line in Said(preview.Change))
                seen.Add(line.Split(' ')[0]);
        }

        output.WriteLine(string.Join(", ", seen.Order(StringComparer.Ordinal)));
        seen.ShouldBe(["added", "broken", "changed", "edge+", "edge-", "mended", "owner", "removed"], ignoreOrder: true);
    }

    [Fact]
    public async Task Without_a_source_what_is_not_named_stays_and_nothing_is_a_conflict()
    {
        using var folder = new TempFolder();
        folder.Write("catalog-info.yaml", Yaml.Documents(Yaml.Component("a"), Yaml.Component("b")));
        await using var catalog = await TestCatalog.StartAsync();
        await catalog.CrawlNewAsync(folder.Path);
        var a = (await catalog.EntityAsync("component:default/a")).ShouldBeOfType<Entity.Live>().Descriptor;
        var moved = FieldChange.Apply(a, [new FieldChange("/spec/owner", null, JsonSerializer.SerializeToElement("pay"))]);

        var preview = await new WhatIf(catalog.Writer, catalog.Memory).AskAsync(new ProposedChange(null, [moved]), TestCatalog.Ct);

        Said(preview.Change).ShouldBe(
        [
            "broken component:default/a ownedBy group:default/pay", "changed component:default/a /spec/owner", "edge+ component:default/a ownedBy group:default/pay", "edge+ group:default/pay ownerOf component:default/a",
            "edge- component:default/a ownedBy group:default/shop", "edge- group:default/shop ownerOf component:default/a", "mended component:default/a ownedBy group:default/shop", "owner component:default/a group:default/shop -> group:default/pay",
        ]);
        preview.Conflicts.ShouldBeEmpty();
    }

    private static void Change(TempFolder folder, Chance chance)
    {
        // One file always stays: a source that becomes empty empties nothing.
        for (var edits = 1 + chance.Below(3); edits > 0; edits--)
        {
            var name = chance.Pick(Names);
            var path = $"{name}/catalog-info.yaml";
            if (chance.Percent(70))
                folder.Write(path, chance.Percent(70) ? Component(name, chance) : Group(name, chance));
            else if (File.Exists(folder.At(path)))
                File.Delete(folder.At(path));
        }
    }

    // One in twelve is refused: its last good version stays.
    private static string Component(string name, Chance chance) => Yaml.Component(name, chance.Below(12) == 0 ? "[]" : chance.Pick(Names), $"""
          subcomponentOf: {chance.Pick(Names)}
          dependsOn: [component:{chance.Pick(Names)}, component:{chance.Pick(Names)}]
          dependencyOf: [component:{chance.Pick(Names)}]
          tier: {chance.Below(4)}
        """);

    private static string Group(string name, Chance chance) =>
        $"apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{ name: {name} }}\nspec: {{ type: team, parent: {chance.Pick(Names)}, children: [{chance.Pick(Names)}] }}\n";

    private static async Task<Dictionary<EntityRef, JsonElement>> GraphAsync(TestCatalog catalog)
    {
        await catalog.Writer.SettleAsync(TestCatalog.Ct);
        return (await catalog.Memory.MentioningAsync([""], TestCatalog.Ct)).ToDictionary(each => each.Key, each => ((Entity.Live)each.Value.State).Descriptor);
    }

    private static string[] Said(GraphChange change) =>
    [
        .. change.Added.Select(entity => $"added {entity}")
            .Concat(change.Removed.Select(entity => $"removed {entity}"))
            .Concat(change.Changed.SelectMany(entity => entity.Changes.Select(field => $"changed {entity.Entity} {field.Path}")))
            .Concat(change.Owners.Select(owner => $"owner {owner.Entity} {owner.From} -> {owner.To}"))
            .Concat(change.RelationsAdded.Select(edge => $"edge+ {edge.Source} {edge.Type} {edge.Target}"))
            .Concat(change.RelationsRemoved.Select(edge => $"edge- {edge.Source} {edge.Type} {edge.Target}"))
            .Concat(change.Broken.Select(edge => $"broken {edge.Source} {edge.Type} {edge.Target}"))
            .Concat(change.Mended.Select(edge => $"mended {edge.Source} {edge.Type} {edge.Target}"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The same, found by comparing the whole graph before with the whole graph after.</summary>
    private static string[] Done(Dictionary<EntityRef, JsonElement> before, Dictionary<EntityRef, JsonElement> after)
    {
        var (edgesBefore, edgesAfter) = (Edges(before), Edges(after));
        var (danglingBefore, danglingAfter) = (Dangling(before), Dangling(after));
        return
        [
            .. after.Keys.Except(before.Keys).Select(entity => $"added {entity}")
                .Concat(before.Keys.Except(after.Keys).Select(entity => $"removed {entity}"))
                .Concat(before.Keys.Intersect(after.Keys).SelectMany(entity => FieldChange.Between(before[entity], after[entity]).Select(field => $"changed {entity} {field.Path}")))
                .Concat(before.Keys.Union(after.Keys).Where(entity => Owner(before, entity) != Owner(after, entity)).Select(entity => $"owner {entity} {Owner(before, entity)} -> {Owner(after, entity)}"))
                .Concat(edgesAfter.Except(edgesBefore).Select(edge => $"edge+ {edge}"))
                .Concat(edgesBefore.Except(edgesAfter).Select(edge => $"edge- {edge}"))
                .Concat(danglingAfter.Except(danglingBefore).Select(edge => $"broken {edge}"))
                .Concat(danglingBefore.Except(danglingAfter).Select(edge => $"mended {edge}"))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static EntityRef? Owner(Dictionary<EntityRef, JsonElement> graph, EntityRef entity) => graph.TryGetValue(entity, out var descriptor) ? Descriptor.OwnerOf(descriptor) : null;

    private static HashSet<string> Edges(Dictionary<EntityRef, JsonElement> graph) =>
        [.. graph.Values.SelectMany(Relations.Of).Select(edge => $"{edge.Source} {edge.Type} {edge.Target}")];

    private static HashSet<string> Dangling(Dictionary<EntityRef, JsonElement> graph) =>
    [
        .. graph.SelectMany(each => Relations.Of(each.Value).Where(edge => edge.Source == each.Key && !graph.ContainsKey(edge.Target))).Select(edge => $"{edge.Source} {edge.Type} {edge.Target}"),
    ];
}
