using System.Globalization;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

public sealed class CrashTests
{
    private const int Teams = 20;
    private const int Files = 396;
    private const int Descriptors = Teams + (5 * Files);

    [Fact]
    public async Task A_crawl_of_2000_descriptors_cut_off_by_kill_9_ends_after_a_restart_as_if_nothing_had_happened()
    {
        using var folder = new TempFolder();
        var source = folder.At("source");
        WriteDescriptors(source);
        await using var killed = await Portal.StartAsync("--source", source);
        await Eventually.IsAsync("the crawl to be under way", async () => await killed.PositionAsync() > 200);
        await killed.KillAsync();

        await killed.StartAgainAsync("--source", source);
        var left = await killed.PositionAsync();
        await using var calm = await Portal.StartAsync("--source", source);
        await Task.WhenAll(ReadAsync(killed), ReadAsync(calm));

        left.ShouldBeInRange(200, Descriptors, "the kill came too late or nothing was kept");
        var (after, undisturbed) = (await Seen.EntitiesAsync(killed), await Seen.EntitiesAsync(calm));
        after.Count.ShouldBe(Descriptors);
        after.Keys.ShouldBe(undisturbed.Keys);
        foreach (var (entity, shown) in after) Comparable(shown).ShouldBe(Comparable(undisturbed[entity]), entity);
        undisturbed.Values.ShouldAllBe(entity => entity.GetProperty("kind").GetString() == "Group" || entity.GetProperty("owner").ValueKind == JsonValueKind.Object);

        var verified = await CommandRun.OfEventCatalogAsync("verify", "--data", killed.Data);
        verified.ExitCode.ShouldBe(0, verified.All);
        // What a killed transaction had reserved leaves gaps: positions are counted by the export, not by the last one.
        var export = await CommandRun.OfEventCatalogAsync("export", "--data", killed.Data);
        verified.Output.ShouldContain($"{export.Output.Count(character => character is '\n')} events checked");
    }

    private static Task ReadAsync(Portal portal) => Eventually.IsAsync($"{Descriptors} entities; the portal said:\n{portal.Output}", async () =>
    {
        var data = await portal.AskAsync("{ entities { totalCount } sources { lastCrawl { found } } }");
        return data.GetProperty("entities").GetProperty("totalCount").GetInt32() == Descriptors
            && data.GetProperty("sources")[0].GetProperty("lastCrawl") is { ValueKind: JsonValueKind.Object } crawl && crawl.GetProperty("found").GetInt32() == Descriptors;
    }, TimeSpan.FromMinutes(3));

    private static string Comparable(JsonElement entity) => string.Join('\n', [
        entity.GetProperty("spec").GetRawText(), entity.GetProperty("ownerRef").ToString(), entity.GetProperty("owner").ToString(), entity.GetProperty("annotations").GetRawText(),
        entity.GetProperty("labels").GetRawText(), entity.GetProperty("source").ToString(), entity.GetProperty("orphaned").ToString(), .. Seen.Relations(entity),
    ]);

    private static void WriteDescriptors(string source)
    {
        Directory.CreateDirectory(source);
        File.WriteAllText(Path.Combine(source, "catalog-info.yaml"), Descriptor.Documents([.. Enumerable.Range(0, Teams).Select(team => Descriptor.Group($"team-{team}"))]));
        for (var file = 0; file < Files; file++)
        {
            var path = Path.Combine(source, string.Create(CultureInfo.InvariantCulture, $"area-{file % 12}/product-{file}/catalog-info.yaml"));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Product(file));
        }
    }

    /// <summary>A system of five, wired to itself and to the next product.</summary>
    private static string Product(int number) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        apiVersion: backstage.io/v1alpha1
        kind: System
        metadata: { name: product-{{number}}, description: Product number {{number}}, tags: [generated] }
        spec: { owner: team-{{number % Teams}} }
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata: { name: product-{{number}}-web, labels: { tier: front } }
        spec: { type: website, lifecycle: production, owner: team-{{number % Teams}}, system: product-{{number}}, consumesApis: [product-{{number}}-api, product-{{(number + 1) % Files}}-api] }
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata: { name: product-{{number}}-service }
        spec: { type: service, lifecycle: production, owner: team-{{(number + 7) % Teams}}, system: product-{{number}}, providesApis: [product-{{number}}-api], dependsOn: ['resource:product-{{number}}-db'] }
        ---
        apiVersion: backstage.io/v1alpha1
        kind: API
        metadata: { name: product-{{number}}-api }
        spec: { type: openapi, lifecycle: production, owner: team-{{(number + 7) % Teams}}, system: product-{{number}}, definition: 'openapi: 3.1.0' }
        ---
        apiVersion: backstage.io/v1alpha1
        kind: Resource
        metadata: { name: product-{{number}}-db }
        spec: { type: database, owner: team-{{number % Teams}}, system: product-{{number}} }
        """);
}
