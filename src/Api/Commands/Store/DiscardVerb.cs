using System.CommandLine;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;
using static EventCatalog.Api.Commands.Store.StoreVerb;

namespace EventCatalog.Api.Commands.Store;

internal static class DiscardVerb
{
    public static Command Create()
    {
        var (data, name) = (SharedOptions.Data(), ReadModel());
        var command = new Command("discard", "Drop the build that stands beside a read model: one not wanted, or the former one.") { data, name };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async (OpenCatalog catalog) =>
        {
            await new Rebuilds(catalog.Database).DiscardAsync(catalog.Known(parsed.GetValue(name)!), ct);
            Console.WriteLine($"What stood beside {parsed.GetValue(name)} is gone; what is served is as it was.");
            return ExitCodes.Ok;
        }, ct));
        return command;
    }
}
