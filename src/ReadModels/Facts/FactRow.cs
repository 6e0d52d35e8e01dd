using System.Text.Json;
using EventCatalog.Domain.Facts;

namespace EventCatalog.ReadModels.Facts;

/// <summary>Whether a fact can be relied on.</summary>
public enum FactState
{
    Known,

    /// <summary>It held for a time, which is over, and nobody looked again.</summary>
    Expired,

    /// <summary>Its source looked and could not tell.</summary>
    Unknown,
}

/// <summary>A fact at an instant.</summary>
/// <param name="Position">The event that recorded it.</param>
/// <param name="IsOver">Whether its time was over at the instant.</param>
public sealed record FactRow(
    string Name, string Source, FactValue Held, DateTimeOffset ObservedAt, DateTimeOffset? ValidUntil, string? Evidence, long Position, bool IsOver)
{
    public FactState State => Held is FactValue.Unknown ? FactState.Unknown : IsOver ? FactState.Expired : FactState.Known;

    /// <summary>Null while it is known.</summary>
    public DateTimeOffset? UnknownSince => State switch
    {
        FactState.Unknown => ObservedAt,
        FactState.Expired => ValidUntil,
        _ => null,
    };

    public string Type => Held switch
    {
        FactValue.Number => "number",
        FactValue.Text => "text",
        FactValue.Truth => "boolean",
        FactValue.Version => "version",
        FactValue.Json => "json",
        _ => "unknown",
    };

    /// <summary>Null where the source could not tell.</summary>
    public JsonElement? Value => Held switch
    {
        FactValue.Number number => JsonSerializer.SerializeToElement(number.Value),
        FactValue.Text text => JsonSerializer.SerializeToElement(text.Value),
        FactValue.Truth truth => JsonSerializer.SerializeToElement(truth.Value),
        FactValue.Version version => JsonSerializer.SerializeToElement(version.Value),
        FactValue.Json json => json.Value,
        _ => null,
    };

    /// <summary>The value for people; null where the source could not tell.</summary>
    public string? Text => Held is FactValue.Unknown ? null : Held.ToString();

    public string? Reason => (Held as FactValue.Unknown)?.Reason;
}
