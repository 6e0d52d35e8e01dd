using System.CommandLine;
using EventCatalog.Api.Hosting;
using EventCatalog.EventStore;
using static EventCatalog.Api.Commands.Store.StoreVerb;

namespace EventCatalog.Api.Commands.Store;

/// <summary>Asks for a build beside the served one. A running portal makes it; where none does, this process.</summary>
internal static class RebuildVerb
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>A portal looks once a second, and a build moves more often: whoever sees nothing for so long is alone.</summary>
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var (data, name) = (SharedOptions.Data(), ReadModel());
        var because = new Option<string?>("--because") { Description = "Why; kept with the build and shown by status." };
        var wait = new Option<bool>("--wait") { Description = "Stay until it is ready, though a running portal builds it." };
        var command = new Command("rebuild", "Build a read model anew from the log, beside the one served. Then: store switch.") { data, name, because, wait };
        command.SetAction((parsed, ct) => WithAsync(parsed.GetValue(data)!, async (OpenCatalog catalog) =>
        {
            catalog.RequireWritable();
            var readModel = catalog.Known(parsed.GetValue(name)!).Name;
            var operations = new StoreOperations(catalog.Database, catalog.Log);
            if (!await new Rebuilds(catalog.Database).AskAsync(readModel, Actor, parsed.GetValue(because), ct)
                && (await operations.FindAsync(BesideOf(readModel), ct)).Rebuild is { State: "ready" or "former" } there)
            {
                throw new UsageException($"A build stands beside {readModel} already ({there.State}, asked for by {there.Actor}): use 'store switch', or 'store discard {readModel}' before another.");
            }
            return await BuildAsync(catalog, operations, readModel, parsed.GetValue(wait), ct);
        }, ct));
        return command;
    }

    private static async Task<int> BuildAsync(OpenCatalog catalog, StoreOperations operations, string readModel, bool wait, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task? following = null;
        try
        {
            var (seen, since) = ((await operations.FindAsync(BesideOf(readModel), ct)).Place(), TimeProvider.System.GetTimestamp());
            while (true)
            {
                var build = await operations.FindAsync(BesideOf(readModel), ct);
                if (build.StoppedAt is not null || build.Parked is not null)
                {
                    Console.WriteLine($"{build.Name} stands still at {At(build.Position)}: {build.StoppedAt?.Error ?? build.Parked?.Because}. See 'store status'.");
                    return ExitCodes.No;
                }
                if (build.Rebuild is { State: "ready" })
                {
                    Console.WriteLine($"{readModel} is built beside, at {At(build.Position)}. 'store switch {readModel}' compares it and serves it.");
                    return ExitCodes.Ok;
                }
                if (build.Place() != seen)
                {
                    (seen, since) = (build.Place(), TimeProvider.System.GetTimestamp());
                    Console.WriteLine($"{build.Name}: {At(build.Position)}, {build.Lag} behind");
                    if (!wait && following is null)
                    {
                        Console.WriteLine("A running portal goes on with it; 'store status' shows how far it is.");
                        return ExitCodes.Ok;
                    }
                }
                if (following is null && TimeProvider.System.GetElapsedTime(since) > Alone)
                    following = catalog.FollowAsync(stop.Token);
                await Task.Delay(Look, ct);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await (following ?? Task.CompletedTask);
        }
    }

    /// <summary>What changes while somebody builds.</summary>
    private static (string? State, long Position) Place(this ProjectionStatus build) => (build.Rebuild?.State, build.Position);
}
