using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Differences;

/// <summary>The events that made a difference.</summary>
public sealed class ChangeEvents(EventLog log)
{
    /// <summary>
    /// The entity's events that lie between the two instants, whichever comes first, in the order of the log. Where none took effect between them: those that
    /// were recorded between them, because a late fact may count again from then on; and where there are none, the last.
    /// </summary>
    public async Task<IReadOnlyList<RecordedEvent>> OfAsync(EntityChange change, CancellationToken ct)
    {
        var events = await log.ReadStreamsAsync(
            [.. new[] { change.PreviousRef, change.Ref }.OfType<string>().Select(name => EntityDecider.StreamOf(EntityRef.Parse(name)))], ct: ct);
        IReadOnlyList<RecordedEvent> all = [.. events.OrderBy(recorded => recorded.Position)];
        return Between(all, change, recorded => recorded.EffectiveAt) is { Count: > 0 } effective ? effective
            : Between(all, change, recorded => recorded.RecordedAt) is { Count: > 0 } late ? late
            : [.. all.TakeLast(1)];
    }

    private static List<RecordedEvent> Between(IReadOnlyList<RecordedEvent> events, EntityChange change, Func<RecordedEvent, DateTimeOffset> when) =>
        [.. events.Where(recorded => IsBy(recorded, change.From, when) != IsBy(recorded, change.To, when))];

    private static bool IsBy(RecordedEvent recorded, AsOf at, Func<RecordedEvent, DateTimeOffset> when) => at switch
    {
        AsOf.AtPosition(var position) => recorded.Position <= position,
        AsOf.AtTime then => when(recorded) <= then.Time && recorded.Position <= (then.KnownAt ?? long.MaxValue),
        _ => true,
    };
}
