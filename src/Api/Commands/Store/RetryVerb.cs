using System.CommandLine;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;
using static EventCatalog.Api.Commands.Store.StoreVerb;

namespace EventCatalog.Api.Commands.Store;

internal static class RetryVerb
{
    public static Command Create()
    {
        var (data, name) = (SharedOptions.Data(), ReadModel());
        var command = new Command("retry", "Let a read model try the event it stopped at again.") { data, name };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async (StoreOperations operations) =>
        {
            var letter = await operations.RetryAsync(parsed.GetValue(name)!, ct);
            Console.WriteLine($"{parsed.GetValue(name)} tries {At(letter.Position)} ({letter.Type} of {letter.Stream}) again, within a second where a portal runs.");
            return ExitCodes.Ok;
        }, ct));
        return command;
    }
}
