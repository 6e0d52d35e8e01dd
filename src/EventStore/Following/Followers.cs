using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// Keeps projections level with the log, one loop each. Several processes may run the same projections on one database: by leases each
/// works on a part of them and watches the others; without, or where two believe in one lease, the checkpoint lets each page be
/// committed once. A projection that fails stops alone and says at which event.
/// </summary>
public sealed class Followers
{
    private readonly EventLog _log;
    private readonly FollowerOptions _options;
    private readonly List<Follower> _followers;
    private readonly Besides _besides;
    private readonly Announcements _announcements;
    private readonly Watch _watch;
    private readonly Leases? _leases;
    private readonly NpgsqlDataSource _database;
    private readonly Broadcast _changed = new();

    /// <param name="leases">Shares the work with other processes; whoever made it runs it. Null to work on every projection.</param>
    /// <exception cref="ArgumentException">Two projections share a name or schema, or a schema is not of the form <c>rm_…</c>.</exception>
    public Followers(EventLog log, NpgsqlDataSource database, IReadOnlyList<IProjection> projections, FollowerOptions options, Leases? leases = null)
    {
        IReadOnlyList<Beside> besides = [.. projections.Select(p => new Beside(p))];
        foreach (var projection in projections)
        {
            // The schema is dropped when the projection is built anew: it must be nobody else's.
            if (!IsOwnSchema(projection.Schema))
                throw new ArgumentException($"Projection '{projection.Name}' cannot own schema '{projection.Schema}': use rm_ and up to 50 of a-z, 0-9 and _.", nameof(projections));
        }
        if (projections.Concat(besides).SelectMany(p => (string[])[p.Name, p.Schema]).GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two projections are called '{twice.Key}': give each its own name and number.", nameof(projections));
        _log = log;
        _options = options;
        _database = database;
        _leases = leases;
        _announcements = new Announcements(log, database, options, Hear);
        var pages = new SharedPages(log);
        _followers = [.. projections.Select(Make)];
        _besides = new Besides(database, _followers, besides, Make, FollowAsync, options);
        _watch = new Watch(log, database, options, () => [.. _followers.Concat(_besides.Followers).Where(f => !f.IsHere)]);

        Follower Make(IProjection projection) => new(log, pages, projection, new ProjectionTables(database, projection, options.LongestSilence), options, OnChanged);
    }

    /// <summary>Raised when a follower moves or changes state, those of builds beside too, on its own thread. Handlers must not block or throw.</summary>
    public event Action<FollowerStatus>? Changed;

    /// <summary>
    /// Called with events that every running follower has now applied, in position order, none left out and none twice
    /// within this process (one this program cannot read is left out); starts at where the followers were when <see cref="RunAsync"/> started them. Stopped followers
    /// are not waited for. The number is the last event's position. An exception ends <see cref="RunAsync"/>.
    /// </summary>
    public event Action<IReadOnlyList<RecordedEvent>, long>? Advanced;

    /// <summary>One entry per projection, in the order given.</summary>
    public IReadOnlyList<FollowerStatus> Status => [.. _followers.Select(StatusOf)];

    /// <summary>The builds that stand beside the served ones at the moment. Nothing waits for them.</summary>
    public IReadOnlyList<FollowerStatus> Beside => [.. _besides.Followers.Select(f => f.Status)];

    /// <summary>The build beside one projection; null when there is none.</summary>
    public FollowerStatus? BesideOf(string name) => Beside.FirstOrDefault(build => string.Equals(build.Name, EventStore.Beside.NameOf(name), StringComparison.Ordinal));

    /// <summary>The lowest position of all followers, stopped ones included; the log's mark when there are none.</summary>
    public long Reached => _followers.Count == 0 ? _log.KnownMark : _followers.Min(f => Math.Max(0, f.Position));

    /// <summary>Follows until cancelled. Run it once at a time.</summary>
    public Task RunAsync(CancellationToken ct) => RunAllAsync(stop =>
    [
        .. _followers.Select(f => Task.Run(() => FollowAsync(f, stop), stop)), DeliverAsync(stop), _besides.RunAsync(stop), _announcements.RunAsync(stop),
        .. _leases is null ? (Task[])[] : [_watch.RunAsync(stop)],
    ], ct);

    /// <summary>
    /// Tells until cancelled how far other processes have come, and works on nothing: for a process that may not write, and on a standby,
    /// where nothing is announced either. In place of <see cref="RunAsync"/>.
    /// </summary>
    public Task WatchAsync(CancellationToken ct) => RunAllAsync(stop => [_watch.RunAsync(stop), DeliverAsync(stop)], ct);

    private async Task RunAllAsync(Func<CancellationToken, List<Task>> begin, CancellationToken ct)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _log.Appended += OnAppended;
        try
        {
            var running = begin(all.Token);
            await Task.WhenAny(running); // only cancellation or a bug ends one of them; then all end
            await all.CancelAsync();
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // asked to stop
        }
        finally
        {
            _log.Appended -= OnAppended;
            foreach (var follower in _followers)
                follower.End();
        }
    }

