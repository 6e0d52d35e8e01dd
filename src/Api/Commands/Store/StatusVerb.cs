using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;
using static EventCatalog.Api.Commands.Store.StoreVerb;

namespace EventCatalog.Api.Commands.Store;

internal static class StatusVerb
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command("status", "Position, size, and how far each read model is, builds beside included; exit code 1 when one has stopped or is parked, or the archive fails.") { data, json };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async (StoreOperations operations) =>
        {
            var status = await operations.StatusAsync(ct);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(status, JsonSerializerOptions.Web));
            else
                Print(status);
            return status.Archive?.Problem is not null || status.Projections.Any(projection => projection.StoppedAt is not null || projection.Parked is not null)
                ? ExitCodes.No
                : ExitCodes.Ok;
        }, ct));
        return command;
    }

    private static void Print(StoreStatus status)
    {
        Console.WriteLine($"log at {At(status.Position)}, about {status.Events} events, {status.Bytes / 1024 / 1024} MiB, epoch {status.Epoch}");
        Console.WriteLine(status.Archive switch
        {
            { Problem: { } problem } => problem,
            { On: true } archive => $"archived up to {archive.LastArchived ?? "nothing yet"}{(archive.LastArchivedAt is { } at ? $" at {at.UtcDateTime:u}" : "")}",
            _ => "archive_mode is off: what is recorded after the last backup dies with the disk",
        });
        foreach (var projection in status.Projections)
        {
            Console.WriteLine($"{projection.Name}: {At(projection.Position)}, {projection.Lag} behind, moved {projection.MovedAt.UtcDateTime:u}");
            if (projection.Rebuild is { } rebuild)
                Console.WriteLine($"  {Words(rebuild.State)}; asked for by {rebuild.Actor} {rebuild.At.UtcDateTime:u}{Because(rebuild.Because)}");
            if (projection.Parked is { } parked)
                Console.WriteLine($"  parked by {parked.Actor} {parked.At.UtcDateTime:u}: {parked.Because}");
            if (projection.StoppedAt is { } letter)
                Console.WriteLine($"  stopped at {At(letter.Position)} ({letter.Type} of {letter.Stream}), {letter.Attempts} attempts: {letter.Error}");
            foreach (var skipped in projection.Skipped)
                Console.WriteLine($"  skipped {At(skipped.Position)} by {skipped.Actor} {skipped.At.UtcDateTime:u}: {skipped.Because}");
            if (projection.Switched is { } switched)
                Console.WriteLine($"  switched{(switched.Back ? " back" : "")} at {At(switched.Position)} by {switched.Actor} {switched.At.UtcDateTime:u}{Because(switched.Because)}{Accepted(switched.Differences)}");
        }

        foreach (var node in status.Nodes)
            Console.WriteLine($"node {node.Node} since {node.Since.UtcDateTime:u}");
        foreach (var lease in status.Leases)
            Console.WriteLine($"  {lease.Name}: {lease.Node ?? "nobody"} since {lease.Since.UtcDateTime:u}, epoch {lease.Epoch}");
    }

    private static string Words(string state) => state switch
    {
        "asked" => "waits for a portal to build it",
        "building" => "being built",
        "ready" => "ready to be switched to",
        _ => "served before; switch --back returns to it",
    };

    private static string Because(string? reason) => reason is null ? "" : $": {reason}";

    private static string Accepted(string? differences) => differences is null ? "" : $" (accepted: {differences})";
}
