using System.Diagnostics;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Backstage's own catalog client, unchanged, against a running portal: every method it has. What is done with each stands in clients/backstage.mjs.</summary>
public sealed class BackstageClientTests
{
    // The script serves a descriptor on this machine, which a portal does not read unless it is told to.
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["Catalog__Crawl__AllowedNetworks__0"] = "127.0.0.0/8" };

    [Fact]
    public async Task Every_method_of_the_catalog_client_works()
    {
        await using var portal = await Portal.StartAsync(Settings);
        await portal.DemoIsThereAsync();
        using var folder = new TempFolder();
        var run = await CommandRun.OfAsync(new ProcessStartInfo("node", [Path.Combine(Checkout.Clients, "backstage.mjs"), portal.Url.ToString(), folder.Root]));
        run.ExitCode.ShouldBe(0, run.All);
        var outcomes = JsonSerializer.Deserialize<Dictionary<string, string>>(run.Output)!;
        outcomes.Where(outcome => outcome.Value != "ok").ShouldBeEmpty(portal.Output);
        outcomes.Count.ShouldBe(20);
    }
}
