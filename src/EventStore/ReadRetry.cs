using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>Reads that do not fail only because the connection they were given had gone unnoticed, as all in a pool have when the database was restarted.</summary>
public static class ReadRetry
{
    // Clearing a pool that another caller is just clearing comes back at once, so the next connection may be a dead one, too.
    private const int Attempts = 3;

    /// <summary>Asks, and again where a connection turns out to have gone, or a standby cancelled the statement to go on replaying.</summary>
    public static async Task<T> AskAsync<T>(NpgsqlDataSource database, Func<Task<T>> ask, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (attempt < Attempts && Weather.Is(e) && !ct.IsCancellationRequested)
            {
                // The idle ones in the pool have mostly gone the same way; a cancelled statement has ended nothing.
                if (e is not PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.QueryCanceled })
                    database.Clear();
            }
        }
    }
}
