using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Freshness;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.Api.Commands.Report;

internal static class StaleVerb
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command("stale", "Every entity that its source has not confirmed for longer than Catalog:StaleAfter; exit code 1 when there is one.") { data, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, bool json, CancellationToken ct)
    {
        await using var catalog = await AskedCatalog.OpenAsync(dataFolder, ct);
        var position = await catalog.LevelAsync(ct);
        var stale = await catalog.Service<FreshnessQueries>().StaleAsync(null, ct);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { position, stale = stale.Select(row => Row(row.Entity, row.Freshness)) }, JsonSerializerOptions.Web));
        else
            Print(stale);
        return stale.Count == 0 ? ExitCodes.Ok : ExitCodes.No;
    }

    private static object Row(EntityVersion entity, FreshnessRow freshness) => new
    {
        entity = entity.Ref,
        owner = entity.Owner,
        confirmedAt = freshness.ConfirmedAt,
        reason = freshness.Because is { } because ? FreshnessFields.Words(because) : null,
        source = entity.Location.Target,
    };

    private static void Print(IReadOnlyList<(EntityVersion Entity, FreshnessRow Freshness)> stale)
    {
        foreach (var (entity, freshness) in stale)
        {
            var because = freshness.Because is { } reason ? FreshnessFields.Words(reason) : "Its source has not been crawled since";
            Console.WriteLine($"{entity.Ref} ({entity.Owner ?? "no owner"}): confirmed until {CatalogScalars.Iso(freshness.ConfirmedAt!.Value)}. {because}. {entity.Location.Target}");
        }

        Console.WriteLine(stale.Count == 0 ? "Every entity is confirmed by its source." : $"{stale.Count} {(stale.Count == 1 ? "entity is" : "entities are")} stale.");
    }
}
