using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;

namespace EventCatalog.Api.Commands;

/// <summary>The verbs of whoever runs the store. They work beside a running portal on the same data folder or database.</summary>
public static class StoreCommand
{
    public static Command Create()
    {
        var command = new Command("store", "See how the log and its read models are, and help one that has stopped.");
        command.Subcommands.Add(Status());
        command.Subcommands.Add(Retry());
        command.Subcommands.Add(Skip());
        command.Subcommands.Add(ArchiveCommand.Create());
        return command;
    }

    private static Command Status()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command("status", "Position, size, and how far each read model is; exit code 1 when one has stopped.") { data, json };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async operations =>
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

    private static Command Retry()
    {
        var (data, projection) = (SharedOptions.Data(), Projection());
        var command = new Command("retry", "Let a read model try the event it stopped at again.") { data, projection };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async operations =>
        {
            var letter = await operations.RetryAsync(parsed.GetValue(projection)!, ct);
            Console.WriteLine($"{parsed.GetValue(projection)} tries {At(letter.Position)} ({letter.Type} of {letter.Stream}) again, within a second where a portal runs.");
            return ExitCodes.Ok;
        }, ct));
        return command;
    }

    private static Command Skip()
    {
        var (data, projection) = (SharedOptions.Data(), Projection());
        var at = new Option<string>("--event") { Description = "The position it stopped at, such as @1234.", Required = true };
        var because = new Option<string>("--because") { Description = "Why; kept with the read model and shown by status.", Required = true };
        var command = new Command("skip", "Let a read model go on without the event it stopped at. The log keeps the event.") { data, projection, at, because };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async operations =>
        {
            var reason = parsed.GetValue(because)!;
            if (string.IsNullOrWhiteSpace(reason))
                throw new UsageException("--because needs a reason: whoever reads this read model later will ask.");
            var letter = await operations.SkipAsync(parsed.GetValue(projection)!, PositionOf(parsed.GetValue(at)!), reason, $"user:{Environment.UserName}", ct);
            Console.WriteLine($"{parsed.GetValue(projection)} goes on without {At(letter.Position)} ({letter.Type} of {letter.Stream}): {reason}");
            return ExitCodes.Ok;
        }, ct));
        return command;
    }

    private static async Task<int> WithAsync(string dataFolder, Func<StoreOperations, Task<int>> act, CancellationToken ct)
    {
        await using var catalog = await OpenCatalog.OpenAsync(dataFolder, ct);
        try
        {
            return await act(new StoreOperations(catalog.Database, catalog.Log));
        }
        catch (OperationRefusedException refused)
        {
            throw new UsageException(refused.Message);
        }
    }

    private static Argument<string> Projection() => new("read-model") { Description = "Its name and number, such as entities/1." };

    private static long PositionOf(string text) =>
        long.TryParse(text.TrimStart('@'), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new UsageException($"--event {text} is not a position such as @1234.");

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

    private static string At(long position) => string.Create(CultureInfo.InvariantCulture, $"@{position}");
}
