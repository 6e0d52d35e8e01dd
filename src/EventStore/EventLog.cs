using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// An append-only log of events on PostgreSQL, in the tables Marten uses. Safe for any number of threads and processes.
/// </summary>
/// <param name="readOnly">For a standby, or a process that is not to write: others compute the mark, and the schema is taken as it is.</param>
public sealed class EventLog(NpgsqlDataSource database, EventTypes types, bool readOnly = false)
{
    private readonly IMark _highWater = readOnly ? new PersistedMark(database) : new HighWater(database);
    private readonly EventRows _rows = new(types);

    /// <summary>Raised after every append by this instance, with its last position, on the appender's thread. Handlers only take note: they must not block or throw.</summary>
    public event Action<long>? Appended;

    /// <summary>The mark as last computed by this instance; <see cref="MarkAsync"/> computes it.</summary>
    public long KnownMark => _highWater.Known;

    /// <summary>Events are committed that cannot be read yet, because an append begun before them is still open.</summary>
    internal bool IsHeldUp => _highWater.IsHeldUp;

    /// <summary>Creates or updates schema <c>events</c>; only checks it where the log is read only. May be repeated, and run by several processes at once.</summary>
    /// <exception cref="SchemaTooNewException">A newer program was here; nothing was changed.</exception>
    /// <exception cref="SchemaTooOldException">The log is read only, and no program of this version was here yet.</exception>
    public Task MigrateAsync(CancellationToken ct = default) => readOnly ? LogSchema.RequireAsync(database, ct) : LogSchema.MigrateAsync(database, ct);

    /// <inheritdoc cref="AppendAsync(IReadOnlyList{StreamAppend}, AppendContext, CancellationToken)"/>
    public async Task<AppendResult> AppendAsync(StreamAppend append, AppendContext context, CancellationToken ct = default) =>
        (await AppendAsync([append], context, ct))[0];

