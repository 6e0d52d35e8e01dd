namespace EventCatalog.GraphQL.Types;

/// <summary>https://spec.graphql.org/September2025/#sec-Input-Objects</summary>
public sealed class InputObjectType(string name) : NamedType(name)
{
    internal OrderedDictionary<string, InputValueDefinition> FieldMap { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of the definition.</summary>
    public IReadOnlyDictionary<string, InputValueDefinition> Fields => FieldMap;

    /// <summary>Exactly one field must be given. https://spec.graphql.org/September2025/#sec-OneOf-Input-Objects</summary>
    public bool IsOneOf { get; internal set; }
}
