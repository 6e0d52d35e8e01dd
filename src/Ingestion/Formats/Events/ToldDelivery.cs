using EventCatalog.Domain.Delivery;

namespace EventCatalog.Ingestion.Formats.Events;

/// <summary>What a message told.</summary>
/// <param name="At">When it happened; null where it does not say.</param>
public sealed record ToldDelivery(DeliveryEvent Event, DateTimeOffset? At);
