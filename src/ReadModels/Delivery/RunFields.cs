using EventCatalog.Domain.Delivery;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Delivery;

/// <summary>The GraphQL fields that the runs read model answers.</summary>
public static class RunFields
{
    private static readonly (string Type, string Field, string Kind)[] Kinds =
        [("Build", "builds", "build"), ("TestRun", "testRuns", "tests"), ("Deployment", "deployments", "deployment"), ("Incident", "incidents", "incident")];

    public static SchemaBuilder AddRuns(this SchemaBuilder schema)
    {
        schema.Add(Sdl.Of("runs"));
        foreach (var (type, field, kind) in Kinds)
        {
            schema
                .FieldAsync<EntityVersion>($"Entity.{field}", async (entity, context) => await context.Service<RunQueries>().OfAsync(
                    entity, kind, context.At(), PageArguments.Of(context), context.Selects("totalCount"), context.Cancellation))
                .FieldAsync<RunRow>($"{type}.cause", async (run, context) => Cause.Of((RecordedEvent)(await context.LoadEvent(run.Position))!));
        }

        return schema
            .Field<RunRow>("TestRun.counts", (run, _) => run.Passed is { } passed ? new TestCounts(passed, run.Failed ?? 0, run.Errored ?? 0, run.Skipped ?? 0, run.Flaky ?? 0) : null)
            .FieldAsync<RunRow>("TestRun.cases", CasesAsync)
            .FieldAsync<EntityVersion>("Entity.flakyTests", async (entity, context) => await context.Service<RunQueries>().FlakyAsync(entity, context.At(), context.Cancellation));
    }

    private static async ValueTask<object?> CasesAsync(RunRow run, FieldContext context)
    {
        if (run.CasesHash is null)
            return Array.Empty<TestCase>();
        var store = context.Service<BodyStore>();
        var body = await context.Load(context.Loader<string, byte[]>("bodies", async (keys, ct) => await store.GetAsync([.. keys], ct)), run.CasesHash) as byte[] ?? [];
        var outcomes = context.Optional<IReadOnlyList<TestOutcome>>("outcomes");
        var first = Math.Clamp(context.Optional<int?>("first") ?? PageArguments.DefaultSize, 0, PageArguments.MaxSize);
        return TestCases.Read(body).Where(one => outcomes is null || outcomes.Contains(one.Outcome)).Take(first).ToArray();
    }
}
