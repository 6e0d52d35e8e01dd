using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Changes;

/// <summary>The GraphQL fields that follow a saved query.</summary>
public static class ChangeFields
{
    public static SchemaBuilder AddChanges(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("changes"))
        .Stream("Subscription.changes", (root, context) => context.Service<ChangeSubscription>().Follow(
            context.Optional<long?>("from"), context.Optional<EntityFilter>("where"), root as EventBookmark ?? new EventBookmark(after: null), context.Cancellation))
        .FieldAsync<Change>("Change.entity", (change, context) =>
        {
            context.SetScope<AsOf>(new AsOf.AtPosition(change.Position));
            return context.LoadEntity(change.Ref);
        });
}
