using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;

namespace EventCatalog.ReadModels.Differences;

/// <summary>The GraphQL fields that compare two instants.</summary>
public static class DifferenceFields
{
    public static SchemaBuilder AddDifferences(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("differences"))
        .FieldAsync<object>("Query.diff", async (_, context) => await context.Service<DifferenceQueries>().PageAsync(
            await context.InstantAsync("from", "fromKnownAt"), await context.InstantAsync("to", "toKnownAt"), context.Optional<EntityFilter>("where"),
            PageArguments.Of(context), context.Selects("totalCount"), context.Cancellation))
        .FieldAsync<EntityChange>("EntityChange.events", async (change, context) => await context.Service<ChangeEvents>().OfAsync(change, context.Cancellation))
        .FieldAsync<EntityChange>("EntityChange.relationsAdded", async (change, context) => await EdgesAsync(context, change, change.To, change.From))
        .FieldAsync<EntityChange>("EntityChange.relationsRemoved", async (change, context) => await EdgesAsync(context, change, change.From, change.To));

    /// <summary>The entity's relations at one instant without those at the other.</summary>
    private static async ValueTask<object?> EdgesAsync(FieldContext context, EntityChange change, AsOf at, AsOf without)
    {
        context.SetScope(at);
        var these = OfAsync(at);
        var left = (await OfAsync(without)).ToHashSet();
        return (await these).Where(relation => !left.Contains(relation)).ToArray();

        async ValueTask<IReadOnlyList<RelationRow>> OfAsync(AsOf instant)
        {
            var name = ReferenceEquals(instant, change.From) ? change.PreviousRef ?? change.Ref : change.Ref;
            var queries = context.Service<RelationQueries>();
            var loader = context.Loader<string, IReadOnlyList<RelationRow>>($"relations {instant}", (refs, ct) => queries.OfAsync(refs, instant, ct));
            return (IReadOnlyList<RelationRow>?)await context.Load(loader, name) ?? [];
        }
    }
}
