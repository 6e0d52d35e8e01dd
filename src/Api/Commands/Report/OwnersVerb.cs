using System.CommandLine;
using System.Text.Json;
using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using EventCatalog.Domain.Ownership;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Ownership;

namespace EventCatalog.Api.Commands.Report;

internal static class OwnersVerb
{
    public static Command Create()
    {
        var (data, json) = (SharedOptions.Data(), SharedOptions.Json());
        var command = new Command("owners", "Every entity whose owner is not an existing Group; exit code 1 when there is one.") { data, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, bool json, CancellationToken ct)
    {
        await using var catalog = await AskedCatalog.OpenAsync(dataFolder, ct);
        var position = await catalog.LevelAsync(ct);
        var problems = await catalog.Service<OwnerProblems>().AllAsync(null, AsOf.Present, ct);
        var proposals = await OwnerProposals.OfAsync(catalog.Service<EventLog>(), [.. problems.Select(problem => problem.Entity.Ref)], ct);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { position, problems = problems.Select(problem => Row(problem, Proposed(problem))) }, JsonSerializerOptions.Web));
        else
            Print(problems, Proposed);
        return problems.Count == 0 ? ExitCodes.Ok : ExitCodes.No;

        IReadOnlyList<OwnerProposal> Proposed(OwnerProblemRow problem) => proposals.GetValueOrDefault(problem.Entity.Ref)?.Proposals ?? [];
    }

    private static object Row(OwnerProblemRow problem, IReadOnlyList<OwnerProposal> proposals) => new
    {
        entity = problem.Entity.Ref,
        owner = problem.OwnerRef,
        rule = OwnerRule.NameOf(problem.Fault),
        message = MessageOf(problem),
        field = "/spec/owner",
        file = problem.Entity.Source.Path,
        source = problem.Entity.Location.Target,
        proposals,
    };

    private static void Print(IReadOnlyList<OwnerProblemRow> problems, Func<OwnerProblemRow, IReadOnlyList<OwnerProposal>> proposed)
    {
        foreach (var problem in problems)
        {
            Console.WriteLine($"{problem.Entity.Ref}: {MessageOf(problem)} [{OwnerRule.NameOf(problem.Fault)}] {problem.Entity.Location.Target}");
            foreach (var proposal in proposed(problem))
                Console.WriteLine(FormattableString.Invariant($"  perhaps {proposal.Owner} ({proposal.Confidence:P0}): {string.Join("; ", proposal.Reasons)}"));
        }

        Console.WriteLine(problems.Count == 0 ? "Every owner is an existing Group." : $"{problems.Count} {(problems.Count == 1 ? "entity has" : "entities have")} no owner that is an existing Group.");
    }

    private static string MessageOf(OwnerProblemRow problem) =>
        OwnerRule.Message(problem.Fault, EntityRef.Parse(problem.Entity.Ref), problem.OwnerRef is null ? null : EntityRef.Parse(problem.OwnerRef));
}
