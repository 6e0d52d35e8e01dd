using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Events;

/// <summary>Why an event exists: who, in which run, from which commit and line.</summary>
public sealed record Cause(string Actor, string Kind, string? Repository, string? Commit, string? Path, int? Line, string? Url, string? RunId, RecordedEvent Event)
{
    public static Cause Of(RecordedEvent recorded)
    {
        var source = recorded.Source;
        var kind = source switch
        {
            { Commit: not null } => "commit",
            { Path: not null } or { Url: not null } => "file",
            _ => "action",
        };
        return new Cause(recorded.Actor, kind, source?.Repository, source?.Commit, source?.Path, source?.Line, source?.Url, recorded.Correlation, recorded);
    }
}

/// <summary>The GraphQL fields that the log and its index answer.</summary>
public static class EventFields
{
    public static SchemaBuilder AddEvents(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("events"))
        .FieldAsync<object>("Query.events", async (_, context) => await context.Service<EventQueries>().PageAsync(
            context.Optional<EventFilter>("where"), await context.TakeInstantAsync(), PageArguments.Of(context), context.Selects("totalCount"), context.Cancellation))
        .FieldAsync<object>("Query.eventDensity", async (_, context) => await context.Service<EventTimes>().DensityAsync(
            context.Optional<EventFilter>("where"), context.Optional<DateTimeOffset?>("since"), context.Optional<DateTimeOffset?>("until"),
            context.Argument<int>("buckets"), context.Cancellation))
        .FieldAsync<object>("Query.eventsBeside", async (_, context) =>
            await context.Service<EventTimes>().BesideAsync(
                context.Optional<EventFilter>("where"), context.Optional<AsOf>("instant") ?? AsOf.Present, context.Cancellation))
        .FieldAsync<object>("Query.position", async (_, context) => await context.Service<EventLog>().MarkAsync(context.Cancellation))
        .Stream("Subscription.events", (root, context) => context.Service<EventSubscription>().Follow(
            context.Optional<long?>("from"), context.Optional<EventFilter>("where"), root as EventBookmark ?? new EventBookmark(after: null), context.Cancellation))
        .Field<RecordedEvent>("Event.id", (recorded, _) => NodeId.Of("Event", FormattableString.Invariant($"{recorded.Position}")))
        .Field<RecordedEvent>("Event.cause", (recorded, _) => Cause.Of(recorded))
        .Field<RecordedEvent>("Event.entityRef", (recorded, _) => EventsProjection.EntityOf(recorded))
        .FieldAsync<RecordedEvent>("Event.entity", (recorded, context) => context.LoadEntity(EventsProjection.EntityOf(recorded)));

    /// <summary>The event at a position; asked for many, read once.</summary>
    internal static ValueTask<object?> LoadEvent(this FieldContext context, long position)
    {
        var log = context.Service<EventLog>();
        return context.Load(context.Loader<long, RecordedEvent>("event", async (positions, ct) => await log.FindAsync([.. positions], ct)), position);
    }
}
