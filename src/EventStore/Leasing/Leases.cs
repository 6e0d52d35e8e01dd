using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// This process's part of the work that the processes on one database share. A lease avoids work done twice; it does not forbid it:
/// whoever was frozen may believe in a lease for a moment after another took it, so leased work must be harmless when done twice, as
/// followers are by the compare-and-set of their checkpoint. No clock but the database's decides.
/// </summary>
public sealed class Leases(NpgsqlDataSource database, LeaseOptions options, string? node = null)
{
    private readonly Signal _look = new();
    private readonly Broadcast _changed = new();
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _wants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CancellationTokenSource> _held = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string> _nodes = new Dictionary<string, string>(StringComparer.Ordinal);
    private long _taken;

    /// <summary>What other nodes and operators see: machine and process unless a name was given.</summary>
    public string Node { get; } = node ?? FormattableString.Invariant($"{Environment.MachineName}:{Environment.ProcessId}");

    /// <summary>How often this process took work over, for the first time included.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>The names of the leases held here, in order.</summary>
    public IReadOnlyList<string> Held
    {
        get
        {
            lock (_lock)
                return [.. _held.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The node that did this work when last looked; null when none did.</summary>
    public string? NodeOf(string name) => Volatile.Read(ref _nodes).GetValueOrDefault(name);

    /// <summary>
    /// Takes part in the sharing until cancelled, then gives everything back at once. Without the database nothing is held. Run it once at a time.
    /// </summary>
    /// <exception cref="SharedSessionException">There is a proxy in between that pools transactions.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                try
                {
                    await TakePartAsync(ct);
                }
                catch (NpgsqlException) when (!ct.IsCancellationRequested)
                {
                    // All is lost until there is a session again.
                }
                await Task.Delay(options.Look, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // asked to stop
        }
    }

    /// <summary>Asked before anything is begun that leases would be needed for.</summary>
    /// <exception cref="SharedSessionException">There is a proxy in between that pools transactions.</exception>
    public async Task RequireOwnSessionAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await new LeaseSession(connection, Node, options.Validity).RequireOwnAsync(ct);
    }

    /// <summary>
    /// Does this work whenever this node holds its lease: begun when it is taken, cancelled when it is lost, begun again when it comes back.
    /// Returns when the work ends by itself; the lease is then given back.
    /// </summary>
    public async Task RunWhileHeldAsync(string name, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        Want(name, 1);
        try
        {
            while (true)
            {
                var lost = await HeldAsync(name, ct);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(lost, ct);
                try
                {
                    await work(both.Token);
                }
                catch (OperationCanceledException) when (lost.IsCancellationRequested)
                {
                    // Another node does it now.
                }
                ct.ThrowIfCancellationRequested();
                if (!lost.IsCancellationRequested)
                    return;
            }
        }
        finally
        {
            Want(name, -1);
        }
    }

    /// <summary>Another node gave work back, or came: look now.</summary>
    internal void Look() => _look.Set();

    private void Want(string name, int more)
    {
        lock (_lock)
        {
            var wanted = _wants.GetValueOrDefault(name) + more;
            if (wanted > 0)
                _wants[name] = wanted;
            else
                _wants.Remove(name);
        }
        _look.Set();
    }

    private async Task<CancellationToken> HeldAsync(string name, CancellationToken ct)
    {
        while (true)
        {
            var next = _changed.Next;
            lock (_lock)
            {
                if (_held.TryGetValue(name, out var lost))
                    return lost.Token;
            }
            await next.WaitAsync(ct);
        }
    }

    private async Task TakePartAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var session = new LeaseSession(connection, Node, options.Validity);
        try
        {
            await session.BeginAsync(ct);
            IReadOnlySet<string> free = new HashSet<string>(StringComparer.Ordinal);
            while (true)
            {
                free = await ShareAsync(session, free, ct);
                await _look.WaitAsync(options.Look, ct);
            }
        }
        finally
        {
            Keep([]);
            Volatile.Write(ref _nodes, new Dictionary<string, string>(StringComparer.Ordinal));
            await session.EndAsync();
        }
    }

    /// <returns>What is free and was not taken.</returns>
    private async Task<IReadOnlySet<string>> ShareAsync(LeaseSession session, IReadOnlySet<string> leftLying, CancellationToken ct)
    {
        string[] wants;
        lock (_lock)
            wants = [.. _wants.Keys];
        var (nodes, leases) = await session.LookAsync(wants, ct);
        var names = nodes.ToDictionary(each => each.Id, each => each.Name);
        var owners = leases.Where(lease => lease.Owner is { } owner && names.ContainsKey(owner)).ToDictionary(lease => lease.Name, lease => lease.Owner!.Value, StringComparer.Ordinal);
        var (claims, releases) = FairShare.Of(nodes.Single(each => each.Id == session.Id), nodes, owners, leftLying);

        // What is given back is told to end here before another may begin it.
        Keep([.. owners.Where(each => each.Value == session.Id).Select(each => each.Key).Except(releases, StringComparer.Ordinal)]);
        if (releases.Count > 0)
            await session.ReleaseAsync(releases, ct);
        var taken = claims.Count == 0 ? [] : await session.ClaimAsync([.. claims.Select(name => (name, leases.FirstOrDefault(lease => string.Equals(lease.Name, name, StringComparison.Ordinal))?.Epoch ?? 0))], ct);
        foreach (var name in releases)
            owners.Remove(name);
        foreach (var name in taken)
            owners[name] = session.Id;
        Volatile.Write(ref _nodes, owners.ToDictionary(each => each.Key, each => names[each.Value], StringComparer.Ordinal));
        Keep([.. owners.Where(each => each.Value == session.Id).Select(each => each.Key)]);
        return wants.Where(name => !owners.ContainsKey(name)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>These are held from now on, and no others.</summary>
    private void Keep(IReadOnlyCollection<string> names)
    {
        lock (_lock)
        {
            foreach (var gone in _held.Keys.Except(names, StringComparer.Ordinal).ToList())
            {
                _held.Remove(gone, out var lost);
                _ = lost!.CancelAsync();
            }
            foreach (var taken in names.Where(name => !_held.ContainsKey(name)))
            {
                _held.Add(taken, new CancellationTokenSource());
                _taken++;
            }
        }
        _changed.Send();
    }
}
