using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Differences;

/// <summary>The GraphQL fields that compare two instants.</summary>
public static class DifferenceFields
{
    public static SchemaBuilder AddDifferences(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("differences"))
        .FieldAsync<object>("Query.diff", async (_, context) =>
        {
            var changes = await context.Service<DifferenceQueries>().BetweenAsync(
                context.Argument<AsOf>("from"), context.Argument<AsOf>("to"), context.Optional<EntityFilter>("where"), context.Cancellation);
            return Connection<EntityChange>.Of(changes, PageArguments.Of(context), change => NodeId.Of("d", change.Ref));
        })
        .FieldAsync<EntityChange>("EntityChange.events", async (change, context) => await EventsAsync(change, context));

    /// <summary>The entity's events that lie between the two instants, whichever comes first.</summary>
    private static async ValueTask<IReadOnlyList<RecordedEvent>> EventsAsync(EntityChange change, FieldContext context)
    {
        var log = context.Service<EventLog>();
        var found = new List<RecordedEvent>();
        foreach (var name in new[] { change.PreviousRef, change.Ref }.OfType<string>())
        {
            await foreach (var recorded in log.ReadStreamAsync(Domain.Entities.EntityDecider.StreamOf(EntityRef.Parse(name)), 0, context.Cancellation))
            {
                if (IsBy(recorded, change.From) != IsBy(recorded, change.To))
                    found.Add(recorded);
            }
        }

        return [.. found.OrderBy(recorded => recorded.Position)];
    }

    private static bool IsBy(RecordedEvent recorded, AsOf at) => at switch
    {
        AsOf.AtPosition(var position) => recorded.Position <= position,
        AsOf.AtTime(var time) => recorded.EffectiveAt <= time,
        _ => true,
    };
}
