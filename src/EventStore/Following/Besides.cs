using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// What operators ask for in the database, looked up once a second: a follower for each build beside that is wanted, for as
/// long as it is, and a halt for whatever is parked.
/// </summary>
/// <param name="follow">Follows until cancelled, when and where it is this process's turn.</param>
internal sealed class Besides(
    NpgsqlDataSource database, IReadOnlyList<Follower> served, IReadOnlyList<Beside> possible, Func<Beside, Follower> make, Func<Follower, CancellationToken, Task> follow, FollowerOptions options)
{
    private volatile IReadOnlyList<Running> _running = [];

    public IReadOnlyList<Follower> Followers => [.. _running.Select(each => each.Follower)];

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                try
                {
                    await LookAsync(ct);
                }
                catch (NpgsqlException) when (!ct.IsCancellationRequested)
                {
                    // Asked again in a moment; whoever is parked finds out by itself when it starts.
                }
                await Task.Delay(options.Idle, ct);
            }
        }
        finally
        {
            await StopAsync(_running);
            _running = [];
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var (wanted, parked) = await WishesAsync(ct);
        bool IsOver(Running each) => each.Task.IsCompleted || wanted.GetValueOrDefault(each.Beside.Served.Name) != each.WantedSince;
        await StopAsync([.. _running.Where(IsOver)]);
        var kept = _running.Where(each => !IsOver(each)).ToList();
        var missing = possible.Where(each => wanted.ContainsKey(each.Served.Name) && !kept.Exists(running => running.Beside == each));
        _running = [.. kept, .. missing.Select(each => Start(each, wanted[each.Served.Name], ct))];
        foreach (var follower in served.Concat(Followers))
            follower.Heed(parked.Contains(follower.Name));
    }

    private Running Start(Beside beside, DateTime wantedSince, CancellationToken ct)
    {
        var (follower, stop) = (make(beside), CancellationTokenSource.CreateLinkedTokenSource(ct));
        return new(beside, wantedSince, follower, Task.Run(() => follow(follower, stop.Token), CancellationToken.None), stop);
    }

    private static async Task StopAsync(IReadOnlyList<Running> ended)
    {
        foreach (var each in ended)
        {
            await each.Stop.CancelAsync();
            try
            {
                await each.Task;
            }
            catch (OperationCanceledException)
            {
                // asked to stop
            }
            each.Stop.Dispose();
        }
    }

    private async Task<(IReadOnlyDictionary<string, DateTime> Wanted, IReadOnlySet<string> Parked)> WishesAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("""
            select 'wanted', projection, at from events.cat_rebuilds union all select 'parked', projection, at from events.cat_parked
            """);
        var (wanted, parked) = (new Dictionary<string, DateTime>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            if (row.GetString(0) is "wanted")
                wanted.Add(row.GetString(1), row.GetDateTime(2));
            else
                parked.Add(row.GetString(1));
        }
        return (wanted, parked);
    }

    /// <param name="WantedSince">Tells one wish from the next: tables discarded and wanted anew are followed from the start.</param>
    private sealed record Running(Beside Beside, DateTime WantedSince, Follower Follower, Task Task, CancellationTokenSource Stop);
}
