using EventCatalog.EventStore;

namespace EventCatalog.Api.Backup;

/// <summary>What a restore made.</summary>
/// <param name="Base">The base backup it began with.</param>
/// <param name="Position">The last event that is there.</param>
/// <param name="Lost">Events of the archive after that; null when there are none. What was never archived nobody knows.</param>
/// <param name="AnchorOfBackup">Whether the log still bears the anchor that was written down beside the backup; null when there was none yet.</param>
/// <param name="Ahead">Read models that claim to know more than the log; none, unless the database was damaged.</param>
public sealed record RestoreReport(
    string Data, string Base, long Position, DateTimeOffset? RecordedAt, long Events, LostEvents? Lost, Epoch Epoch,
    ChainReport Chain, AnchorReport Anchors, bool? AnchorOfBackup, IReadOnlyList<string> Ahead)
{
    public bool IsSound => Chain.FirstBreak is null && Anchors.FirstBreak is null && AnchorOfBackup is not false && Ahead.Count == 0;
}

/// <summary>Events that the archive holds and the restored log does not.</summary>
public sealed record LostEvents(long First, long Last, long Count, DateTimeOffset FirstRecordedAt);
