using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Commands;

/// <summary>Writes the log as JSON lines, oldest first.</summary>
public static class ExportCommand
{
    private const int PageSize = 1000;

    public static Command Create()
    {
        var data = SharedOptions.Data();
        var after = new Option<long>("--after") { Description = "Only events after this position." };
        var command = new Command("export", "Write every event of the log to standard output, one JSON object a line.") { data, after };
        command.SetAction(async (parsed, ct) =>
        {
            await using var catalog = await OpenCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            await using var output = Console.OpenStandardOutput();
            var position = parsed.GetValue(after);
            while (await catalog.Log.ReadAsync(position, PageSize, ct) is { Count: > 0 } page)
            {
                foreach (var recorded in page)
                {
                    await JsonSerializer.SerializeAsync(output, Line(recorded), JsonSerializerOptions.Web, ct);
                    output.WriteByte((byte)'\n');
                }

                position = page[^1].Position;
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static object Line(RecordedEvent recorded) => new
    {
        recorded.Position, recorded.Id, recorded.Stream, recorded.StreamVersion, recorded.Type, recorded.RecordedAt, recorded.EffectiveAt,
        recorded.Actor, recorded.Correlation, recorded.Causation, recorded.Source, recorded.Data, recorded.Hash,
    };
}
