using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EventCatalog.Api.Backup;
using EventCatalog.Api.Hosting;
using EventCatalog.EmbeddedPostgres.Backup;

namespace EventCatalog.Api.Commands.Store;

/// <summary>Makes a data folder from a backup.</summary>
public static class RestoreVerb
{
    public static Command Create()
    {
        var json = SharedOptions.Json();
        var from = new Option<string>("--from") { Description = "The folder of backups that `store backup` and the portal wrote to.", Required = true };
        var data = new Option<string>("--data") { Description = "The data folder to make; empty, or not there yet.", Required = true };
        var position = new Option<string?>("--to-position") { Description = "End with this event, such as @1234, and all before it. Default: everything the backups hold." };
        var time = new Option<string?>("--to-time") { Description = "End with what the log knew then, such as 2026-03-01T03:12:00Z." };
        var command = new Command("restore", "Make a new data folder from a backup, check it, and say what is in it and what was lost; exit code 1 when it is not sound.") { from, data, position, time, json };
        command.SetAction(async (parsed, ct) =>
        {
            var target = Target(parsed.GetValue(position), parsed.GetValue(time));
            var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(data)!));
            if (File.Exists(folder) || Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new UsageException($"{folder} is not empty; a restore makes a new data folder: give another with --data, and compare before you throw the old one away.");
            var report = await new LogRestore(new BackupFolder(parsed.GetValue(from)!), folder).RunAsync(target, ct);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            else
                Print(report);
            return report.IsSound ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }

    private static RestoreTarget Target(string? position, string? time) => (position, time) switch
    {
        (null, null) => new RestoreTarget.End(),
        (not null, not null) => throw new UsageException("--to-position and --to-time both say where to end; give one of them."),
        (not null, _) => long.TryParse(position.TrimStart('@'), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at > 0
            ? new RestoreTarget.Position(at)
            : throw new UsageException($"--to-position {position} is not a position such as @1234."),
        (_, not null) => DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? new RestoreTarget.Time(instant)
            : throw new UsageException($"--to-time {time} is not a time such as 2026-03-01T03:12:00Z."),
    };

    private static void Print(RestoreReport report)
    {
        Say($"{report.Data} holds {report.Events} events, up to @{report.Position}{(report.RecordedAt is { } at ? $" of {at.UtcDateTime:u}" : "")}, restored from {report.Base}.");
        Say(report.Lost is { } lost
            ? (FormattableString)$"Left out: {lost.Count} events from @{lost.First}, recorded {lost.FirstRecordedAt.UtcDateTime:u}, to @{lost.Last}."
            : $"That is everything that was archived; what was recorded later is lost.");
        Say($"New events begin at @{report.Epoch.First} (epoch {report.Epoch.Number}): who remembers a position after @{report.Epoch.Kept} is told to go back.");
        Say(report.Chain.FirstBreak is { } broken
            ? (FormattableString)$"NOT SOUND: the chain is broken at {broken.Stream}, event {broken.Version}: {broken.Problem}"
            : $"{report.Chain.Checked} events checked, every hash is right.");
        Say(report.Anchors.FirstBreak is { } since
            ? (FormattableString)$"NOT SOUND: not as anchored between @{since.From} and @{since.To}: {since.Problem}"
            : $"{report.Anchors.Checked} anchors hold{(report.AnchorOfBackup is true ? ", the one written down beside the backup too" : "")}.");
        if (report.AnchorOfBackup is false)
            Say($"NOT SOUND: the anchor written down beside {report.Base} is not in this log.");
        foreach (var model in report.Ahead)
            Say($"NOT SOUND: read model {model} claims to be ahead of the log; rebuild it.");
        if (report.IsSound)
            Say($"Serve it with: eventcatalog serve --data {report.Data}");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
