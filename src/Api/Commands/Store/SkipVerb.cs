using System.CommandLine;
using System.Globalization;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;
using static EventCatalog.Api.Commands.Store.StoreVerb;

namespace EventCatalog.Api.Commands.Store;

internal static class SkipVerb
{
    public static Command Create()
    {
        var (data, name) = (SharedOptions.Data(), ReadModel());
        var at = new Option<string>("--event") { Description = "The position it stopped at, such as @1234.", Required = true };
        var because = new Option<string>("--because") { Description = "Why; kept with the read model and shown by status.", Required = true };
        var command = new Command("skip", "Let a read model go on without the event it stopped at. The log keeps the event.") { data, name, at, because };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async (StoreOperations operations) =>
        {
            var reason = Reason(parsed.GetValue(because)!);
            var letter = await operations.SkipAsync(parsed.GetValue(name)!, PositionOf(parsed.GetValue(at)!), reason, Actor, ct);
            Console.WriteLine($"{parsed.GetValue(name)} goes on without {At(letter.Position)} ({letter.Type} of {letter.Stream}): {reason}");
            return ExitCodes.Ok;
        }, ct));
        return command;
    }

    private static long PositionOf(string text) =>
        long.TryParse(text.TrimStart('@'), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new UsageException($"--event {text} is not a position such as @1234.");
}
