using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Commands;

/// <summary>Reads what export writes.</summary>
public static class ImportCommand
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var file = new Argument<FileInfo>("file") { Description = "One JSON object a line: an export, or new events with id, stream, type, effectiveAt and data." };
        var command = new Command("import", "Read events into the log: an export into an empty one, as it was, or new events into any. Made again, it adds nothing twice.") { file, data, json };
        command.SetAction(async (parsed, ct) =>
        {
            var from = parsed.GetValue(file)!;
            if (!from.Exists)
                throw new UsageException($"There is no file {from.FullName}.");
            await using var catalog = await OpenCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            catalog.RequireWritable();
            await using var lines = from.OpenRead();
            try
            {
                var result = await catalog.File.ImportAsync(lines, new AppendContext($"user:{Environment.UserName}", $"import:{from.Name}"), new Progress(), ct);
                Console.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(result, JsonSerializerOptions.Web)
                    : $"{result.Added} events added, {result.AlreadyThere} were there already.");
                return ExitCodes.Ok;
            }
            catch (Exception refused) when (refused is LogFileException or StreamArchivedException or DuplicateEventException or ArgumentException)
            {
                await Console.Error.WriteLineAsync($"{from.Name}: {refused.Message}");
                return ExitCodes.No;
            }
        });
        return command;
    }

    private sealed class Progress : IProgress<long>
    {
        public void Report(long value) => Console.Error.WriteLine($"{value} events");
    }
}
