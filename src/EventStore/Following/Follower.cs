using System.Globalization;

namespace EventCatalog.EventStore;

/// <summary>One projection following the log: a page, a transaction, a step of the checkpoint, and again.</summary>
internal sealed class Follower(EventLog log, SharedPages pages, IProjection projection, ProjectionTables tables, FollowerOptions options, Action<Follower> changed)
{
    private readonly Signal _wake = new();
    private readonly Lock _lock = new();
    private long _position = -1;
    private long _levelAt = TimeProvider.System.GetTimestamp();
    private FollowerState _state = FollowerState.Starting;
    private FollowerFailure? _failure;
    private TaskCompletionSource? _stopped;
    private bool _buried = true; // perhaps, by another process
    private volatile bool _parked;
    private bool _building;
    private bool _inBulk;
    private IReadOnlySet<long> _skips = new HashSet<long>();
    private bool _isHere;
    private int _turn;

    public string Name => projection.Name;

    public string Schema => projection.Schema;

    /// <summary>This process works on it.</summary>
    public bool IsHere
    {
        get
        {
            lock (_lock)
                return _isHere;
        }
    }

    /// <summary>Changes whenever this process begins or ends to work on it.</summary>
    public int Turn => Volatile.Read(ref _turn);

    /// <summary>The last position known to be committed; -1 before the checkpoint was read.</summary>
    public long Position => Volatile.Read(ref _position);

    public bool IsStopped
    {
        get
        {
            lock (_lock)
                return _state == FollowerState.Stopped;
        }
    }

    public FollowerStatus Status
    {
        get
        {
            lock (_lock)
            {
                var (position, mark) = (Math.Max(0, Position), Math.Max(log.KnownMark, Position));
                var behind = _position < 0 || mark > position;
                return new(Name, position, mark, mark - position, behind ? TimeProvider.System.GetElapsedTime(_levelAt).TotalSeconds : 0, _state, _failure);
            }
        }
    }

    public void Wake() => _wake.Set();

    /// <summary>Lets a stopped follower try again; nothing for one that runs.</summary>
    public void Retry()
    {
        lock (_lock)
        {
            if (_stopped is not { } stopped)
                return;
            _stopped = null;
            (_state, _failure) = (FollowerState.Starting, null);
            stopped.SetResult();
        }
        changed(this);
    }

    /// <summary>Halts before its next page, or lets it go on, as an operator wants it at the moment.</summary>
    public void Heed(bool isParked)
    {
        if (_parked == isParked)
            return;
        _parked = isParked;
        if (isParked)
            Wake();
        else
            Retry();
    }

    /// <summary>What the database says of it while another process works on it; forgotten where this one has begun since it was asked.</summary>
    /// <param name="position">-1 when it has no checkpoint yet.</param>
    public void Observe(int turn, long position, FollowerFailure? failure)
    {
        lock (_lock)
        {
            if (_isHere || turn != _turn)
                return;
            if (position >= log.KnownMark)
                _levelAt = TimeProvider.System.GetTimestamp();
            var state = position < 0 ? FollowerState.Starting : failure is null ? FollowerState.Running : FollowerState.Stopped;
            if (position == _position && state == _state && failure == _failure)
                return;
            Volatile.Write(ref _position, position);
            (_state, _failure) = (state, failure);
        }
        changed(this);
    }

    /// <summary>The database does not say how far it is.</summary>
    public void Miss(string why)
    {
        lock (_lock)
        {
            if (_isHere || _state == FollowerState.Retrying)
                return;
            (_state, _failure) = (FollowerState.Retrying, new(null, null, why, TimeProvider.System.GetUtcNow()));
        }
        changed(this);
    }

    /// <summary>Nobody tells any more how far it is.</summary>
    public void End() => Enter(FollowerState.Stopped, _failure);

    public async Task RunAsync(CancellationToken ct)
    {
        Turned(isHere: true);
        try
        {
            while (true)
            {
                await UntilStoppedAsync(ct);
                await WaitForRetryAsync(ct);
            }
        }
        finally
        {
            Turned(isHere: false);
        }
    }

    private void Turned(bool isHere)
    {
        lock (_lock)
        {
            _isHere = isHere;
            _turn++;
            _stopped = null;
            _buried = true;
            (_state, _failure) = (FollowerState.Starting, null);
        }
        changed(this);
    }

