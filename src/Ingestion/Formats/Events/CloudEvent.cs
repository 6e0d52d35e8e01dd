using System.Text.Json;

namespace EventCatalog.Ingestion.Formats.Events;

/// <summary>A message in the envelope of CloudEvents 1.0.</summary>
/// <param name="Source">With <paramref name="Id"/> it tells this event from all others.</param>
/// <param name="Extensions">Attributes beyond those of the specification.</param>
public sealed record CloudEvent(string Id, string Source, string Type, DateTimeOffset? Time, JsonElement? Data, IReadOnlyDictionary<string, string> Extensions);

/// <summary>A message as far as it could be read: the event, or why there is none.</summary>
/// <param name="Id">Where that much could be read.</param>
public sealed record ReceivedEvent(CloudEvent? Event, string? Id, string? Source, string? Refusal);
