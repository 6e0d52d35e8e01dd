using EventCatalog.EventStore;

namespace EventCatalog.ReadModels.Instants;

internal static class IntervalColumns
{
    /// <summary>Writes <c>seq_from, seq_to, valid_from, valid_to, known_to</c>; see <see cref="VersionColumns"/>.</summary>
    public static void WriteInterval(this CopyRows copy, long seqFrom, long seqTo, DateTimeOffset validFrom, DateTimeOffset? validTo, long? knownTo)
    {
        copy.Write(seqFrom);
        copy.Write(seqTo);
        copy.WriteTime(validFrom);
        copy.WriteTime(validTo);
        if (knownTo is { } known)
            copy.Write(known);
        else
            copy.Null();
    }
}
