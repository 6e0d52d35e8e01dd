using EventCatalog.EventStore;
using EventCatalog.ReadModels.Differences;

namespace EventCatalog.ReadModels.Changes;

/// <summary>One entity that entered the answer of a saved query, left it, or changed within it.</summary>
/// <param name="IsLast">Whether no other change of the same event follows.</param>
public sealed record Change(ChangeKind Kind, string Ref, RecordedEvent Event, bool IsLast)
{
    public long Position => Event.Position;
}
