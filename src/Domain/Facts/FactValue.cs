using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.Domain.Facts;

/// <summary>
/// The value of a fact with its type; that a source looked and could not tell is a value, too. Stored as <c>{"type": "number", "value": 81.4}</c>:
/// "type" comes first, as its reader needs it, because the log orders the members of an object by their length.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Number), "number")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Truth), "boolean")]
[JsonDerivedType(typeof(Version), "version")]
[JsonDerivedType(typeof(Json), "json")]
[JsonDerivedType(typeof(Unknown), "unknown")]
public abstract record FactValue
{
    private FactValue() { }

    public sealed record Number(decimal Value) : FactValue;

    public sealed record Text(string Value) : FactValue;

    public sealed record Truth(bool Value) : FactValue;

    /// <summary>Compared part by part, so that 9 comes before 10.</summary>
    public sealed record Version(string Value) : FactValue;

    public sealed record Json(JsonElement Value) : FactValue
    {
        public bool Equals(Json? other) => other is not null && JsonElement.DeepEquals(Value, other.Value);

        public override int GetHashCode() => Value.ValueKind.GetHashCode();
    }

    /// <summary>The source looked and could not tell. It never counts as passed.</summary>
    public sealed record Unknown(string Reason) : FactValue;

    /// <summary>For people.</summary>
    public sealed override string ToString() => this switch
    {
        Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        Text text => text.Value,
        Truth truth => truth.Value ? "yes" : "no",
        Version version => version.Value,
        Json json => json.Value.GetRawText(),
        Unknown unknown => $"unknown: {unknown.Reason}",
        _ => "",
    };
}
