namespace EventCatalog.EventStore;

/// <summary>
/// The bulk of a build: large pages, the next one read while one is applied. Stops at the first page that gives trouble and leaves it to the
/// follower's small steps, which find the event.
/// </summary>
internal sealed class Build(EventLog log)
{
    /// <summary>A log with no more than this is followed from the start.</summary>
    public const int PageSize = 5000;

    /// <param name="commit">Applies a page to what is at the position given and moves the checkpoint behind it; false when it did not.</param>
    /// <returns>True when everything up to the mark is applied.</returns>
    public async Task<bool> RunAsync(long position, Func<IReadOnlyList<RecordedEvent>, long, Task<bool>> commit, CancellationToken ct)
    {
        var reading = log.ReadAsync(position, PageSize, ct);
        try
        {
            while (true)
            {
                var page = await reading;
                var isLast = page.Count < PageSize;
                if (!isLast)
                    reading = log.ReadAsync(page[^1].Position, PageSize, ct);
                if (page.Count > 0 && !await commit(page, position))
                    return false;
                if (isLast)
                    return true;
                position = page[^1].Position;
            }
        }
        catch (Exception e) when (!Weather.Is(e) && !ct.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            // What was read for nobody does not go on behind the back of who comes next.
            await Task.WhenAny(reading);
        }
    }
}
