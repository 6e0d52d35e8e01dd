using EventCatalog.Domain.Sources;
using static EventCatalog.ReadModels.Tests.Descriptors;

namespace EventCatalog.ReadModels.Tests;

public sealed class RebuildTests
{
    private static readonly string[] Owners = ["shop", "stock", "user:ann"];

    /// <summary>Fails for a projection whose SQL names a schema, reads a clock, or depends on where a page ends.</summary>
    [Fact]
    public async Task Every_read_model_built_anew_in_large_pages_equals_the_one_that_grew_event_by_event()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var catalog = await Catalog.CreateAsync();
        var chance = new Random(11);
        await catalog.SeeSourceAsync(new SourceEvent.SourceRegistered(Catalog.Source, "folder", "/shop", null, "configuration"));
        for (var step = 0; step < 60; step++)
        {
            var name = $"c{chance.Next(6)}";
            if (chance.Next(6) == 0)
                await catalog.RemoveAsync($"component:{name}");
            else if (chance.Next(10) == 0)
                await catalog.OrphanAsync($"component:{name}");
            else
                await catalog.SeeAsync(Component(name, Owners[chance.Next(3)], dependsOn: [.. Enumerable.Range(0, chance.Next(3)).Select(_ => $"component:c{chance.Next(6)}")]));
        }
        await catalog.AskAsync("{ position }");

        foreach (var projection in AllReadModels.Projections)
        {
            var report = await catalog.RebuildAsync(projection.Name, ct);
            report.Differences.ShouldBeEmpty(projection.Name);
            (report.Switched, report.Position).ShouldBe((true, catalog.Position), projection.Name);
        }
        (await catalog.AskAsync("{ entities { totalCount } }")).GetProperty("entities").GetProperty("totalCount").GetInt32().ShouldBeInRange(1, 6);
    }
}
