using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;

namespace EventCatalog.ReadModels.Differences;

/// <summary>The GraphQL fields that tell whose a difference is, and how much.</summary>
public static class DifferenceCountFields
{
    public static SchemaBuilder AddDifferenceCounts(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("differenceCounts"))
        .FieldAsync<object>("Query.diffCounts", async (_, context) =>
        {
            var changes = await context.Service<DifferenceQueries>().BetweenAsync(
                await context.InstantAsync("from", "fromKnownAt"), await context.InstantAsync("to", "toKnownAt"), context.Optional<EntityFilter>("where"), context.Cancellation);
            return await context.Service<DifferenceCounts>().OfAsync(changes, context.Cancellation);
        })
        .FieldAsync<EntityChange>("EntityChange.entity", (change, context) =>
        {
            context.SetScope(DifferenceCounts.SeenAt(change));
            return context.LoadEntity(change.Ref);
        });
}