    private async Task UntilStoppedAsync(CancellationToken ct)
    {
        var pauses = 0;
        while (true)
        {
            try
            {
                if (await BeginAtCheckpointAsync(ct) is { } checkpoint)
                {
                    pauses = 0;
                    if (checkpoint.Parked is { } because)
                    {
                        Stop(new(null, null, because, TimeProvider.System.GetUtcNow()));
                        return;
                    }
                    Enter(FollowerState.Running, null);
                    var outcome = Outcome.Applied;
                    while (outcome == Outcome.Applied && !_parked)
                        outcome = await AdvanceAsync(ct);
                    if (outcome == Outcome.Stopped)
                        return;
                }
                // Another process owns this projection at the moment, another build was switched in, or an operator wants something of it:
                // leave it a while and go on from where it is then.
                await Task.Delay(Jitter(options.Busy), ct);
            }
            catch (Exception e) when (Weather.Is(e))
            {
                Enter(FollowerState.Retrying, new(null, null, e.Message, TimeProvider.System.GetUtcNow()));
                await Task.Delay(Backoff(pauses++), ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // Its DDL is wrong, a record cannot be made from JSON at all, the log's own tables are gone: no event to name.
                Stop(new(null, null, e.Message, TimeProvider.System.GetUtcNow()));
                return;
            }
        }
    }

    private async Task<Checkpoint?> BeginAtCheckpointAsync(CancellationToken ct)
    {
        if (await tables.PrepareAsync(inBulk: await log.MarkAsync(ct) > Build.PageSize, ct) is not { } checkpoint)
            return null;
        // Another process may have come further than this one's mark.
        await log.RaiseMarkAsync(checkpoint.Position, ct);
        (_building, _skips, _parked) = (checkpoint.IsBuilding, checkpoint.Skips, checkpoint.Parked is not null);
        _inBulk = checkpoint is { IsBuilding: true, Position: 0 };
        MoveTo(checkpoint.Position);
        return checkpoint;
    }

    private async Task<Outcome> AdvanceAsync(CancellationToken ct)
    {
        if (_inBulk && tables.Bulk is { } bulk)
        {
            _inBulk = false;
            var built = await new BulkBuild(log, tables, bulk).RunAsync(IsKnown, e => _skips.Contains(e.Position), () => !_parked, ct);
            if (built is { } reached)
                MoveTo(reached);
            return built is null ? Outcome.Lost : Outcome.Applied;
        }

        if (!_building || !await new Build(log).RunAsync(Position, (page, floor) => BuildAsync(page, floor, ct), ct))
            return await StepAsync(ct);
        await tables.FinishAsync(ct);
        _building = false;
        return Outcome.Applied;
    }

    private async Task<bool> BuildAsync(IReadOnlyList<RecordedEvent> page, long floor, CancellationToken ct) =>
        !_parked && page.All(IsKnown) && await CommitAsync(page, floor, page[^1].Position, ct) == Outcome.Applied;

    /// <summary>Reads and applies the next page, or waits for one.</summary>
    private async Task<Outcome> StepAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var floor = Position;
        IReadOnlyList<RecordedEvent> page;
        try
        {
            page = await pages.ReadAsync(floor, options.PageSize, ct);
        }
        catch (EventUnreadableException e)
        {
            page = await log.ReadAsync(floor, e.Position - 1, options.PageSize, ct);
            if (page.Count == 0 && _skips.Contains(e.Position))
                return await CommitAsync([], floor, e.Position, ct);
            if (page.Count == 0)
                return await StopAtAsync(e.Position, e.Type, e.Message, ct);
        }
        if (page.Count == 0)
        {
            _levelAt = TimeProvider.System.GetTimestamp();
            await _wake.WaitAsync(Jitter(log.IsHeldUp ? options.Busy : options.Idle), ct);
            return Outcome.Applied;
        }
        return await ApplyKnownAsync(page, floor, ct);
    }

    private bool IsKnown(RecordedEvent e) => e.Event is not null || _skips.Contains(e.Position);

    /// <summary>
    /// Applies the events up to the first of an unknown type and stops there: a projection cannot tell whether it should
    /// have minded, and a checkpoint moved past it would leave it out for ever.
    /// </summary>
    private async Task<Outcome> ApplyKnownAsync(IReadOnlyList<RecordedEvent> page, long floor, CancellationToken ct)
    {
        var known = page.TakeWhile(IsKnown).ToList();
        var outcome = known.Count == 0 ? Outcome.Applied : await ApplyAsync(known, floor, ct);
        if (outcome != Outcome.Applied || known.Count == page.Count)
            return outcome;
        var unknown = page[known.Count];
        return await StopAtAsync(unknown.Position, unknown.Type,
            $"Events of type '{unknown.Type}' are unknown to this program: start the version that recorded @{unknown.Position.ToString(CultureInfo.InvariantCulture)}, or add the type to the list of event types.", ct);
    }

