using System.Diagnostics;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Backstage's own catalog client, unchanged, against a running portal: every method it has. What is done with each stands in clients/backstage.mjs.</summary>
public sealed class BackstageClientTests(DemoPortal demo) : IClassFixture<DemoPortal>
{
    [Fact]
    public async Task Every_method_of_the_catalog_client_works()
    {
        using var folder = new TempFolder();
        var run = await CommandRun.OfAsync(new ProcessStartInfo("node", [Path.Combine(Checkout.Clients, "backstage.mjs"), demo.Portal.Url.ToString(), folder.Root]));
        run.ExitCode.ShouldBe(0, run.All);
        var outcomes = JsonSerializer.Deserialize<Dictionary<string, string>>(run.Output)!;
        outcomes.Where(outcome => outcome.Value != "ok").ShouldBeEmpty(demo.Portal.Output);
        outcomes.Count.ShouldBe(20);
    }
}
