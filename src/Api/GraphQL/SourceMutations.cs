using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.Ingestion;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Sources;

namespace EventCatalog.Api.GraphQL;

public sealed record RegisterSourceInput(string Target, string? Type, bool? DryRun, bool? History);

public sealed record WithdrawSourceInput(string Id);

public sealed record DisappearanceInput(string SourceId);

public sealed record RefreshInput(EntityRef? Ref, string? SourceId, bool? Wait);

public sealed record RegisterSourcePayload(SourceRow? Source, IReadOnlyList<EntityVersion> Entities, IReadOnlyList<ProblemRow> Problems);

/// <summary>What a caller may ask of the crawlers.</summary>
public static class SourceMutations
{
    private const string Sdl =
        """"
        type Mutation {
          "With dryRun, says what it would bring and registers nothing."
          registerSource(input: RegisterSourceInput!): RegisterSourcePayload!
          withdrawSource(input: WithdrawSourceInput!): WithdrawSourcePayload!
          "What is gone from the source may go: crawls it again and removes what it still misses. Declared again, it returns as it was."
          approveDisappearance(input: DisappearanceInput!): DisappearancePayload!
          "What is gone from the source stays until it is declared again."
          keepMissing(input: DisappearanceInput!): DisappearancePayload!
          "Takes the last approval back: what it removed returns as it was, with the same ids, and stays until it is declared again."
          undoApproval(input: DisappearanceInput!): UndoApprovalPayload!
          "Crawls again now; with wait, answers when what was found can be read."
          refresh(input: RefreshInput!): RefreshPayload!
        }
        "A descriptor file, a folder, a git URL, or the https URL of a descriptor file; the type is guessed when left out."
        input RegisterSourceInput {
          target: String!
          type: String
          dryRun: Boolean
          "Reads the history of a git repository too: what every commit of its branch changed."
          history: Boolean
        }
        type RegisterSourcePayload { source: Source entities: [Entity!]! problems: [Problem!]! }
        input DisappearanceInput { sourceId: ID! }
        type DisappearancePayload { entities: [EntityRef!]! removed: Int! position: Position! }
        type UndoApprovalPayload { "Those that had come back by themselves, or have another name now, are left out." restored: [EntityRef!]! position: Position! }
        input WithdrawSourceInput { id: ID! }
        type WithdrawSourcePayload { removed: [EntityRef!]! position: Position! }
        "Either the source of an entity, or a source; all sources when neither is given."
        input RefreshInput { ref: EntityRef sourceId: ID wait: Boolean }
        type RefreshPayload { position: Position! changed: Int! }
        """";

    private static readonly string[] Names = ["registerSource", "withdrawSource", "approveDisappearance", "keepMissing", "undoApproval", "refresh"];

    private const string Actor = "portal";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static SchemaBuilder AddSourceMutations(this SchemaBuilder schema, bool readOnly)
    {
        schema.Add(Sdl);
        return readOnly ? Names.Aggregate(schema, Refuse) : schema.AddSourceMutations();
    }

    private static SchemaBuilder Refuse(SchemaBuilder schema, string name) => schema.FieldAsync<object>($"Mutation.{name}", (_, _) => throw new GraphQLError(
        $"This portal is read-only: send `{name}` to an ordinary portal of this catalog; `eventcatalog store status` lists them.", "READ_ONLY"));

    private static SchemaBuilder AddSourceMutations(this SchemaBuilder schema) => schema
        .FieldAsync<object>("Mutation.registerSource", (_, context) => Forbidden(() => RegisterAsync(context.Argument<RegisterSourceInput>("input"), context)))
        .FieldAsync<object>("Mutation.withdrawSource", (_, context) => Forbidden(async () =>
        {
            var id = NodeId.SourceOf(context.Argument<WithdrawSourceInput>("input").Id);
            var withdrawal = await Service<Registrations>(context).WithdrawAsync(id, "Withdrawn in the portal", Actor, context.Cancellation);
            await ReadableAsync(withdrawal.Position, context);
            return new { withdrawal.Removed, withdrawal.Position };
        }))
        .FieldAsync<object>("Mutation.approveDisappearance", (_, context) => Forbidden(async () =>
        {
            var id = NodeId.SourceOf(context.Argument<DisappearanceInput>("input").SourceId);
            var approval = await Service<Approvals>(context).ApproveAsync(id, Actor, context.Cancellation);
            var crawl = await Service<CrawlSchedule>(context).RequestAsync(id, context.Cancellation);
            await ReadableAsync(Math.Max(approval.Position, crawl.Position), context);
            return new { approval.Entities, crawl.Removed, Position = Math.Max(approval.Position, crawl.Position) };
        }))
        .FieldAsync<object>("Mutation.keepMissing", (_, context) => Forbidden(async () =>
        {
            var id = NodeId.SourceOf(context.Argument<DisappearanceInput>("input").SourceId);
            var approval = await Service<Approvals>(context).KeepAsync(id, Actor, context.Cancellation);
            var crawl = await Service<CrawlSchedule>(context).RequestAsync(id, context.Cancellation);
            await ReadableAsync(Math.Max(approval.Position, crawl.Position), context);
            return new { approval.Entities, crawl.Removed, Position = Math.Max(approval.Position, crawl.Position) };
        }))
        .FieldAsync<object>("Mutation.undoApproval", (_, context) => Forbidden(async () =>
        {
            var id = NodeId.SourceOf(context.Argument<DisappearanceInput>("input").SourceId);
            var undone = await Service<ApprovalUndo>(context).RunAsync(id, dryRun: false, Actor, context.Cancellation);
            await ReadableAsync(undone.Position!.Value, context);
            return new { undone.Restored, undone.Position };
        }))
        .FieldAsync<object>("Mutation.refresh", (_, context) => Forbidden(() => RefreshAsync(context.Argument<RefreshInput>("input"), context)));

