using EventCatalog.Domain;
using EventCatalog.Domain.Ownership;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Sources;
using static EventCatalog.Domain.Entities.EntityEvent;
using static EventCatalog.Domain.Ownership.OwnershipEvent;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>How owners are judged.</summary>
public sealed record OwnershipOptions(OwnerPolicy Policy = OwnerPolicy.Warning)
{
    public Severity Severity => Policy switch
    {
        OwnerPolicy.Error => Severity.Error,
        OwnerPolicy.Warning => Severity.Warning,
        _ => Severity.Info,
    };
}

/// <summary>The GraphQL fields that report owners that do not hold.</summary>
public static class OwnerProblemFields
{
    public static SchemaBuilder AddOwnerProblems(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("ownerProblems"))
        .FieldAsync<object>("Query.ownershipProblems", async (_, context) =>
        {
            var at = await context.TakeInstantAsync();
            var problems = await context.Service<OwnerProblems>().AllAsync(context.Optional<EntityFilter>("where"), at, context.Cancellation);
            return Connection<OwnerProblemRow>.Of(problems, PageArguments.Of(context), problem => NodeId.Of("o", problem.Entity.Ref));
        })
        .Field<OwnerProblemRow>("OwnershipProblem.entityRef", (problem, _) => problem.Entity.Ref)
        .Field<OwnerProblemRow>("OwnershipProblem.severity", (_, context) => context.Service<OwnershipOptions>().Severity)
        .FieldAsync<OwnerProblemRow>("OwnershipProblem.proposals", async (problem, context) =>
        {
            var log = context.Service<EventLog>();
            var loader = context.Loader<string, OwnerProposed>("owner proposals", async (refs, ct) => await OwnerProposals.OfAsync(log, refs, ct));
            return (await context.Load(loader, problem.Entity.Ref) as OwnerProposed)?.Proposals ?? [];
        })
        .FieldAsync<OwnerProblemRow>("OwnershipProblem.problem", async (problem, context) => await ProblemAsync(problem, context));

    /// <summary>The problem of one entity's owner; null when it is an existing Group.</summary>
    internal static async ValueTask<ProblemRow?> OwnerProblemAsync(this FieldContext context, EntityVersion entity)
    {
        var at = context.At();
        var problems = context.Service<OwnerProblems>();
        var found = await context.Load(context.Loader<string, OwnerProblemRow>($"owner problems {at}", (refs, ct) => problems.OfAsync(refs, at, ct)), entity.Ref);
        return found is OwnerProblemRow problem ? await ProblemAsync(problem, context) : null;
    }

    /// <summary>Placed where the owner stood when it was declared.</summary>
    private static async ValueTask<ProblemRow> ProblemAsync(OwnerProblemRow problem, FieldContext context)
    {
        var entity = problem.Entity;
        var declared = problem.Position is { } position ? (RecordedEvent?)await context.LoadEvent(position) : null;
        int? line = declared switch
        {
            { Event: EntityRegistered registered } => registered.OwnerLine ?? declared.Source?.Line,
            { Event: OwnerChanged, Source: { } source } => source.Line,
            _ => null,
        };
        return new ProblemRow(
            context.Service<OwnershipOptions>().Severity,
            OwnerRule.Message(problem.Fault, EntityRef.Parse(entity.Ref), problem.OwnerRef is null ? null : EntityRef.Parse(problem.OwnerRef)),
            "/spec/owner", declared?.Source?.Path ?? entity.Source.Path, line, null)
        {
            Rule = OwnerRule.NameOf(problem.Fault),
            SourceId = entity.Location.Source,
            EntityRef = entity.Ref,
        };
    }
}
