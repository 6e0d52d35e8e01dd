using Npgsql;

namespace EventCatalog.EventStore.Tests;

/// <summary>A node: followers at work on what their leases give them, until disposed.</summary>
internal sealed class LeasedFollowers : IAsyncDisposable
{
    private static readonly LeaseOptions Quick = new() { Validity = TimeSpan.FromSeconds(2), Look = TimeSpan.FromMilliseconds(200) };

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _following;
    private readonly Task _sharing;
    private readonly Freezable _ice;

    public LeasedFollowers(NpgsqlDataSource database, string node, IReadOnlyList<string> projections, List<long>? advanced = null, TimeSpan? timer = null, Freezable? on = null)
        : this(database, node, [.. projections.Select(name => new Quantities(name))], advanced, timer, on)
    {
    }

    public LeasedFollowers(NpgsqlDataSource database, string node, IReadOnlyList<IProjection> projections, List<long>? advanced = null, TimeSpan? timer = null, Freezable? on = null)
    {
        Log = new EventLog(database, Orders.Types());
        Leases = new Leases(database, Quick, node);
        Followers = new Followers(Log, database, projections, new FollowerOptions
        {
            PageSize = 20,
            Busy = timer ?? TimeSpan.FromMilliseconds(20),
            Idle = timer ?? TimeSpan.FromMilliseconds(100),
            Retries = [TimeSpan.FromMilliseconds(1)],
            LongestPause = TimeSpan.FromMilliseconds(100),
            LongestSilence = TimeSpan.FromSeconds(1),
        }, Leases);
        if (advanced is not null)
            Followers.Advanced += (page, _) => advanced.AddRange(page.Select(e => e.Position));
        _ice = on ?? new Freezable();
        _sharing = _ice.Run(() => Leases.RunAsync(_stop.Token));
        _following = Followers.RunAsync(_stop.Token);
    }

    public EventLog Log { get; }

    public Leases Leases { get; }

    public Followers Followers { get; }

    public async ValueTask DisposeAsync()
    {
        _ice.Thaw();
        await _stop.CancelAsync();
        await Task.WhenAll(_following, _sharing);
        _stop.Dispose();
    }
}
