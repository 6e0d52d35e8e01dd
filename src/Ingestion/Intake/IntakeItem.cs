using EventCatalog.Domain.Delivery;

namespace EventCatalog.Ingestion.Intake;

public enum IntakeStatus
{
    /// <summary>It is in the log.</summary>
    Accepted,

    /// <summary>It was in the log before.</summary>
    Duplicate,

    /// <summary>It is not in the log; the reason says what to do.</summary>
    Refused,
}

/// <summary>What became of one event of a request.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Subject">What it is about; null where it was refused.</param>
/// <param name="Attached">False while the entity is not in the catalog: the event is kept, and found when the entity appears. Null where it is about a repository.</param>
public sealed record IntakeItem(int Index, string? Source, string? Id, IntakeStatus Status, string? Reason = null, DeliverySubject? Subject = null, bool? Attached = null);
