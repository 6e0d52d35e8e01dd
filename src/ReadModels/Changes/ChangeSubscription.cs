using System.Runtime.CompilerServices;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Events;

namespace EventCatalog.ReadModels.Changes;

/// <summary>Follows a saved query for one subscriber.</summary>
public sealed class ChangeSubscription(EventSubscription events, ChangeQueries changes)
{
    /// <summary>
    /// Every change of the query's answer after a position, in order. All changes of one event come, or come again, together: the
    /// bookmark moves when the first of the next event is asked for.
    /// </summary>
    /// <param name="from">The position to begin after; null to begin after what can be read now.</param>
    /// <param name="bookmark">Goes before <paramref name="from"/> when it is set, and is moved on.</param>
    public IAsyncEnumerable<Change> Follow(long? from, EntityFilter? filter, EventBookmark bookmark, CancellationToken ct) =>
        FollowAsync(events.Follow(from, filter: null, bookmark, ct), filter, ct);

    private async IAsyncEnumerable<Change> FollowAsync(
        IAsyncEnumerable<EventStore.RecordedEvent> followed, EntityFilter? filter, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var recorded in followed)
        {
            foreach (var change in await Patience.WithAsync(() => changes.OfAsync(recorded, filter, ct), ct))
                yield return change;
        }
    }
}
