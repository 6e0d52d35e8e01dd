using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Freshness;

/// <summary>The GraphQL fields that tell whether sources still confirm what is shown.</summary>
public static class FreshnessFields
{
    public static SchemaBuilder AddFreshness(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("freshness"))
        .FieldAsync<EntityVersion>("Entity.freshness", async (entity, context) =>
        {
            if (context.At() is not AsOf.Now)
                return null;
            var queries = context.Service<FreshnessQueries>();
            return await context.Load(context.Loader<string, FreshnessRow>("freshness", (refs, ct) => queries.OfAsync(refs, ct)), entity.Ref);
        })
        .FieldAsync<object>("Query.staleEntities", async (_, context) =>
        {
            var stale = await context.Service<FreshnessQueries>().StaleAsync(context.Optional<EntityFilter>("where"), context.Cancellation);
            return Connection<StaleEntity>.Of([.. stale.Select(row => new StaleEntity(row.Entity, row.Freshness))], PageArguments.Of(context), row => NodeId.Of("s", row.Entity.Ref));
        })
        .Field<StaleEntity>("StaleEntity.entityRef", (row, _) => row.Entity.Ref)
        .Field<FreshnessRow>("Freshness.stale", (row, context) => context.Service<FreshnessQueries>().IsStale(row))
        .Field<FreshnessRow>("Freshness.reason", (row, _) => row.Because is { } because ? Words(because) : null);

    /// <summary>Why, and what to do.</summary>
    public static string Words(Unconfirmed because) => because switch
    {
        Unconfirmed.SourceUnreachable => "Its source cannot be read; see Sources",
        Unconfirmed.DescriptorRefused => "Its descriptor is refused now; mend the file",
        Unconfirmed.Orphaned => "Nothing refers to its descriptor any more; declare it again or let it go",
        _ => "It is gone from its source, and nobody has said yet whether it may go; see Sources",
    };

    private sealed record StaleEntity(EntityVersion Entity, FreshnessRow Freshness);
}
