using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Commands.Store;
using EventCatalog.Api.Hosting;
using EventCatalog.Ingestion;

namespace EventCatalog.Api.Commands;

/// <summary>Answers a disappearance that is held.</summary>
public static class DisappearanceCommand
{
    public static Command Create() => new("disappearance", "Answer what a crawl held because so much was gone at once; the sources page lists it.")
    {
        Answer("approve", "They may go: the next crawl that still misses them removes them.", (approvals, source, ct) => approvals.ApproveAsync(source, StoreVerb.Actor, ct)),
        Answer("keep", "They stay until the source declares them again.", (approvals, source, ct) => approvals.KeepAsync(source, StoreVerb.Actor, ct)),
        Undo(),
    };

    private static Command Undo()
    {
        var source = new Argument<string>("source") { Description = "Id of the source, such as git-0a1b2c3d4e5f." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would come back, and change nothing." };
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command("undo", "Take the last approval back: what it removed returns as it was, with the same ids, and stays until the source declares it again.") { source, dryRun, data, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var catalog = await AskedCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            var undone = await catalog.Service<ApprovalUndo>().RunAsync(parsed.GetValue(source)!, parsed.GetValue(dryRun), StoreVerb.Actor, ct);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(undone, JsonSerializerOptions.Web));
                return ExitCodes.Ok;
            }

            Console.WriteLine(FormattableString.Invariant($"undo of @{undone.Approval}: {undone.Restored.Count} entities {(undone.Position is { } position ? $"restored, recorded as @{position}" : "would be restored")}"));
            foreach (var (entity, why) in undone.LeftAlone)
                Console.WriteLine($"left alone: {entity}, {why}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Answer(string name, string description, Func<Approvals, string, CancellationToken, Task<Approval>> say)
    {
        var source = new Argument<string>("source") { Description = "Id of the source, such as git-0a1b2c3d4e5f." };
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command(name, description) { source, data, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var catalog = await AskedCatalog.OpenAsync(parsed.GetValue(data)!, ct);
            var approval = await say(catalog.Service<Approvals>(), parsed.GetValue(source)!, ct);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(approval, JsonSerializerOptions.Web));
            else
                Console.WriteLine(FormattableString.Invariant($"{name}: {approval.Entities.Count} entities, recorded as @{approval.Position}"));
            return ExitCodes.Ok;
        });
        return command;
    }
}
