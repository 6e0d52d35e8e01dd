using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// Tells the other processes on the database that something was appended, and hears them, so that their followers need not wait for a
/// timer. Nothing depends on it: what is not heard is seen a little later. Told after the append, never in its transaction, where
/// every notifying commit would wait for every other.
/// </summary>
internal sealed class Announcements(EventLog log, NpgsqlDataSource database, FollowerOptions options, Action heard)
{
    private const string Channel = "mt_events_appended";

    // Many appends are one announcement.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // A peer that vanished without a word is noticed by asking it something.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly Signal _appended = new();

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

    private void Note(long position) => _appended.Set();

    private async Task TellAsync(CancellationToken ct)
    {
        while (true)
        {
            await _appended.WaitAsync(Timeout.InfiniteTimeSpan, ct);
            try
            {
                await database.ExecuteAsync($"notify {Channel}", ct);
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
        connection.Notification += (_, _) => heard();
        await connection.ExecuteAsync($"listen {Channel}", ct);
        // For what was told while nobody listened.
        heard();
        while (true)
        {
            if (!await connection.WaitAsync(Silence, ct))
                await connection.ExecuteAsync("select 1", ct);
        }
    }
}
