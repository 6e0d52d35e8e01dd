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
        var command = new Command("status", "Position, size, and how far each read model is; exit code 1 when one has stopped.") { data, json };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async (StoreOperations operations) =>
        {
            var status = await operations.StatusAsync(ct);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(status, JsonSerializerOptions.Web));
            else
                Print(status);
            return status.Projections.Any(projection => projection.StoppedAt is not null) ? ExitCodes.No : ExitCodes.Ok;
        }, ct));
        return command;
    }

    private static void Print(StoreStatus status)
    {
        Console.WriteLine($"log at {At(status.Position)}, about {status.Events} events, {status.Bytes / 1024 / 1024} MiB");
        foreach (var projection in status.Projections)
        {
            Console.WriteLine($"{projection.Name}: {At(projection.Position)}, {projection.Lag} behind, moved {projection.MovedAt.UtcDateTime:u}");
            if (projection.StoppedAt is { } letter)
                Console.WriteLine($"  stopped at {At(letter.Position)} ({letter.Type} of {letter.Stream}), {letter.Attempts} attempts: {letter.Error}");
            foreach (var skipped in projection.Skipped)
                Console.WriteLine($"  skipped {At(skipped.Position)} by {skipped.Actor} {skipped.At.UtcDateTime:u}: {skipped.Because}");
        }
    }
}
