using System.Security.Cryptography;

namespace EventCatalog.EmbeddedPostgres.Backup;

/// <summary>
/// Copies a cluster's folder while its server writes to it, and back. What is torn is mended by the write-ahead log of the time between
/// pg_backup_start and pg_backup_stop. Source: https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP-DATA
/// </summary>
internal static class ClusterCopy
{
    private const string Control = "global/pg_control";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Buffer = 1024 * 1024;

    private static readonly HashSet<string> EmptyFolders = new(StringComparer.Ordinal)
    {
        "pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans",
    };

    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "postmaster.pid", "postmaster.opts", "backup_label", "backup_label.old", "tablespace_map", FileManifest.Name, "postgresql.auto.conf.tmp", "current_logfiles.tmp",
        "recovery.signal", "standby.signal", "pg_internal.init",
    };

    /// <summary>Everything the manual says belongs in a backup, flushed when a power cut is to leave it whole.</summary>
    public static IReadOnlyList<BackedUpFile> Take(string cluster, string to, bool flush, CancellationToken ct)
    {
        var files = new List<BackedUpFile>();
        Directory.CreateDirectory(to);
        TakeFolder(new DirectoryInfo(cluster), "", to, files, flush, ct);
        // Last, as pg_basebackup does.
        files.Add(TakeControl(Path.Combine(cluster, Control), Path.Combine(to, Control)));
        return files;
    }

    public static BackedUpFile Describe(string root, string path)
    {
        var file = new FileInfo(Path.Combine(root, path));
        using var stream = file.OpenRead();
        return new BackedUpFile(path, file.Length, file.LastWriteTimeUtc, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>Copies a base backup, checking every file against its manifest.</summary>
    /// <exception cref="BackupException">A file is not what was backed up; it is named.</exception>
    public static void Place(string data, string cluster, CancellationToken ct)
    {
        var expected = FileManifest.Read(data).ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(data, "*", SearchOption.AllDirectories).Prepend(data))
            MakeFolder(Path.Combine(cluster, Path.GetRelativePath(data, folder)));
        foreach (var file in expected.Values)
        {
            ct.ThrowIfCancellationRequested();
            var source = Path.Combine(data, file.Path);
            if (!File.Exists(source))
                throw FileManifest.Damaged(source, "the file is missing");
            if (Copy(source, Path.Combine(cluster, file.Path), file.Path, flush: false) is not { } copied || !string.Equals(copied.Hash, file.Hash, StringComparison.Ordinal))
                throw FileManifest.Damaged(source, "its content changed since the backup");
        }

        // A backup by pg_basebackup does not list them.
        foreach (var segment in Directory.EnumerateFiles(Path.Combine(data, "pg_wal")).Where(file => !expected.ContainsKey("pg_wal/" + Path.GetFileName(file))))
            File.Copy(segment, Path.Combine(cluster, "pg_wal", Path.GetFileName(segment)));
    }

    /// <returns>Null when the file was removed meanwhile.</returns>
    public static BackedUpFile? Copy(string from, string to, string path, bool flush)
    {
        try
        {
            using var source = new FileStream(from, new FileStreamOptions
            {
                Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan, BufferSize = 0,
            });
            using var target = new FileStream(to, New());
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (buffer, size) = (new byte[Buffer], 0L);
            for (var read = source.Read(buffer); read > 0; read = source.Read(buffer))
            {
                hash.AppendData(buffer, 0, read);
                target.Write(buffer, 0, read);
                size += read;
            }

            target.Flush(flush);
            return new BackedUpFile(path, size, File.GetLastWriteTimeUtc(from), Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && !File.Exists(from))
        {
            return null; // a table dropped while we copied; the log knows
        }
    }

    private static void TakeFolder(DirectoryInfo from, string path, string to, List<BackedUpFile> files, bool flush, CancellationToken ct)
    {
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            ct.ThrowIfCancellationRequested();
            var inner = path.Length == 0 ? entry.Name : path + "/" + entry.Name;
            var target = Path.Combine(to, inner);
            if (LeftOut.Contains(entry.Name) || entry.Name.StartsWith("pgsql_tmp", StringComparison.Ordinal) || inner is Control)
                continue;
            if (entry is DirectoryInfo folder)
            {
                MakeFolder(target);
                if (!EmptyFolders.Contains(inner)) TakeFolder(folder, inner, to, files, flush, ct);
                if (flush) Platform.Posix.FlushFolder(target);
            }
            else if (Copy(entry.FullName, target, inner, flush) is { } copied)
            {
                files.Add(copied);
            }
        }
    }

    /// <summary>The server may be writing this one small file: two readings that agree are one that is whole.</summary>
    private static BackedUpFile TakeControl(string from, string to)
    {
        byte[] before, now = File.ReadAllBytes(from);
        do
        {
            before = now;
            now = File.ReadAllBytes(from);
        }
        while (!now.AsSpan().SequenceEqual(before));
        using var target = new FileStream(to, New());
        target.Write(now);
        target.Flush(flushToDisk: true);
        return new BackedUpFile(Control, now.Length, File.GetLastWriteTimeUtc(from), Convert.ToHexStringLower(SHA256.HashData(now)));
    }

    private static FileStreamOptions New()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }
}
