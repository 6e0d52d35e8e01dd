using Npgsql;

namespace EventCatalog.EventStore;

/// <summary>How the server keeps its write-ahead log for a restore.</summary>
/// <param name="On">False: whatever came after the last base backup dies with the disk.</param>
/// <param name="Waiting">Finished pieces not yet in the archive; null when this role may not look.</param>
/// <param name="Failures">Since the server's counters began.</param>
/// <param name="Problem">One sentence; null while all is well.</param>
public sealed record ArchiveStatus(bool On, long? Waiting, string? LastArchived, DateTimeOffset? LastArchivedAt, string? LastFailed, DateTimeOffset? LastFailedAt, long Failures, string? Problem);

/// <summary>Asks the server how its archiver fares. Works for an archive of ours and for any other.</summary>
public sealed class WalArchiving(NpgsqlDataSource database)
{
    /// <summary>A piece that waits longer than this is stuck, whether the archiver counts that as failing or cannot even begin.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task<ArchiveStatus> StatusAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("""
            select current_setting('archive_mode') <> 'off', last_archived_wal, last_archived_time, last_failed_wal, last_failed_time, failed_count,
                coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false), has_function_privilege('pg_ls_archive_statusdir()', 'execute')
            from pg_stat_archiver
            """, connection);
        ArchiveStatus status;
        bool isFailing, mayLook;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            await row.ReadAsync(ct);
            status = new ArchiveStatus(
                row.GetBoolean(0), Waiting: null, Text(row, 1), Time(row, 2), Text(row, 3), Time(row, 4), row.GetInt64(5), Problem: null);
            (isFailing, mayLook) = (row.GetBoolean(6), row.GetBoolean(7));
        }

        if (!status.On)
            return status;
        var (waiting, isStuck) = mayLook ? await WaitingAsync(connection, ct) : (default(long?), false);
        status = status with { Waiting = waiting };
        return (isFailing, isStuck) switch
        {
            (true, _) => status with { Problem = $"The archive does not take {status.LastFailed} since {status.LastFailedAt:u}: {Waits(waiting)}; see that its folder is there, writable and not full (the server's log says why), or the data disk fills up too." },
            (_, true) => status with { Problem = $"Nothing reaches the archive for more than {Patience.TotalMinutes} minutes: {Waits(waiting)}; the server's log says why." },
            _ => status,
        };
    }

    private static string Waits(long? pieces) => pieces is { } known ? FormattableString.Invariant($"{known} pieces of write-ahead log wait") : "write-ahead log waits";

    private static async Task<(long? Waiting, bool IsStuck)> WaitingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select count(*), coalesce(min(modification) < now() - $1, false) from pg_ls_archive_statusdir() where name like '%.ready'", connection)
        {
            Parameters = { new() { Value = Patience } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.GetBoolean(1));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
