namespace EventCatalog.GraphQL.Types;

/// <summary>
/// What a schema coordinate can name: <see cref="NamedType"/>, <see cref="FieldDefinition"/>, <see cref="InputValueDefinition"/>,
/// <see cref="EnumValueDefinition"/> or <see cref="DirectiveDefinition"/>.
/// Source: https://spec.graphql.org/September2025/#sec-Schema-Coordinates.Semantics
/// </summary>
public interface ISchemaElement
{
    string Name { get; }

    string? Description { get; }
}
