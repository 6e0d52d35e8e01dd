using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;

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
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            else if (report.FirstBreak is { } broken)
                Console.WriteLine($"Broken at {broken.Stream}, event {broken.Version}: {broken.Problem}");
            else
                Console.WriteLine($"{report.Checked} events checked, every hash is right.");
            return report.FirstBreak is null ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }
}
