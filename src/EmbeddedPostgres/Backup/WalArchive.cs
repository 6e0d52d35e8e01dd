namespace EventCatalog.EmbeddedPostgres.Backup;

/// <summary>
/// Has the server keep every finished piece of its write-ahead log, by the module basic_archive that comes with PostgreSQL 15 and newer:
/// it writes under another name, flushes, renames, and takes a file that is there already only when it holds the same.
/// Source: https://www.postgresql.org/docs/18/basic-archive.html
/// </summary>
internal static class WalArchive
{
    private const string MemoryName = "backup-folder";

    // It names places in the log, nothing of what stands there; its folder is closed anyway.
    private const UnixFileMode EveryoneReads = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The folder a data folder is backed up to, so that whoever starts the server next goes on with it.</summary>
    public static string? Remembered(string dataFolder)
    {
        var file = Path.Combine(dataFolder, MemoryName);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    /// <summary>The settings that make the server archive; none when no folder was ever given.</summary>
    /// <exception cref="StartException">The folder is no place for the backups of this cluster.</exception>
    public static async Task<IReadOnlyList<string>> PrepareAsync(PostgresOptions options, string cluster, ServiceAccount? account, CancellationToken ct)
    {
        if ((options.BackupFolder ?? Remembered(options.DataFolder)) is not { Length: > 0 } given)
            return [];
        var folder = new BackupFolder(given);
        if ((folder.Root + Path.DirectorySeparatorChar).StartsWith(options.DataFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new StartException($"The backup folder {folder.Root} lies in the data folder {options.DataFolder} and would be lost with it; choose a folder on another disk for Catalog__Backup__Folder.");
        try
        {
            // Made anew in place of a disk that is not mounted, it would hold half of a backup.
            if (string.Equals(folder.Root, Remembered(options.DataFolder), StringComparison.Ordinal) && !folder.IsClaimed)
                throw new StartException($"The backup folder {folder.Root}, which this database is archived to, is gone or empty; mount its disk, or remove {Path.Combine(options.DataFolder, MemoryName)} to begin anew, with a new base backup.");
            Directory.CreateDirectory(folder.Root);
            folder.Claim(cluster);
            if (!Directory.Exists(folder.Wal)) Folders.MakePrivate(folder.Wal, account);
            await CheckWritableAsync(folder, account, ct);
            ArchiveHistories(cluster, folder);
            // What an archiver that was killed had begun.
            foreach (var begun in Directory.EnumerateFiles(folder.Wal, "archtemp.*")) File.Delete(begun);
            File.WriteAllText(Path.Combine(options.DataFolder, MemoryName), folder.Root + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, account, e.Message, e);
        }

        return ["archive_mode=on", "archive_timeout=60", "archive_library=basic_archive", "basic_archive.archive_directory=" + folder.Wal];
    }

    /// <summary>A restored cluster opened its timeline while it archived nowhere; without that file no later restore would follow it.</summary>
    private static void ArchiveHistories(string cluster, BackupFolder folder)
    {
        foreach (var history in Directory.EnumerateFiles(Path.Combine(cluster, "pg_wal"), "*.history"))
        {
            var archived = Path.Combine(folder.Wal, Path.GetFileName(history));
            if (File.Exists(archived)) continue;
            var copy = archived + ".new";
            File.Copy(history, copy, overwrite: true);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(copy, EveryoneReads);
            File.Move(copy, archived);
        }
    }

    private static async Task CheckWritableAsync(BackupFolder folder, ServiceAccount? account, CancellationToken ct)
    {
        if (account is null)
        {
            var probe = Path.Combine(folder.Wal, "archtemp.probe");
            await File.WriteAllTextAsync(probe, "", ct);
            return;
        }

        var result = await Tool.RunAsync(account.Command(["/bin/sh", "-c", "test -w \"$0\" && test -x \"$0\"", folder.Wal]), input: null, ct);
        if (!result.Succeeded)
            throw NotWritable(folder, account, result.Output.Trim() is { Length: > 0 } words ? words : "permission denied", cause: null);
    }

    private static StartException NotWritable(BackupFolder folder, ServiceAccount? account, string why, Exception? cause) =>
        new($"The backup folder {folder.Wal} cannot be written by {account?.Name ?? "this user"}, as whom PostgreSQL runs ({why.TrimEnd('.')}); "
            + "make it writable for that account, or choose another with Catalog__Backup__Folder.", cause!);
}
