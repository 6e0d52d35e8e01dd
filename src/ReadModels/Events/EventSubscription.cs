using System.Runtime.CompilerServices;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;

namespace EventCatalog.ReadModels.Events;

/// <summary>Follows the log for one subscriber.</summary>
public sealed class EventSubscription(PassedEvents passed, Epochs epochs)
{
    /// <summary>
    /// Every event after a position that matches, in order, none left out and none twice, once every running read model has passed it.
    /// Ends when <c>until</c> is a position and was reached, else never. A page of the log is read when the one before it was taken.
    /// </summary>
    /// <param name="from">The position to begin after; null to begin after what can be read now.</param>
    /// <param name="bookmark">Goes before <paramref name="from"/> when it is set, and is moved on.</param>
    /// <exception cref="GraphQLError">
    /// While enumerating: an event cannot be read by this program, code EVENT_UNREADABLE; or the log was restored, and where to begin is not in it,
    /// code POSITION_LOST.
    /// </exception>
    public IAsyncEnumerable<RecordedEvent> Follow(long? from, EventFilter? filter, EventBookmark bookmark, CancellationToken ct)
    {
        var match = new EventMatch(filter);
        var remembered = bookmark.Position ?? from;
        bookmark.MoveTo(remembered ?? passed.Reached);
        return FollowAsync(remembered, Math.Max(bookmark.Position!.Value, match.First), match, bookmark, ct);
    }

    private async IAsyncEnumerable<RecordedEvent> FollowAsync(
        long? remembered, long after, EventMatch match, EventBookmark bookmark, [EnumeratorCancellation] CancellationToken ct)
    {
        if (remembered is { } position && await Patience.WithAsync(() => epochs.RefusalAsync(position, passed.Reached, ct), ct) is { } refusal)
            throw new GraphQLError(refusal, "POSITION_LOST");
        while (match.Last is not { } last || after < last)
        {
            var move = passed.NextMove;
            var page = await ReadAsync(after, ct);
            foreach (var recorded in page.Events)
            {
                if (!match.Accepts(recorded))
                    continue;
                yield return recorded;
                bookmark.MoveTo(recorded.Position);
            }

            if (page.End == after)
                await move.WaitAsync(ct);
            after = page.End;
            bookmark.MoveTo(after);
        }
    }

    private async Task<PassedEvents.Page> ReadAsync(long after, CancellationToken ct)
    {
        try
        {
            return await Patience.WithAsync(() => passed.ReadAsync(after, ct), ct);
        }
        catch (EventUnreadableException error)
        {
            throw new GraphQLError($"The log cannot be read past @{error.Position - 1}: {error.Message}", "EVENT_UNREADABLE", innerException: error);
        }
    }
}