    private static async ValueTask<object?> RegisterAsync(RegisterSourceInput input, FieldContext context)
    {
        if (input.DryRun is true)
            return await PreviewAsync(input, context);
        var registration = await Service<Registrations>(context)
            .RegisterAsync(new ConfiguredSource(input.Target, input.Type, History: input.History), Registrations.FromPortal, Actor, context.Cancellation);
        var crawl = await Service<CrawlSchedule>(context).RequestAsync(registration.Source, context.Cancellation);
        await ReadableAsync(Math.Max(registration.Position, crawl.Position), context);
        var sources = Service<SourceQueries>(context);
        var row = (await sources.AllAsync(context.Cancellation)).Single(source => string.Equals(source.Id, registration.Source, StringComparison.Ordinal));
        var page = await Service<EntityQueries>(context).PageAsync(
            new EntityFilter { Source = [row.Id] }, null, null, new PageArguments(PageArguments.MaxSize, null, null, Backward: false), withTotal: false, AsOf.Present, context.Cancellation);
        var problems = (await sources.ProblemsOfSourcesAsync([row.Id], context.Cancellation)).GetValueOrDefault(row.Id, []);
        return new RegisterSourcePayload(row, [.. page.Nodes], Unreachable(crawl.Unreachable, problems));
    }

    private static async ValueTask<object?> PreviewAsync(RegisterSourceInput input, FieldContext context)
    {
        var preview = await Service<Crawler>(context).PreviewAsync(input.Type, input.Target, null, context.Cancellation);
        var now = Service<TimeProvider>(context).GetUtcNow();
        return new RegisterSourcePayload(
            null,
            [.. preview.Entities.Select(entity => EntityVersion.Of(entity.Descriptor, entity.Location, now))],
            Unreachable(preview.Unreachable, [.. preview.Problems.Select(problem => new ProblemRow(
                Severity.Error, problem.Message, problem.Key.Pointer, problem.Key.File, problem.Line, problem.Column)
            {
                Rule = problem.Key.Rule,
                EntityRef = problem.Entity?.ToString(),
            })]));
    }

    private static async ValueTask<object?> RefreshAsync(RefreshInput input, FieldContext context)
    {
        var schedule = Service<CrawlSchedule>(context);
        IReadOnlyList<CrawlResult> results = input switch
        {
            { Ref: { } entity } => [await schedule.RequestAsync(entity.ToString(), context.Cancellation)],
            { SourceId: { } source } => [await schedule.RequestAsync(NodeId.SourceOf(source), context.Cancellation)],
            _ => await schedule.CrawlAllAsync(context.Cancellation),
        };
        var position = results.Count == 0 ? await Service<EventLog>(context).MarkAsync(context.Cancellation) : results.Max(result => result.Position);
        if (input.Wait is true)
            await ReadableAsync(position, context);
        return new { Position = position, Changed = results.Sum(result => result.Changed + result.Removed) };
    }

    /// <summary>What the domain forbids is told to the caller as it stands.</summary>
    private static async ValueTask<object?> Forbidden(Func<ValueTask<object?>> command)
    {
        try
        {
            return await command();
        }
        catch (RuleViolation violation)
        {
            throw new GraphQLError(violation.Message);
        }
    }

    private static IReadOnlyList<ProblemRow> Unreachable(string? reason, IReadOnlyList<ProblemRow> problems) =>
        reason is null ? problems : [new ProblemRow(Severity.Error, reason, null, null, null, null) { Rule = "source-is-reachable" }, .. problems];

    private static async Task ReadableAsync(long position, FieldContext context)
    {
        if (!await Service<Followers>(context).WaitForAsync(position, Patience, context.Cancellation))
            throw new GraphQLError($"It is recorded at @{position}, but a read model has not caught up yet; see `readModels`.", "READ_MODEL_BEHIND");
    }

    private static T Service<T>(FieldContext context) where T : notnull => context.Services.GetRequiredService<T>();
}
