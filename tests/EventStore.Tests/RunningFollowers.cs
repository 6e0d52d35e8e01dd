using Npgsql;

namespace EventCatalog.EventStore.Tests;

/// <summary>Followers at work until disposed, or killed the hard way by whoever holds them.</summary>
internal sealed class RunningFollowers : IAsyncDisposable
{
    private static readonly FollowerOptions Quick = new()
    {
        Busy = TimeSpan.FromMilliseconds(20),
        Idle = TimeSpan.FromMilliseconds(100),
        Retries = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)],
        LongestPause = TimeSpan.FromMilliseconds(100),
    };

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    public RunningFollowers(EventLog log, NpgsqlDataSource database, IReadOnlyList<IProjection> projections, int pageSize = 1000, Action<Followers>? before = null, TimeSpan? idle = null)
    {
        Followers = new Followers(log, database, projections, Quick with { PageSize = pageSize, Idle = idle ?? Quick.Idle });
        before?.Invoke(Followers);
        _run = Followers.RunAsync(_stop.Token);
    }

    public Followers Followers { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }
}
