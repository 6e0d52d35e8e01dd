using System.Globalization;
using Npgsql;

namespace EventCatalog.EmbeddedPostgres.Backup;

/// <summary>
/// Makes a data folder from a base backup and the write-ahead log kept since, and leaves it with a server that others may use.
/// The new data folder archives nowhere until it is told to: a rehearsal must not write into the backups it came from.
/// </summary>
public static class Recovery
{
    // A large log takes as long as it takes; who waits can end the program.
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>Replays to the end of the archive, or to the end of one transaction. Ready when it returns, on a timeline of its own.</summary>
    /// <param name="dataFolder">Missing or empty.</param>
    /// <param name="transaction">The last one to replay; null for all there is.</param>
    /// <exception cref="BackupException">The backup is damaged, or the archive does not hold what it must.</exception>
    /// <exception cref="StartException">PostgreSQL could not replay it.</exception>
    public static async Task<PostgresServer> RunAsync(BackupFolder folder, BaseBackup from, string dataFolder, uint? transaction, CancellationToken ct)
    {
        var wal = ArchivedWal.Of(folder, from);
        wal.CheckUnbroken();
        await CheckReadableAsync(folder, ct);
        var major = int.Parse(from.Record.Postgres.Split('.')[0], CultureInfo.InvariantCulture);
        try
        {
            Folders.MakeData(dataFolder);
            var cluster = Cluster.Place(dataFolder, major);
            ClusterCopy.Place(from.Data, cluster, ct);
            await File.WriteAllTextAsync(Path.Combine(cluster, "recovery.signal"), "", ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Folders.NotWritable(dataFolder, e);
        }

        var server = await PostgresServer.StartAsync(new PostgresOptions(dataFolder) { ReadyWithin = Patience, Settings = [.. Settings(folder, transaction)] }, ct);
        try
        {
            if (transaction is null) await CheckEndAsync(server, wal, ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static IEnumerable<string> Settings(BackupFolder folder, uint? transaction)
    {
        yield return "restore_command=" + (OperatingSystem.IsWindows()
            ? $"copy \"{Escaped(folder.Wal)}\\%f\" \"%p\""
            : $"cp '{Escaped(folder.Wal).Replace("'", "'\\''", StringComparison.Ordinal)}/%f' '%p'");
        yield return "recovery_target_timeline=latest";
        yield return "hot_standby=off"; // ready means: replayed, and open for writing
        yield return "archive_mode=off";
        if (transaction is not { } last) yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"recovery_target_xid={last}");
        yield return "recovery_target_action=promote";
    }

    private static string Escaped(string path) => path.Replace("%", "%%", StringComparison.Ordinal);

    /// <summary>A record that cannot be read looks to PostgreSQL like the end of the log: it stops there and opens the database.</summary>
    private static async Task CheckEndAsync(PostgresServer server, ArchivedWal wal, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString) { Pooling = false });
        await using var command = source.CreateCommand("select pg_last_wal_replay_lsn()::text");
        var reached = (string)(await command.ExecuteScalarAsync(ct))!;
        if (WalSegment.EndingAt(reached) < wal.Last)
            throw new BackupException($"The write-ahead log cannot be read beyond {reached}, in {wal.Place(WalSegment.BeginningAt(reached))}: it is damaged there; put a sound copy of that file back, or restore to a position before it with --to-position.");
    }

    private static async Task CheckReadableAsync(BackupFolder folder, CancellationToken ct)
    {
        if (!Directory.Exists(folder.Wal) || await ServiceAccount.ForAsync(cluster: null, ct) is not { } account) return;
        var result = await Tool.RunAsync(account.Command(["/bin/sh", "-c", "ls \"$0\" > /dev/null && for file in \"$0\"/*; do test ! -e \"$file\" || test -r \"$file\" || { echo \"$file\"; exit 1; }; done", folder.Wal]), input: null, ct);
        if (!result.Succeeded)
            throw new BackupException($"PostgreSQL runs as {account.Name} because root may not run it, and {account.Name} cannot read {folder.Wal} ({result.Output.Trim()}); give it the files with `chown -R {account.Name} {folder.Wal}`, and see that the folders above are open to it.");
    }
}
