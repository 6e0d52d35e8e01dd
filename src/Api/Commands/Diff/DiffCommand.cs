using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.Api.Commands.Diff;

/// <summary>What differs between two instants of the catalog.</summary>
public static class DiffCommand
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var from = new Option<string>("--from") { Description = "The first instant: a time such as 2026-03-01T03:12:00Z, or a position such as @1234.", Required = true };
        var to = new Option<string?>("--to") { Description = "The second instant. Default: now." };
        var where = new Option<string[]>("--where")
        {
            Description = $"Only entities with one of these values at one of the two instants, as key=value[,value]; several all hold. Keys: {WhereOption.Keys}, or a path such as metadata.labels.tier.",
            DefaultValueFactory = _ => [],
        };
        var exitCode = new Option<bool>("--exit-code") { Description = "End with 1 when something differs." };
        var command = new Command("diff", "Say what differs between two instants: added, removed, renamed and changed entities, by owner, with the events that did it.") { from, to, where, exitCode, data, json };
        command.SetAction((parsed, ct) => RunAsync(
            new Asked(InstantOf("--from", parsed.GetValue(from)!), parsed.GetValue(to) is { } text ? InstantOf("--to", text) : null, WhereOption.Read(parsed.GetValue(where)!)),
            parsed.GetValue(data)!, parsed.GetValue(json), parsed.GetValue(exitCode), ct));
        return command;
    }

    private sealed record Asked(AsOf From, AsOf? To, object? Where);

    private static async Task<int> RunAsync(Asked asked, string dataFolder, bool json, bool tells, CancellationToken ct)
    {
        await using var catalog = await AskedCatalog.OpenAsync(dataFolder, ct);
        var position = await catalog.LevelAsync(ct);
        var (from, to) = (TextOf(asked.From), TextOf(asked.To ?? new AsOf.AtPosition(position)));
        var changes = await new DifferenceQuestion(catalog).AskAsync(from, to, asked.Where, ct);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { from, to, changes }, JsonSerializerOptions.Web));
        else
            DifferenceText.Write(from, to, changes, Console.Out);
        return tells && changes.Count > 0 ? ExitCodes.No : ExitCodes.Ok;
    }

    private static string TextOf(AsOf instant) => instant is AsOf.AtTime time ? CatalogScalars.Iso(time.Time) : $"{instant}";

    private static AsOf InstantOf(string option, string text) => AsOf.Read(text)
        ?? throw new UsageException($"{option} {text} is no instant: write a time such as 2026-03-01T03:12:00Z, or a position such as @1234.");
}