    private async Task<Outcome> ApplyAsync(IReadOnlyList<RecordedEvent> page, long floor, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await CommitAsync(page, floor, page[^1].Position, ct);
            }
            catch (Exception e) when (IsFailure(e, ct))
            {
                if (attempt == options.Retries.Count)
                    return await BisectAsync(page, floor, e, ct);
            }
            await Task.Delay(options.Retries[attempt], ct);
        }
    }

    /// <summary>Applies the half before the failing event, again and again, until only that event is left.</summary>
    private async Task<Outcome> BisectAsync(IReadOnlyList<RecordedEvent> page, long floor, Exception failure, CancellationToken ct)
    {
        if (page.Count == 1)
            return await StopAtAsync(page[0].Position, page[0].Type, failure.Message, ct);
        List<RecordedEvent> first = [.. page.Take(page.Count / 2)];
        List<RecordedEvent> second = [.. page.Skip(page.Count / 2)];
        var outcome = await HalfAsync(first, floor, ct);
        return outcome == Outcome.Applied ? await HalfAsync(second, first[^1].Position, ct) : outcome;
    }

    private async Task<Outcome> HalfAsync(IReadOnlyList<RecordedEvent> half, long floor, CancellationToken ct)
    {
        try
        {
            return await CommitAsync(half, floor, half[^1].Position, ct);
        }
        catch (Exception e) when (IsFailure(e, ct))
        {
            return await BisectAsync(half, floor, e, ct);
        }
    }

    private async Task<Outcome> CommitAsync(IReadOnlyList<RecordedEvent> page, long floor, long end, CancellationToken ct)
    {
        var events = _skips.Count == 0 ? page : [.. page.Where(e => !_skips.Contains(e.Position))];
        using var activity = events.Count == 0 ? null : StoreTelemetry.StartApply(Name, events);
        if (!await tables.ApplyAsync(events, floor, end, ct))
            return Outcome.Lost;
        StoreTelemetry.Applied.Add(events.Count, new KeyValuePair<string, object?>("read_model", Name));
        MoveTo(end);
        if (_buried)
        {
            await tables.UnburyAsync(end, ct);
            _buried = false;
        }
        return Outcome.Applied;
    }

    private static bool IsFailure(Exception e, CancellationToken ct) => !Weather.Is(e) && !ct.IsCancellationRequested;

    private async Task<Outcome> StopAtAsync(long position, string type, string message, CancellationToken ct)
    {
        await tables.BuryAsync(position, message, ct);
        _buried = true;
        Stop(new(position, type, message, TimeProvider.System.GetUtcNow()));
        return Outcome.Stopped;
    }

    private void Stop(FollowerFailure failure)
    {
        lock (_lock)
        {
            _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (_state, _failure) = (FollowerState.Stopped, failure);
        }
        changed(this);
    }

    /// <summary>Returns when <see cref="Retry"/> was called, or an operator took away the dead letter of the event it stopped at.</summary>
    private async Task WaitForRetryAsync(CancellationToken ct)
    {
        while (Stopped() is var (stopped, at))
        {
            await Task.WhenAny(stopped, Task.Delay(Jitter(options.Idle), ct));
            ct.ThrowIfCancellationRequested();
            if (!stopped.IsCompleted && at is { } position && !await IsBuriedAsync(position, ct))
                Retry();
        }
    }

    private (Task Stopped, long? At)? Stopped()
    {
        lock (_lock)
            return _stopped is null ? null : (_stopped.Task, _failure?.Position);
    }

    private async Task<bool> IsBuriedAsync(long position, CancellationToken ct)
    {
        try
        {
            return await tables.IsBuriedAsync(position, ct);
        }
        catch (Exception e) when (Weather.Is(e))
        {
            return true;
        }
    }

    private void MoveTo(long position)
    {
        if (position == Position)
            return;
        Volatile.Write(ref _position, position);
        if (position >= log.KnownMark)
            _levelAt = TimeProvider.System.GetTimestamp();
        changed(this);
    }

    private void Enter(FollowerState state, FollowerFailure? failure)
    {
        lock (_lock)
        {
            if (_state == state && _failure == failure)
                return;
            (_state, _failure) = (state, failure);
        }
        changed(this);
    }

    private TimeSpan Backoff(int attempt) => Jitter(TimeSpan.FromMilliseconds(Math.Min(options.LongestPause.TotalMilliseconds, 100 * Math.Pow(2, Math.Min(attempt, 20)))));

    private static TimeSpan Jitter(TimeSpan around) => around * (0.8 + (0.4 * Random.Shared.NextDouble()));

    private enum Outcome
    {
        Applied,

        /// <summary>The checkpoint is not where it was: another process moved it, or another build has this name now.</summary>
        Lost,
        Stopped,
    }
}
