using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Sources;

/// <summary>The GraphQL fields that the sources read model answers.</summary>
public static class SourceFields
{
    public static SchemaBuilder AddSources(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("sources"))
        .FieldAsync<object>("Query.sources", async (_, context) => await context.Service<SourceQueries>().AllAsync(context.Cancellation))
        .Field<SourceRow>("Source.id", (source, _) => NodeId.Of("Source", source.Id))
        .FieldAsync<SourceRow>("Source.lastCrawl", (source, context) => LastCrawlAsync(source, context))
        .FieldAsync<SourceRow>("Source.crawling", (source, context) =>
        {
            var queries = context.Service<SourceQueries>();
            return context.Load(context.Loader<string, CrawlProgressRow>("running crawls", (_, ct) => queries.RunningCrawlsAsync(ct)), source.Id);
        })
        .FieldAsync<SourceRow>("Source.nextCrawlAt", async (source, context) => ((CrawlRow?)await LastCrawlAsync(source, context))?.NextCrawlAt)
        .FieldAsync<SourceRow>("Source.host", async (source, context) => ((CrawlRow?)await LastCrawlAsync(source, context))?.Host)
        .FieldAsync<SourceRow>("Source.lastWebhook", (source, context) =>
        {
            var queries = context.Service<SourceQueries>();
            return context.Load(context.Loader<string, WebhookRow>("last webhooks", (_, ct) => queries.LastWebhooksAsync(ct)), source.Id);
        })
        .FieldAsync<SourceRow>("Source.entityCount", (source, context) =>
        {
            var queries = context.Service<SourceQueries>();
            return context.Load(context.Loader<string, int>("entity counts", (ids, ct) => queries.EntityCountsAsync(ids, ct)), source.Id);
        })
        .FieldAsync<SourceRow>("Source.problems", async (source, context) =>
        {
            var queries = context.Service<SourceQueries>();
            var loader = context.Loader<string, IReadOnlyList<ProblemRow>>("source problems", (ids, ct) => queries.ProblemsOfSourcesAsync(ids, ct));
            var refused = (IReadOnlyList<ProblemRow>?)await context.Load(loader, source.Id) ?? [];
            return source.UnreachableBecause is { } reason ? [Unreachable(source, reason), .. refused] : refused;
        })
        .Field<ProblemRow>("Problem.sourceId", (problem, _) => problem.SourceId is null ? null : NodeId.Of("Source", problem.SourceId));

    private static ProblemRow Unreachable(SourceRow source, string reason) =>
        new(Severity.Error, $"The source could not be read: {reason.TrimEnd('.')}. What it last said stays.", null, source.Target, null, null)
        {
            Rule = "source-is-reachable",
            SourceId = source.Id,
        };

    private static ValueTask<object?> LastCrawlAsync(SourceRow source, FieldContext context)
    {
        var queries = context.Service<SourceQueries>();
        return context.Load(context.Loader<string, CrawlRow>("last crawls", (_, ct) => queries.LastCrawlsAsync(ct)), source.Id);
    }
}
