using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>The GraphQL fields that the ownership read model answers.</summary>
public static class OwnershipFields
{
    public static SchemaBuilder AddOwnership(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("ownership"))
        .FieldAsync<EntityVersion>("Entity.ownershipTimeline", async (entity, context) =>
        {
            var at = context.At();
            var queries = context.Service<OwnershipQueries>();
            var loader = context.Loader<string, IReadOnlyList<OwnershipPeriodRow>>($"ownership {at}", (ids, ct) => queries.TimelinesAsync(ids, at, ct));
            return await context.Load(loader, entity.Id) ?? Array.Empty<OwnershipPeriodRow>();
        })
        .FieldAsync<EntityVersion>("Entity.merges", async (entity, context) =>
        {
            var at = context.At();
            var database = context.Service<NpgsqlDataSource>();
            var loader = context.Loader<string, IReadOnlyList<EntityMergeRow>>($"merges {at}", (ids, ct) => Merged.OfAsync(database, ids, at, ct));
            return await context.Load(loader, entity.Id) ?? Array.Empty<EntityMergeRow>();
        })
        .FieldAsync<OwnershipPeriodRow>("OwnershipPeriod.owner", (period, context) => context.LoadEntity(period.OwnerRef))
        .FieldAsync<OwnershipPeriodRow>("OwnershipPeriod.cause", (period, context) => CauseAsync(period.Position, context))
        .FieldAsync<object>("Query.ownershipChanges", async (_, context) => await context.Service<OwnershipQueries>().ChangesAsync(
            context.Optional<OwnershipChangeFilter>("where"), PageArguments.Of(context), context.Selects("totalCount"), context.Cancellation))
        .FieldAsync<OwnershipChangeRow>("OwnershipChange.entity", (change, context) => context.LoadEntity(change.EntityRef))
        .FieldAsync<OwnershipChangeRow>("OwnershipChange.cause", (change, context) => CauseAsync(change.Position, context));

    private static async ValueTask<object?> CauseAsync(long position, FieldContext context) =>
        Cause.Of((RecordedEvent)(await context.LoadEvent(position))!);
}
