using System.CommandLine;
using EventCatalog.Api.Hosting;

namespace EventCatalog.Api.Commands;

/// <summary>Writes the log as JSON lines, oldest first.</summary>
public static class ExportCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var after = new Option<long>("--after") { Description = "Only events after this position." };
        var whole = new Option<bool>("--whole") { Description = "Also what stands beside the events (large bodies, anchors, stubs of archived events): what import needs for a move to another database." };
        var command = new Command("export", "Write every event of the log to standard output, one JSON object a line.") { data, after, whole };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(whole) && parsed.GetValue(after) > 0)
                throw new UsageException("--whole is the whole log: leave out --after.");
            await using var catalog = await OpenCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            await using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
            await (parsed.GetValue(whole) ? catalog.File.ExportWholeAsync(output, ct) : catalog.File.ExportAsync(output, parsed.GetValue(after), ct));
            await output.FlushAsync(ct);
            return ExitCodes.Ok;
        });
        return command;
    }
}
