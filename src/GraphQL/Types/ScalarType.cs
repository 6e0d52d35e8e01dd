using System.Text.Json;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>
/// https://spec.graphql.org/September2025/#sec-Scalars. A scalar the SDL declares and nobody binds takes and gives any JSON.
/// </summary>
public sealed class ScalarType(string name) : NamedType(name)
{
    public string? SpecifiedByUrl { get; internal set; }

    /// <summary>From JSON-like input (string, long, double, bool, list, dictionary, null).</summary>
    internal Func<object?, object?> Parse { get; set; } = static value => value;

    /// <summary>From a literal, for the scalars whose literals mean more than their JSON.</summary>
    internal Func<ValueNode, object?>? ParseLiteral { get; set; }

    /// <summary>Checks and narrows what a resolver returned to something <see cref="JsonValues"/> writes; built-in scalars.</summary>
    internal Func<object, object>? Serialize { get; set; }

    /// <summary>Writes what a resolver returned; scalars bound by the schema's author.</summary>
    internal Action<Utf8JsonWriter, object>? Write { get; set; }
}
