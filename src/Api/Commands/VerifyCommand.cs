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
        var with = new Option<FileInfo?>("--with") { Description = "Also that this file of store archive holds the events whose stubs the log keeps." };
        var command = new Command("verify", "Check that no event of the log was changed, removed or put in between.") { data, stream, with, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var catalog = await OpenCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            var report = await catalog.Log.VerifyAsync(parsed.GetValue(stream), ct);
            // Anchors are over positions, not over one stream.
            var anchors = parsed.GetValue(stream) is null ? await new Anchors(catalog.Database, catalog.Log, new AnchorOptions()).VerifyAsync(ct) : null;
            var file = parsed.GetValue(with) is { } archived ? await FileAsync(catalog, archived, ct) : null;
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { report.Checked, report.FirstBreak, report.Archived, Anchors = anchors, File = file }, JsonSerializerOptions.Web));
            else
                Print(report, anchors, file);
            return report.FirstBreak is null && anchors?.FirstBreak is null && file?.Problem is null ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }

    private static async Task<ArchiveReport> FileAsync(OpenCatalog catalog, FileInfo file, CancellationToken ct)
    {
        if (!file.Exists)
            throw new UsageException($"There is no file {file.FullName}.");
        await using var lines = file.OpenRead();
        return await new Archive(catalog.Database, catalog.Log).VerifyAsync(lines, ct);
    }

    private static void Print(ChainReport report, AnchorReport? anchors, ArchiveReport? file)
    {
        Console.WriteLine(report.FirstBreak is { } broken
            ? $"Broken at {broken.Stream}, event {broken.Version}: {broken.Problem}"
            : $"{report.Checked} events checked, every hash is right.");
        if (report.Archived > 0)
            Console.WriteLine($"{report.Archived} stubs of archived events stand in their places.");
        if (file is not null)
            Console.WriteLine(file.Problem ?? $"{file.Checked} events of the file are those that were archived.");
        if (anchors?.FirstBreak is { } since)
            Console.WriteLine($"Not as anchored between @{since.From} and @{since.To}: {since.Problem}");
        else if (anchors is { Checked: > 0 })
            Console.WriteLine($"{anchors.Checked} anchors hold.");
    }
}
