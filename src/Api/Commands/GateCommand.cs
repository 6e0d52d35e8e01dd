using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Commands.Store;
using EventCatalog.Api.Gates;
using EventCatalog.Api.Hosting;
using EventCatalog.Domain;

namespace EventCatalog.Api.Commands;

/// <summary>Gates for pipelines.</summary>
public static class GateCommand
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var entity = new Option<string>("--entity") { Description = "What is about to be deployed, such as component:default/cart.", Required = true };
        var deploy = new Command(
            "deploy", "May it be deployed? Exit code 0 when an existing Group owns it, 1 when not, 3 when the catalog cannot know. What was said is recorded.") { entity, data, json };
        deploy.SetAction((parsed, ct) => DeployAsync(parsed.GetValue(entity)!, parsed.GetValue(data)!, parsed.GetValue(json), ct));
        return new Command("gate", "Say yes or no to a pipeline, and record it.") { deploy };
    }

    private static async Task<int> DeployAsync(string entity, string dataFolder, bool json, CancellationToken ct)
    {
        var reference = EntityRef.Parse(entity);
        await using var catalog = await AskedCatalog.OpenAsync(dataFolder, ct);
        try
        {
            var answer = await catalog.Service<DeployGates>().DecideAsync(reference, StoreVerb.Actor, ct);
            Console.WriteLine(json
                ? JsonSerializer.Serialize(answer, JsonSerializerOptions.Web)
                : FormattableString.Invariant($"{answer.Entity}: {answer.Verdict}: {string.Join("; ", answer.Reasons)} (as of @{answer.KnownAt}, recorded as @{answer.Position})"));
            return answer switch { { Allowed: true } => ExitCodes.Ok, { Verdict: "refused" } => ExitCodes.No, _ => ExitCodes.CouldNot };
        }
        catch (GateClosedException closed)
        {
            await Console.Error.WriteLineAsync(closed.Message);
            return ExitCodes.CouldNot;
        }
    }
}
