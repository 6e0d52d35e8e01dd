using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Commands.Store;
using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.Api.Commands;

/// <summary>Decisions about entities that no descriptor can say.</summary>
public static class EntityCommand
{
    public static Command Create() => new("entity", "Say of entities what their descriptors cannot.") { Merge() };

    private static Command Merge()
    {
        var entity = new Argument<string>("entity") { Description = "What is declared no more, such as group:shop." };
        var into = new Argument<string>("into") { Description = "What it goes on as part of, or under another name as: group:store." };
        var because = new Option<string>("--because") { Description = "Why, for those who read its history.", Required = true };
        var at = new Option<string?>("--at") { Description = "From when on, such as 2026-05-01. Default: since it is gone from its descriptor." };
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command(
            "merge", "An entity goes on as part of another: its name leads there, and what it owned is owned there. For a team merged into another, or a new name the crawler did not recognise. Delete its descriptor first.")
        {
            entity, into, because, at, data, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var merge = new MergeEntity(
                EntityRef.Parse(parsed.GetValue(entity)!), EntityRef.Parse(parsed.GetValue(into)!), Reason(parsed.GetValue(because)!));
            var since = TimeOf(parsed.GetValue(at));
            await using var catalog = await AskedCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            var merged = await catalog.Service<Merges>().MergeAsync(merge, since, StoreVerb.Actor, ct);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(merged, JsonSerializerOptions.Web)
                : $"{merged.Entity} goes on as part of {merged.Into} since {CatalogScalars.Iso(merged.At)}, {(merged.Position is { } position ? FormattableString.Invariant($"recorded as @{position}") : "as was recorded before")}.");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Reason(string because) => string.IsNullOrWhiteSpace(because)
        ? throw new UsageException("--because needs a reason: whoever reads the history later will ask.")
        : because;

    private static DateTimeOffset? TimeOf(string? text) => text is null ? null
        : AsOf.Read(text) is AsOf.AtTime(var time) ? time
        : throw new UsageException($"--at \"{text}\" is no time: write one such as 2026-05-01 or 2026-05-01T14:00:00Z.");
}
