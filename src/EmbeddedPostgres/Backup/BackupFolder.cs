using System.Globalization;
using System.Text.Json;

namespace EventCatalog.EmbeddedPostgres.Backup;

/// <summary>
/// The backups of one cluster: <c>wal/</c> with every finished piece of its write-ahead log, and base backups <c>base-{time}/</c>.
/// </summary>
public sealed class BackupFolder(string path)
{
    internal const string Unfinished = ".making-";

    /// <summary>Absolute.</summary>
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>What the server's archiver writes.</summary>
    public string Wal => Path.Combine(Root, "wal");

    /// <summary>Some cluster's backups go there.</summary>
    internal bool IsClaimed => File.Exists(ClaimFile);

    private string ClaimFile => Path.Combine(Root, "cluster");

    /// <summary>The whole ones, oldest first.</summary>
    public IReadOnlyList<BaseBackup> Bases() => !Directory.Exists(Root) ? [] :
    [
        .. Directory.EnumerateDirectories(Root, "base-*")
            .Where(folder => File.Exists(Path.Combine(folder, BaseBackup.RecordName)))
            .Order(StringComparer.Ordinal)
            .Select(folder => new BaseBackup(folder, BackupRecord.Read(Path.Combine(folder, BaseBackup.RecordName)))),
    ];

    /// <summary>Removes all but the newest base backups, and the write-ahead log that only they needed.</summary>
    /// <returns>The base backups that are gone.</returns>
    public IReadOnlyList<BaseBackup> Keep(int newest)
    {
        var bases = Bases();
        IReadOnlyList<BaseBackup> old = [.. bases.Take(Math.Max(0, bases.Count - newest))];
        foreach (var leaving in old)
            Directory.Delete(leaving.Folder, recursive: true);
        if (old.Count > 0 && Directory.Exists(Wal) && WalSegment.Parse(bases[old.Count].Record.FirstWal) is { } first)
        {
            foreach (var file in Directory.EnumerateFiles(Wal))
            {
                // The name of a note about a backup begins with that of a piece.
                if (WalSegment.Parse(Path.GetFileName(file).Split('.')[0]) is { } segment && segment.Number < first.Number)
                    File.Delete(file);
            }
        }

        return old;
    }

    /// <summary>Takes the folder for a cluster, or finds that it is that cluster's already.</summary>
    /// <exception cref="StartException">It holds the backups of another.</exception>
    internal void Claim(string cluster)
    {
        var mine = SystemIdentifier(cluster).ToString(CultureInfo.InvariantCulture);
        var found = IsClaimed ? File.ReadAllText(ClaimFile).Trim() : null;
        if (found is null)
            File.WriteAllText(ClaimFile, mine + "\n");
        else if (!string.Equals(found, mine, StringComparison.Ordinal))
            throw new StartException($"The backup folder {Root} holds backups of another database ({found}, this one is {mine}); give each its own with Catalog__Backup__Folder or --to.");
    }

    /// <summary>What initdb gave the cluster: the first eight bytes of pg_control, on every platform PostgreSQL has binaries for here.</summary>
    internal static ulong SystemIdentifier(string cluster)
    {
        using var control = File.Open(Path.Combine(cluster, "global", "pg_control"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        control.ReadExactly(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}

/// <summary>A finished base backup.</summary>
public sealed record BaseBackup(string Folder, BackupRecord Record)
{
    internal const string RecordName = "backup.json";

    public string Name => Path.GetFileName(Folder);

    /// <summary>A copy of the cluster's folder, with the write-ahead log that makes it whole.</summary>
    internal string Data => Path.Combine(Folder, "data");
}

/// <summary>What stands beside the data of a base backup, in <c>backup.json</c>.</summary>
/// <param name="Postgres">The server's version: <c>18.4</c>.</param>
/// <param name="FirstWal">The piece of write-ahead log a restore begins with.</param>
/// <param name="LastWal">The piece without which the copy is not whole.</param>
/// <param name="About">What the caller wanted to remember.</param>
public sealed record BackupRecord(
    string Postgres, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string StartsAt, string EndsAt, string FirstWal, string LastWal,
    int Files, long Bytes, JsonElement About)
{
    internal static BackupRecord Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupRecord>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? throw new JsonException("it is empty");
        }
        catch (JsonException unreadable)
        {
            throw new BackupException($"{file} cannot be read ({unreadable.Message}); use another base backup: move this one away.", unreadable);
        }
    }

    internal void Write(string file)
    {
        using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(stream, this, JsonSerializerOptions.Web);
        stream.Flush(flushToDisk: true);
    }
}

/// <summary>A backup could not be made or used. <see cref="Exception.Message"/> is one sentence for the person at the keyboard.</summary>
public sealed class BackupException : Exception
{
    public BackupException()
    {
    }

    public BackupException(string message)
        : base(message)
    {
    }

    public BackupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