    private Task FollowAsync(Follower follower, CancellationToken ct) =>
        _leases is null ? follower.RunAsync(ct) : _leases.RunWhileHeldAsync(follower.Name, async held =>
        {
            try
            {
                await follower.RunAsync(held);
            }
            finally
            {
                _watch.Look();
            }
        }, ct);

    /// <summary>Waits until the named followers, or all when none is named, have committed everything up to a position.</summary>
    /// <returns>False when the time is over, or at once when one of them has stopped below the position.</returns>
    /// <exception cref="ArgumentException">No follower has this name.</exception>
    public async Task<bool> WaitForAsync(long position, TimeSpan timeout, CancellationToken ct, params string[] names)
    {
        List<Follower> waited = names.Length == 0 ? _followers : [.. names.Select(Find)];
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var next = _changed.Next;
            var behind = waited.Where(f => f.Position < position).ToList();
            if (behind.Count == 0)
                return true;
            var left = timeout - TimeProvider.System.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || behind.Exists(f => f.IsStopped))
                return false;
            await Task.WhenAny(next.WaitAsync(left, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Lets a stopped follower try the event it stopped at again; nothing happens to one that runs.</summary>
    /// <exception cref="ArgumentException">No follower has this name.</exception>
    public async Task RetryAsync(string name, CancellationToken ct = default)
    {
        var follower = Find(name);
        if (follower.IsHere)
            follower.Retry();
        else
            await _database.ExecuteAsync("delete from events.cat_dead_letters where projection = $1", ct, name); // whoever works on it looks for that
    }

    private Follower Find(string name) => _followers.Find(f => string.Equals(f.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"No projection is called '{name}'; there are {string.Join(", ", _followers.Select(f => f.Name))}.", nameof(name));

    private void OnChanged(Follower follower)
    {
        if (follower.IsHere)
            _announcements.NoteMove();
        Changed?.Invoke(StatusOf(follower));
        _changed.Send();
    }

    private FollowerStatus StatusOf(Follower follower) =>
        _leases?.NodeOf(follower.Name) is { } node ? follower.Status with { Node = node } : follower.Status;

    private void OnAppended(long position) => WakeAll();

    private void Hear(string told)
    {
        if (told is Announcements.Leases)
            _leases?.Look();
        else
            _watch.Look();
        if (told is not (Announcements.Leases or Announcements.Moved))
            WakeAll();
    }

    private void WakeAll()
    {
        foreach (var follower in _followers.Concat(_besides.Followers))
            follower.Wake();
    }

    private async Task DeliverAsync(CancellationToken ct)
    {
        long? delivered = null;
        while (true)
        {
            var next = _changed.Next;
            var running = _followers.Where(f => !f.IsStopped).ToList();
            if (running.Count > 0 && running.TrueForAll(f => f.Position >= 0))
            {
                var reached = running.Min(f => f.Position);
                delivered ??= reached;
                if (reached > delivered)
                {
                    delivered = await DeliverAsync(delivered.Value, reached, ct);
                    continue;
                }
            }
            await next.WaitAsync(ct);
        }
    }

    /// <returns>How far was delivered.</returns>
    private async Task<long> DeliverAsync(long after, long reached, CancellationToken ct)
    {
        if (Advanced is not { } advanced)
            return reached;
        try
        {
            var (page, end) = await ReadableAsync(after, reached, ct);
            if (page.Count > 0)
                advanced(page, page[^1].Position);
            return end;
        }
        catch (Exception e) when (Weather.Is(e))
        {
            await Task.Delay(_options.Busy, ct);
            return after;
        }
    }

    /// <summary>The next events, and how far that is. An event only another process's newer program can read is left out.</summary>
    private async Task<(IReadOnlyList<RecordedEvent> Page, long End)> ReadableAsync(long after, long reached, CancellationToken ct)
    {
        try
        {
            var page = await _log.ReadAsync(after, reached, _options.PageSize, ct);
            return (page, page.Count == 0 ? reached : page[^1].Position);
        }
        catch (EventUnreadableException e)
        {
            var page = await _log.ReadAsync(after, e.Position - 1, _options.PageSize, ct);
            return (page, page.Count == 0 ? e.Position : page[^1].Position);
        }
    }

    // PostgreSQL's limit is 63, and the names of what stands beside are longer.
    private static bool IsOwnSchema(string schema) =>
        schema.StartsWith("rm_", StringComparison.Ordinal) && schema.Length is > 3 and <= 53
        && schema.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
