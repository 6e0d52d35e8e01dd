using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>
/// Keeps what stands beside the log from growing for ever: keys of old commands go. Anchors, the clock (a row a minute), skips and stubs stay, because
/// answers and proofs rest on them; bodies are never removed. A log in parts gets its next part before it needs it. Any number of processes may.
/// </summary>
public sealed class Upkeep(NpgsqlDataSource database)
{
    /// <summary>A command said again after this is known by its event ids only.</summary>
    private static readonly TimeSpan KeysFor = TimeSpan.FromDays(30);

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private const int BatchSize = 1000;

    /// <summary>Looks now and every ten minutes, until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await KeepUpAsync(ct);
            }
            catch (Exception e) when (Weather.Is(e))
            {
                // Done when the database is back.
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    /// <summary>Makes the next parts of a log that is in parts, where they are missing. An import fills them faster than the timer looks.</summary>
    internal static Task PartsAheadAsync(NpgsqlDataSource database, CancellationToken ct) =>
        database.ExecuteAsync("select events.cat_partition_ahead()", ct);

    /// <returns>How many keys went.</returns>
    public async Task<long> KeepUpAsync(CancellationToken ct)
    {
        await PartsAheadAsync(database, ct);
        var gone = 0L;
        int batch;
        do
        {
            // Small transactions, and rows another process is at are left to it: an append never waits for this.
            await using var delete = database.CreateCommand("""
                delete from events.cat_commands where key in (
                    select key from events.cat_commands where at < now() - $1 order by at limit $2 for update skip locked)
                """);
            delete.Parameters.Add(new() { Value = KeysFor });
            delete.Parameters.Add(new() { Value = BatchSize });
            batch = await delete.ExecuteNonQueryAsync(ct);
            gone += batch;
        }
        while (batch == BatchSize);
        return gone;
    }
}
