using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using EventCatalog.EmbeddedPostgres.Platform;
using Npgsql;

namespace EventCatalog.EmbeddedPostgres.Backup;

/// <summary>
/// One base backup in the making, beside whatever the server does: PostgreSQL's low-level way, because the embedded package has no pg_basebackup.
/// It holds all write-ahead log it needs, so it can be restored alone. Nobody sees it before <see cref="Finish"/>; disposed earlier, it is gone.
/// Source: https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
/// </summary>
public sealed class BackupRun : IAsyncDisposable
{
    private readonly PostgresServer server;
    private readonly BackupFolder folder;
    private readonly FileStream turn;
    private readonly string unfinished;
    private readonly DateTimeOffset startedAt = DateTimeOffset.UtcNow;
    private BackupRecord? record;

    private BackupRun(PostgresServer server, BackupFolder folder, FileStream turn)
    {
        (this.server, this.folder, this.turn) = (server, folder, turn);
        unfinished = Path.Combine(folder.Root, string.Create(CultureInfo.InvariantCulture, $"base-{startedAt:yyyyMMdd'T'HHmmss}Z{BackupFolder.Unfinished}{RandomNumberGenerator.GetHexString(8, lowercase: true)}"));
    }

    private string Data => Path.Combine(unfinished, "data");

    /// <summary>Takes the folder. What a killed run left there is removed.</summary>
    /// <exception cref="BackupException">Another backup into this folder runs, or the folder cannot be written.</exception>
    /// <exception cref="StartException">It holds the backups of another database.</exception>
    public static async Task<BackupRun> BeginAsync(PostgresServer server, BackupFolder folder, CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(folder.Root);
            var mine = FileLock.TryExclusive(Path.Combine(folder.Root, "backup.lock"))
                ?? throw new BackupException($"Another backup into {folder.Root} is running; wait until it is finished.");
            try
            {
                folder.Claim(server.ClusterFolder);
                foreach (var leftover in Directory.EnumerateDirectories(folder.Root, "base-*" + BackupFolder.Unfinished + "*"))
                    await Folders.DeleteAsync(leftover, ct);
                return new BackupRun(server, folder, mine);
            }
            catch
            {
                await mine.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, e);
        }
    }

    /// <summary>Copies the cluster. Everything committed before the call is in the copy.</summary>
    public async Task CopyAsync(CancellationToken ct)
    {
        var superuser = new NpgsqlConnectionStringBuilder(server.SuperuserConnectionString) { Pooling = false, CommandTimeout = 0, ApplicationName = "eventcatalog backup" };
        await using var source = NpgsqlDataSource.Create(superuser);
        // One session from start to stop: the server gives the backup up when it ends.
        await using var session = await source.OpenConnectionAsync(ct);
        try
        {
            await CopyAsync(session, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, e);
        }
    }

    /// <summary>Gives the backup its name; from then on it will be restored from.</summary>
    /// <param name="about">Kept with it: <see cref="BackupRecord.About"/>.</param>
    public BaseBackup Finish<T>(T about)
    {
        var place = unfinished[..unfinished.IndexOf(BackupFolder.Unfinished, StringComparison.Ordinal)];
        var finished = record! with { FinishedAt = DateTimeOffset.UtcNow, About = JsonSerializer.SerializeToElement(about, JsonSerializerOptions.Web) };
        try
        {
            finished.Write(Path.Combine(unfinished, BaseBackup.RecordName));
            Posix.FlushFolder(unfinished);
            Directory.Move(unfinished, place);
            Posix.FlushFolder(folder.Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, e);
        }

        return new BaseBackup(place, finished);
    }

    public async ValueTask DisposeAsync()
    {
        await Folders.DeleteAsync(unfinished, CancellationToken.None);
        await turn.DisposeAsync();
    }

    private async Task CopyAsync(NpgsqlConnection session, CancellationToken ct)
    {
        var cluster = server.ClusterFolder;
        // The slot keeps the write-ahead log of the copying time from being reused; it goes with the session.
        await ScalarAsync<object>(session, $"select pg_create_physical_replication_slot('eventcatalog_{RandomNumberGenerator.GetHexString(16, lowercase: true)}', true, true)", ct);
        var version = await ScalarAsync<string>(session, "show server_version", ct);
        var bytes = await ScalarAsync<string>(session, "select setting from pg_settings where name = 'wal_segment_size'", ct);
        if (!string.Equals(bytes, WalSegment.Bytes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            throw new BackupException($"{cluster} was made with pieces of write-ahead log of {bytes} bytes; back it up with pg_basebackup (ops/backup.md).");
        var from = await ScalarAsync<string>(session, "select pg_backup_start('eventcatalog', true)::text", ct);
        var first = WalSegment.Parse(await ScalarAsync<string>(session, $"select pg_walfile_name('{from}')", ct))!;

        var files = ClusterCopy.Take(cluster, Data, server.Durable, ct).ToList();

        var (to, label, map) = await StopAsync(session, ct);
        if (map.Length > 0)
            throw new BackupException($"{cluster} has tablespaces outside its folder; back it up with pg_basebackup (ops/backup.md).");
        var last = first with { Number = WalSegment.EndingAt(to) };
        for (var number = first.Number; number <= last.Number; number++)
        {
            var name = (first with { Number = number }).Name;
            files.Add(ClusterCopy.Copy(Path.Combine(cluster, "pg_wal", name), Path.Combine(Data, "pg_wal", name), "pg_wal/" + name, server.Durable)
                ?? throw new BackupException($"{name}, a piece of write-ahead log that this backup needs, went away from {cluster} although a slot held it; try again."));
        }

        await File.WriteAllTextAsync(Path.Combine(Data, "backup_label"), label, ct);
        files.Add(ClusterCopy.Describe(Data, "backup_label"));
        var major = int.Parse(version.Split('.')[0], CultureInfo.InvariantCulture);
        FileManifest.Write(Data, major, BackupFolder.SystemIdentifier(cluster), files, first, from, to);
        Posix.FlushFolder(Path.Combine(Data, "pg_wal"));
        Posix.FlushFolder(Data);
        record = new BackupRecord(version, startedAt, default, from, to, first.Name, last.Name, files.Count, files.Sum(file => file.Size), default);
    }

    private static async Task<(string To, string Label, string Map)> StopAsync(NpgsqlConnection session, CancellationToken ct)
    {
        // The write-ahead log is copied from where it stands: no waiting for an archiver that may be failing.
        await using var command = new NpgsqlCommand("select lsn::text, labelfile, coalesce(spcmapfile, '') from pg_backup_stop(wait_for_archive => false)", session);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetString(0), row.GetString(1), row.GetString(2));
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    private static BackupException NotWritable(BackupFolder folder, Exception cause) => Folders.IsDiskFull(cause.Message)
        ? new BackupException($"The disk under {folder.Root} is full; free some space, keep fewer backups with --keep, or choose a folder on another disk. Nothing was kept of this backup.", cause)
        : new BackupException($"The backup folder {folder.Root} cannot be written ({cause.Message.TrimEnd('.')}); make it writable, or choose another with --to.", cause);
}
