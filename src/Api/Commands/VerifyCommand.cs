using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Commands;

/// <summary>Recomputes the hash chain of the log.</summary>
public static class VerifyCommand
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var stream = new Option<string?>("--stream") { Description = "Only this stream, such as entity-component:default/cart." };
        var command = new Command("verify", "Check that no event of the log was changed, removed or put in between.") { data, stream, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var catalog = await OpenCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            var report = await catalog.Log.VerifyAsync(parsed.GetValue(stream), ct);
            // Anchors are over positions, not over one stream.
            var anchors = parsed.GetValue(stream) is null ? await new Anchors(catalog.Database, catalog.Log, new AnchorOptions()).VerifyAsync(ct) : null;
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { report.Checked, report.FirstBreak, Anchors = anchors }, JsonSerializerOptions.Web));
            else
                Print(report, anchors);
            return report.FirstBreak is null && anchors?.FirstBreak is null ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }

    private static void Print(ChainReport report, AnchorReport? anchors)
    {
        Console.WriteLine(report.FirstBreak is { } broken
            ? $"Broken at {broken.Stream}, event {broken.Version}: {broken.Problem}"
            : $"{report.Checked} events checked, every hash is right.");
        if (anchors?.FirstBreak is { } since)
            Console.WriteLine($"Not as anchored between @{since.From} and @{since.To}: {since.Problem}");
        else if (anchors is { Checked: > 0 })
            Console.WriteLine($"{anchors.Checked} anchors hold.");
    }
}
