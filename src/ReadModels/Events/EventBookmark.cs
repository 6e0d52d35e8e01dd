namespace EventCatalog.ReadModels.Events;

/// <summary>
/// How far a subscriber has come. A transport that can resume hands it to the subscription as its root value: the stream begins after
/// it and moves it on, also over events that the filter leaves out. One writer; may be read by any thread.
/// </summary>
/// <param name="after">Where to begin, which goes before the argument <c>from</c>; null to begin where that says.</param>
public sealed class EventBookmark(long? after)
{
    private const long Unknown = -1;
    private long position = after ?? Unknown;

    /// <summary>Everything up to here was handed over or is left out by the filter; null before the stream was opened.</summary>
    public long? Position => Volatile.Read(ref position) is var known and not Unknown ? known : null;

    internal void MoveTo(long handedOver) => Volatile.Write(ref position, handedOver);
}
