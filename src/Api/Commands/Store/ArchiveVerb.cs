using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Commands.Store;

/// <summary>Takes old events out of the log into a file.</summary>
internal static class ArchiveVerb
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var streams = new Option<string>("--streams") { Description = "A stream, or the beginning of many and an asterisk, such as 'delivery-*'.", Required = true };
        var before = new Option<string>("--before") { Description = "Only events recorded before this day, such as 2025-01-01 (UTC).", Required = true };
        var to = new Option<string?>("--to") { Description = "The file to write; must not be there yet." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would go, and change nothing." };
        var command = new Command("archive", "Write old events to a file and leave stubs in their place. Read models built anew no longer know them: see docs/operating.md.")
        {
            data, streams, before, to, dryRun, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            if (!DateTimeOffset.TryParse(parsed.GetValue(before), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                throw new UsageException($"--before {parsed.GetValue(before)} is not a day such as 2025-01-01.");
            var file = parsed.GetValue(to);
            if (file is null && !parsed.GetValue(dryRun))
                throw new UsageException("--to is missing: name the file that will hold the events, or try with --dry-run.");
            await using var catalog = await OpenCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            var result = await RunAsync(catalog, new ArchiveRequest(parsed.GetValue(streams)!, instant), parsed.GetValue(dryRun) ? null : file, ct);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(result, JsonSerializerOptions.Web) : Sentence(result));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<ArchiveResult> RunAsync(OpenCatalog catalog, ArchiveRequest request, string? file, CancellationToken ct)
    {
        var archive = new Archive(catalog.Database, catalog.Log);
        if (file is null)
            return await archive.TryAsync(request, ct);
        catalog.RequireWritable();
        await using var archivist = await catalog.ArchivistAsync(ct);
        try
        {
            return await archive.RunAsync(request, archivist, Path.GetFullPath(file), ct);
        }
        catch (Exception refused) when (refused is OperationRefusedException or IOException)
        {
            throw new UsageException(refused.Message);
        }
    }

    private static string Sentence(ArchiveResult result) => result.File is null
        ? $"{result.Events} events of {result.Streams} streams would go."
        : $"{result.Events} events of {result.Streams} streams are in {result.File}; their stubs stay. Check it with: eventcatalog verify --with {result.File}";
}