    /// <summary>
    /// Appends events at the end of streams, all or none, in one round trip. Positions follow the order given.
    /// A command whose key, or whose every event id, is in the log already answers as the first time and appends nothing.
    /// </summary>
    /// <returns>One result for each append, in the same order; empty when nothing was given.</returns>
    /// <param name="ct">Stops waiting; the append may still have happened.</param>
    /// <exception cref="StreamConflictException">Someone appended first; nothing was written.</exception>
    /// <exception cref="StreamArchivedException">A stream takes no more events; nothing was written.</exception>
    /// <exception cref="CommandKeyReusedException">The key belongs to a command with other events; nothing was written.</exception>
    /// <exception cref="DuplicateEventException">Only some of the event ids are new; nothing was written.</exception>
    /// <exception cref="ArgumentException">A stream is misnamed or named twice, has no events, or an event has no stored name or holds U+0000.</exception>
    public async Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<StreamAppend> appends, AppendContext context, CancellationToken ct = default)
    {
        if (appends.Count == 0)
            return [];
        using var activity = StoreTelemetry.StartAppend(appends);
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            return await AppendAsync(new AppendCommand(appends, context, types), context, ct);
        }
        catch (Exception refused)
        {
            activity?.SetStatus(ActivityStatusCode.Error, refused.GetType().Name);
            throw;
        }
        finally
        {
            StoreTelemetry.AppendTime.Record(TimeProvider.System.GetElapsedTime(started).TotalSeconds);
        }
    }

    internal async Task<IReadOnlyList<AppendResult>> AppendAsync(AppendCommand command, AppendContext context, CancellationToken ct)
    {
        IReadOnlyList<AppendResult> results;
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            try
            {
                results = await command.RunAsync(connection, ct);
            }
            catch (PostgresException e) when (AppendErrors.Knows(e))
            {
                return await AppendErrors.AnswerAsync(e, command, context, connection, ct);
            }
        }
        if (!results[0].Duplicate)
        {
            StoreTelemetry.Appended.Add(command.Ids.Length);
            Announce(results.Max(r => r.LastPosition));
        }

        return results;
    }

    /// <summary>Says that events up to a position were appended.</summary>
    internal void Announce(long position) => Appended?.Invoke(position);

    /// <summary>
    /// Appends a great many events, in transactions of some 10,000: several times as fast as appending, but all or none only for each
    /// <see cref="StreamAppend"/>. Positions follow the order given. What the log holds already, by event id, is left out, so an import that was
    /// cut short is made again. Others may append meanwhile.
    /// </summary>
    /// <param name="appends">Every event with an id; a stream may come up again and again.</param>
    /// <param name="context">Its command key says nothing here: the event ids do.</param>
    /// <param name="progress">Told after each transaction how many events are done with.</param>
    /// <exception cref="StreamConflictException">A stream is not at the version expected; what came some 10,000 events before is in the log.</exception>
    /// <exception cref="StreamArchivedException">As above.</exception>
    /// <exception cref="DuplicateEventException">Of one append only some event ids are new; as above.</exception>
    /// <exception cref="ArgumentException">An event has no id, no stored name, or holds what PostgreSQL cannot store; as above.</exception>
    public Task<ImportResult> ImportAsync(IAsyncEnumerable<StreamAppend> appends, AppendContext context, IProgress<long>? progress = null, CancellationToken ct = default) =>
        new Import(database, types, context).RunAsync(appends, Announce, progress, ct);

    /// <summary>The events of one stream in version order; none when the stream does not exist.</summary>
    public async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string stream, long afterVersion = 0, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await using var command = Command($"{EventRows.Select} where stream_id = $1 and version > $2 order by version", stream, afterVersion);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return _rows.Read(reader);
    }

    /// <summary>The events of several streams up to a position, ordered by stream (ordinal), then version.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> ReadStreamsAsync(IReadOnlyCollection<string> streams, long upTo = long.MaxValue, CancellationToken ct = default)
    {
        await using var command = Command($"{EventRows.Select} where stream_id = any($1) and seq_id <= $2 order by stream_id collate \"C\", version", streams.ToArray(), upTo);
        return await _rows.ReadAllAsync(command, ct);
    }

    /// <summary>
    /// The next events after a position, in position order, never past the mark: nothing can appear later at or below the
    /// last of them. Empty when there are none yet.
    /// </summary>
    /// <exception cref="EventUnreadableException">A stored body does not fit its record.</exception>
    public Task<IReadOnlyList<RecordedEvent>> ReadAsync(long after, int limit, CancellationToken ct = default) =>
        ReadAsync(after, long.MaxValue, limit, ct);

    internal async Task<IReadOnlyList<RecordedEvent>> ReadAsync(long after, long upTo, int limit, CancellationToken ct)
    {
        var mark = _highWater.Known;
        // A reader far behind need not ask again where the mark is.
        if (mark < upTo && mark - after < limit)
            mark = await _highWater.AdvanceAsync(ct);
        var end = Math.Min(mark, upTo);
        if (end <= after)
            return [];
        // The end is kept here and not in SQL: for a range of two bounds and no statistics yet, PostgreSQL collects and sorts all of it for every page.
        await using var command = Command($"{EventRows.Select} where seq_id > $1 order by seq_id limit $2", after, limit);
        return await _rows.ReadAllAsync(command, ct, end);
    }

    /// <summary>The events at these positions; positions that hold none are left out.</summary>
    public async Task<IReadOnlyDictionary<long, RecordedEvent>> FindAsync(IReadOnlyCollection<long> positions, CancellationToken ct = default) =>
        await ReadRetry.AskAsync(database, async () =>
        {
            await using var command = Command($"{EventRows.Select} where seq_id = any($1)", positions.ToArray());
            return (await _rows.ReadAllAsync(command, ct)).ToDictionary(e => e.Position);
        }, ct);

    /// <summary>Those of these event ids that the log holds, and so will not take again.</summary>
    public async Task<IReadOnlyCollection<Guid>> RecordedAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var command = Command("select id from events.mt_events where id = any($1)", ids.ToArray());
        var recorded = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            recorded.Add(reader.GetGuid(0));
        return recorded;
    }

    /// <summary>The highest position below which nothing can appear any more; 0 when the log is empty.</summary>
    public async ValueTask<long> MarkAsync(CancellationToken ct = default) => await ReadRetry.AskAsync(database, () => _highWater.AdvanceAsync(ct).AsTask(), ct);

    /// <inheritdoc cref="IMark.RaiseAsync"/>
    internal ValueTask RaiseMarkAsync(long proven, CancellationToken ct) => _highWater.RaiseAsync(proven, ct);

    /// <summary>
    /// The last position such that it and everything before it was recorded at or before the instant; 0 when nothing was.
    /// Never past the mark. Rises with the instant, and is final for instants before the oldest append still open.
    /// </summary>
    public async Task<long> PositionAtAsync(DateTimeOffset recordedAt, CancellationToken ct = default)
    {
        var mark = await _highWater.AdvanceAsync(ct);
        // From the last row of the clock at most a minute of events is looked at. Timestamps are not monotone with
        // positions, hence the first later event ends the answer instead of the last earlier one giving it.
        await using var command = Command("""
            with start as (
                select coalesce((select c.seq_id from events.cat_clock c where c.at <= $1 order by c.at desc limit 1), 0) as position
            ), later as (
                select e.seq_id from events.mt_events e, start
                where e.seq_id > start.position and e.seq_id <= $2 and e.timestamp > $1
                order by e.seq_id limit 1
            )
            select coalesce(max(e.seq_id), 0) from events.mt_events e
            where e.seq_id <= $2 and e.seq_id < coalesce((select seq_id from later), 9223372036854775807)
            """, recordedAt.ToUniversalTime(), mark);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Recomputes the hash chain inside the database, over one snapshot; of one stream, or of all when null.</summary>
    public async Task<ChainReport> VerifyAsync(string? stream = null, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (stream is null ? await Chain.HoldsAsync(connection, ct) : null) ?? await Chain.FindBreakAsync(connection, stream, ct);
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
