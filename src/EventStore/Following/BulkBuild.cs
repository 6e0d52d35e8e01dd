namespace EventCatalog.EventStore;

/// <summary>
/// Builds a projection from the first event on in memory and writes its rows as they become final; reading, folding and writing go on at the same
/// time. Only the builder that began last can write, so one that was frozen and replaced adds nothing. The checkpoint stays at 0 until all is
/// written: whoever comes after a crash begins anew, once nothing was written for a while.
/// </summary>
internal sealed class BulkBuild(EventLog log, ProjectionTables tables, IBulkProjection projection)
{
    private readonly Guid _builder = Guid.NewGuid();

    /// <param name="isKnown">Whether an event can be applied or left out.</param>
    /// <param name="goesOn">False to give up; asked at each page.</param>
    /// <returns>
    /// Where the checkpoint now is: 0, with empty tables, when an event gave trouble, which followers' steps then find. Null when another process
    /// builds, or it was to give up.
    /// </returns>
    public async Task<long?> RunAsync(Func<RecordedEvent, bool> isKnown, Func<RecordedEvent, bool> isLeftOut, Func<bool> goesOn, CancellationToken ct)
    {
        if (!await tables.BeginBulkAsync(_builder, ct))
            return null;
        try
        {
            return await BuildAsync(isKnown, isLeftOut, goesOn, ct);
        }
        catch (Exception e) when (!Weather.Is(e) && !ct.IsCancellationRequested)
        {
            return await tables.EndBulkAsync(_builder, ct) ? 0 : null;
        }
    }

    private async Task<long?> BuildAsync(Func<RecordedEvent, bool> isKnown, Func<RecordedEvent, bool> isLeftOut, Func<bool> goesOn, CancellationToken ct)
    {
        var build = projection.BeginBuild();
        var position = 0L;
        var reading = ReadAsync(position, ct);
        var writing = Task.FromResult(true);
        try
        {
            while (true)
            {
                var page = await reading;
                if (page.Count == Build.PageSize)
                    reading = ReadAsync(page[^1].Position, ct);
                if (!goesOn())
                    return null;
                if (!page.All(isKnown))
                    return await writing && await tables.EndBulkAsync(_builder, ct) ? 0 : null;
                List<RecordedEvent> events = [.. page.Where(recorded => !isLeftOut(recorded))];
                if (events.Count > 0)
                {
                    var rows = build.Add(events);
                    if (!await writing)
                        return null;
                    position = page[^1].Position;
                    writing = WriteAsync(position, rows, ct);
                    StoreTelemetry.Applied.Add(events.Count, new KeyValuePair<string, object?>("read_model", tables.Name));
                }

                if (page.Count < Build.PageSize)
                    return await writing && await tables.CompleteBulkAsync(_builder, position, build.Complete(), ct) ? position : null;
            }
        }
        finally
        {
            // What was begun for nobody does not go on behind the back of who comes next.
            await Task.WhenAny(Task.WhenAll(reading, writing));
        }
    }

    private Task<IReadOnlyList<RecordedEvent>> ReadAsync(long after, CancellationToken ct) => Task.Run(() => log.ReadAsync(after, Build.PageSize, ct), ct);

    private Task<bool> WriteAsync(long position, WriteRows rows, CancellationToken ct) => Task.Run(() => tables.WriteBulkAsync(_builder, position, rows, ct), ct);
}
