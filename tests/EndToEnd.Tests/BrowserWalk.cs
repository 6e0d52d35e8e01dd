using System.Diagnostics;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>Walks a portal in a real browser; what each scenario does stands in browser/scenarios.mjs.</summary>
public static class BrowserWalk
{
    /// <summary>Passes when the scenario came to its end without a fault: accessibility, console, width, and what it expects.</summary>
    public static async Task RunAsync(Portal portal, string scenario, params string[] arguments)
    {
        // EVENTCATALOG_PICTURES keeps a picture of every page looked at; without it only a failed walk leaves one.
        var kept = Environment.GetEnvironmentVariable("EVENTCATALOG_PICTURES");
        var pictures = kept ?? Path.Combine(Path.GetTempPath(), "eventcatalog-walk");
        Directory.CreateDirectory(pictures);
        var run = await CommandRun.OfAsync(new ProcessStartInfo(
            "node", [Path.Combine(Checkout.Browser, "walk.mjs"), scenario, $"--url={portal.Url}", $"--pictures={pictures}", .. kept is null ? [] : (string[])["--keep"], .. arguments]));

        TestContext.Current.TestOutputHelper!.WriteLine(run.All);
        run.ExitCode.ShouldBe(0, $"pictures are in {pictures}\n{run.All}\nThe portal said:\n{portal.Output}");
    }
}
