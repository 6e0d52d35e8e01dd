using EventCatalog.EventStore;

namespace EventCatalog.ReadModels.Events;

/// <summary>
/// The events that every running read model has passed, a page at a time. Subscribers that stand at the same place share one reading.
/// </summary>
public sealed class PassedEvents
{
    private const int PageSize = 250;

    private readonly EventLog log;
    private readonly Followers followers;
    private readonly Lock gate = new();
    private TaskCompletionSource moved = New();
    private long told = -1;
    private (long After, long Reached, Task<Page> Reading)? shared;

    public PassedEvents(EventLog log, Followers followers)
    {
        (this.log, this.followers) = (log, followers);
        followers.Changed += _ => WakeIfMoved();
    }

    /// <summary>Completes when there may be more to read than when this was read.</summary>
    public Task NextMove => moved.Task;

    /// <summary>The position every running read model has passed; 0 while one of them is starting, or none runs.</summary>
    public long Reached
    {
        get
        {
            var running = followers.Status.Where(follower => follower.State != FollowerState.Stopped).ToList();
            return running.Count == 0 ? 0 : running.Min(follower => follower.Position);
        }
    }

    /// <summary>The next events after a position, in order.</summary>
    /// <exception cref="EventUnreadableException">The next event's body does not fit its record.</exception>
    public async Task<Page> ReadAsync(long after, CancellationToken ct)
    {
        var reached = Reached;
        if (reached <= after)
            return new Page([], after);
        Task<Page> reading;
        lock (gate)
        {
            if (shared is not { } last || last.After != after || last.Reached != reached || last.Reading.IsFaulted)
                shared = last = (after, reached, ReadAsync(after, reached));
            reading = last.Reading;
        }

        return await reading.WaitAsync(ct);
    }

    /// <summary>
    /// Every read model tells of every move, but only the slowest one lets events pass: a thousand subscribers are not to be woken for the
    /// others. Two moves at once may wake them for nothing, never leave them asleep.
    /// </summary>
    private void WakeIfMoved()
    {
        var now = Math.Min(Reached, log.KnownMark);
        if (Interlocked.Exchange(ref told, now) != now)
            Interlocked.Exchange(ref moved, New()).SetResult();
    }

    // Nobody's cancellation: others may be waiting for the same page.
    private async Task<Page> ReadAsync(long after, long reached)
    {
        // What lies beyond the mark is not read, even if another process has let its read models pass it.
        var end = Math.Min(reached, log.KnownMark);
        IReadOnlyList<RecordedEvent> read;
        try
        {
            read = await log.ReadAsync(after, PageSize, CancellationToken.None);
        }
        catch (EventUnreadableException)
        {
            return await ReadOneAsync(after, reached);
        }

        List<RecordedEvent> events = [.. read.TakeWhile(recorded => recorded.Position <= reached)];
        var isFull = read.Count == PageSize && events.Count == read.Count;
        return new Page(events, isFull ? events[^1].Position : Math.Max(events.Count == 0 ? after : events[^1].Position, end));
    }

    /// <summary>Event by event up to the unreadable one, which only fails a reader who has come to it.</summary>
    private async Task<Page> ReadOneAsync(long after, long reached)
    {
        try
        {
            var read = await log.ReadAsync(after, 1, CancellationToken.None);
            return read.Count == 0 || read[0].Position > reached ? new Page([], after) : new Page(read, read[0].Position);
        }
        catch (EventUnreadableException unreadable) when (unreadable.Position > reached)
        {
            return new Page([], after);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="End">No event stands between the last of these and here.</param>
    public sealed record Page(IReadOnlyList<RecordedEvent> Events, long End);
}
