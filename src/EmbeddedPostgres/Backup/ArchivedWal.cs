using System.Globalization;

namespace EventCatalog.EmbeddedPostgres.Backup;

/// <summary>The write-ahead log there is to replay on a base backup: its own and the archive's, along the newest timeline.</summary>
/// <param name="First">The number a replay begins with.</param>
/// <param name="Last">The last there is.</param>
internal sealed record ArchivedWal(string Archive, ulong First, ulong Last, uint Newest, IReadOnlySet<ulong> Numbers)
{
    public static ArchivedWal Of(BackupFolder folder, BaseBackup from)
    {
        var own = Segments(Path.Combine(from.Data, "pg_wal"));
        var archived = Segments(folder.Wal);
        var (first, last) = (WalSegment.Parse(from.Record.FirstWal)!, WalSegment.Parse(from.Record.LastWal)!);
        var newest = Histories(folder.Wal).Append(first.Timeline).Max();
        var end = archived.Where(segment => segment.Timeline == newest).Select(segment => segment.Number).Append(last.Number).Max();
        return new ArchivedWal(folder.Wal, first.Number, end, newest, own.Concat(archived).Select(segment => segment.Number).ToHashSet());
    }

    /// <summary>To PostgreSQL a missing piece is the end of the log: it would restore less, and say nothing.</summary>
    /// <exception cref="BackupException">A piece is missing before the end; it is named.</exception>
    public void CheckUnbroken()
    {
        for (var number = First; number <= Last; number++)
        {
            if (!Numbers.Contains(number))
                throw new BackupException($"The write-ahead log has a hole: {Place(number)} is missing, and later pieces are there; put it back, or move the pieces after it away to restore up to the hole.");
        }
    }

    public string Place(ulong number) => Path.Combine(Archive, new WalSegment(Newest, number).Name);

    private static List<WalSegment> Segments(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFiles(folder).Select(file => WalSegment.Parse(Path.GetFileName(file))).OfType<WalSegment>()];

    /// <summary>The timelines that branched off another: <c>00000002.history</c>.</summary>
    private static IEnumerable<uint> Histories(string folder) => !Directory.Exists(folder) ? [] :
        Directory.EnumerateFiles(folder, "????????.history").Select(file => uint.Parse(Path.GetFileNameWithoutExtension(file), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
