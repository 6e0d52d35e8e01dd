using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Events;

/// <summary>The condition of an <see cref="EventFilter"/> on one event; says what <see cref="EventQueries"/> says in SQL.</summary>
public sealed class EventMatch(EventFilter? filter)
{
    private readonly HashSet<string>? types = Set(filter?.Types);
    private readonly HashSet<string>? entities = Set(filter?.Entity?.Select(entity => entity.ToString()));
    private readonly HashSet<string>? streams = Set(filter?.Stream);
    private readonly HashSet<string>? actors = Set(filter?.Actor);

    /// <summary>The position after which nothing can match; null when there is none.</summary>
    public long? Last => filter?.Until is AsOf.AtPosition until ? until.Position : null;

    /// <summary>The position up to which nothing can match.</summary>
    public long First => filter?.Since is AsOf.AtPosition since ? since.Position : 0;

    public bool Accepts(RecordedEvent recorded) =>
        types?.Contains(recorded.Type) is not false
        && streams?.Contains(recorded.Stream) is not false
        && actors?.Contains(recorded.Actor) is not false
        && (entities is null || (EventsProjection.EntityOf(recorded) is { } entity && entities.Contains(entity)))
        && filter?.Since switch
        {
            AsOf.AtPosition since => recorded.Position > since.Position,
            AsOf.AtTime since => recorded.RecordedAt >= since.Time,
            _ => true,
        }
        && filter?.Until switch
        {
            AsOf.AtPosition until => recorded.Position <= until.Position,
            AsOf.AtTime until => recorded.RecordedAt <= until.Time,
            _ => true,
        };

    private static HashSet<string>? Set(IEnumerable<string>? values) => values?.ToHashSet(StringComparer.Ordinal);
}
