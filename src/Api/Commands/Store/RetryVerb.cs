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
        var command = new Command("retry", "Let a read model try the event it stopped at again, or go on after it was parked.") { data, name };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async (StoreOperations operations) =>
        {
            var before = await operations.RetryAsync(parsed.GetValue(name)!, ct);
            Console.WriteLine(before.StoppedAt is { } letter
                ? $"{before.Name} tries {At(letter.Position)} ({letter.Type} of {letter.Stream}) again, within a second where a portal runs."
                : $"{before.Name} goes on from {At(before.Position)}, within a second where a portal runs.");
            return ExitCodes.Ok;
        }, ct));
        return command;
    }
}
