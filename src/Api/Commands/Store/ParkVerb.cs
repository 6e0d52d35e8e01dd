using System.CommandLine;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;
using static EventCatalog.Api.Commands.Store.StoreVerb;

namespace EventCatalog.Api.Commands.Store;

internal static class ParkVerb
{
    public static Command Create()
    {
        var (data, name) = (SharedOptions.Data(), ReadModel());
        var because = new Option<string>("--because") { Description = "Why; kept with the read model and shown wherever it is seen to stand still.", Required = true };
        var command = new Command("park", "Stop a read model where it is, until store retry.") { data, name, because };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async (StoreOperations operations) =>
        {
            var reason = Reason(parsed.GetValue(because)!);
            await operations.ParkAsync(parsed.GetValue(name)!, reason, Actor, ct);
            Console.WriteLine($"{parsed.GetValue(name)} stands still within a second, until 'store retry {parsed.GetValue(name)}': {reason}");
            return ExitCodes.Ok;
        }, ct));
        return command;
    }
}
