using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// Tells the other processes on the database that something was appended, or that a follower moved, and hears them, so that nobody need
/// wait for a timer. Nothing depends on it: what is not heard is seen a little later. Told after the append, never in its transaction,
/// where every notifying commit would wait for every other.
/// </summary>
/// <param name="heard">Given what was told: <see cref="Moved"/>, <see cref="Leases"/>, or anything else for an append.</param>
internal sealed class Announcements(EventLog log, NpgsqlDataSource database, FollowerOptions options, Action<string> heard)
{
    public const string Channel = "mt_events_appended";

    /// <summary>A follower moved; nothing was appended.</summary>
    public const string Moved = "moved";

    /// <summary>A node came, or gave work back.</summary>
    public const string Leases = "leases";

    // Many appends are one announcement.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // A peer that vanished without a word is noticed by asking it something.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly Signal _told = new();
    private int _appended;

    public async Task RunAsync(CancellationToken ct)
    {
        log.Appended += Note;
        try
        {
            await Task.WhenAll(TellAsync(ct), HearAsync(ct));
        }
        finally
        {
            log.Appended -= Note;
        }
    }

    /// <summary>Have the others know that a follower moved.</summary>
    public void NoteMove() => _told.Set();

    private void Note(long position)
    {
        Volatile.Write(ref _appended, 1);
        _told.Set();
    }

    private async Task TellAsync(CancellationToken ct)
    {
        while (true)
        {
            await _told.WaitAsync(Timeout.InfiniteTimeSpan, ct);
            var payload = Interlocked.Exchange(ref _appended, 0) == 1 ? "" : Moved;
            try
            {
                // Nobody waits for it to be durable: what a crash takes away is heard at the next, or seen by the timers.
                await database.ExecuteAsync($"select set_config('synchronous_commit', 'off', true); notify {Channel}, '{payload}'", ct);
            }
            catch (NpgsqlException) when (!ct.IsCancellationRequested)
            {
                // The others have their timers.
            }
            await Task.Delay(Pause, ct);
        }
    }

    private async Task HearAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await ListenAsync(ct);
            }
            catch (NpgsqlException) when (!ct.IsCancellationRequested)
            {
                await Task.Delay(options.Busy, ct);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, told) => heard(told.Payload);
        await connection.ExecuteAsync($"listen {Channel}", ct);
        // For what was told while nobody listened.
        heard("");
        while (true)
        {
            if (!await connection.WaitAsync(Silence, ct))
                await connection.ExecuteAsync("select 1", ct);
        }
    }
}
