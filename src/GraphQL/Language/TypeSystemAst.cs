namespace EventCatalog.GraphQL.Language;

/// <summary>
/// A definition of the type system, or its extension (<c>extend ...</c>), which has the same parts but no description.
/// Source: https://spec.graphql.org/September2025/#sec-Type-System
/// </summary>
public abstract record TypeSystemDefinitionNode(
    Location Location, StringValueNode? Description, IReadOnlyList<DirectiveNode> Directives, bool IsExtension)
    : DefinitionNode(Location);

public sealed record SchemaDefinitionNode(
    Location Location,
    StringValueNode? Description,
    IReadOnlyList<DirectiveNode> Directives,
    bool IsExtension,
    IReadOnlyList<OperationTypeDefinitionNode> OperationTypes)
    : TypeSystemDefinitionNode(Location, Description, Directives, IsExtension);

public sealed record OperationTypeDefinitionNode(Location Location, OperationType Operation, NamedTypeNode Type) : Node(Location);

/// <summary>A definition or extension of a named type.</summary>
public abstract record TypeDefinitionNode(
    Location Location, StringValueNode? Description, NameNode Name, IReadOnlyList<DirectiveNode> Directives, bool IsExtension)
    : TypeSystemDefinitionNode(Location, Description, Directives, IsExtension);

public sealed record ScalarTypeDefinitionNode(
    Location Location, StringValueNode? Description, NameNode Name, IReadOnlyList<DirectiveNode> Directives, bool IsExtension)
    : TypeDefinitionNode(Location, Description, Name, Directives, IsExtension);

public sealed record ObjectTypeDefinitionNode(
    Location Location,
    StringValueNode? Description,
    NameNode Name,
    IReadOnlyList<NamedTypeNode> Interfaces,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<FieldDefinitionNode> Fields,
    bool IsExtension)
    : TypeDefinitionNode(Location, Description, Name, Directives, IsExtension);

public sealed record InterfaceTypeDefinitionNode(
    Location Location,
    StringValueNode? Description,
    NameNode Name,
    IReadOnlyList<NamedTypeNode> Interfaces,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<FieldDefinitionNode> Fields,
    bool IsExtension)
    : TypeDefinitionNode(Location, Description, Name, Directives, IsExtension);

public sealed record UnionTypeDefinitionNode(
    Location Location,
    StringValueNode? Description,
    NameNode Name,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<NamedTypeNode> Types,
    bool IsExtension)
    : TypeDefinitionNode(Location, Description, Name, Directives, IsExtension);

public sealed record EnumTypeDefinitionNode(
    Location Location,
    StringValueNode? Description,
    NameNode Name,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<EnumValueDefinitionNode> Values,
    bool IsExtension)
    : TypeDefinitionNode(Location, Description, Name, Directives, IsExtension);

public sealed record InputObjectTypeDefinitionNode(
    Location Location,
    StringValueNode? Description,
    NameNode Name,
    IReadOnlyList<DirectiveNode> Directives,
    IReadOnlyList<InputValueDefinitionNode> Fields,
    bool IsExtension)
    : TypeDefinitionNode(Location, Description, Name, Directives, IsExtension);

public sealed record FieldDefinitionNode(
    Location Location,
    StringValueNode? Description,
    NameNode Name,
    IReadOnlyList<InputValueDefinitionNode> Arguments,
    TypeNode Type,
    IReadOnlyList<DirectiveNode> Directives) : Node(Location);

public sealed record InputValueDefinitionNode(
    Location Location,
    StringValueNode? Description,
    NameNode Name,
    TypeNode Type,
    ValueNode? DefaultValue,
    IReadOnlyList<DirectiveNode> Directives) : Node(Location);

public sealed record EnumValueDefinitionNode(
    Location Location, StringValueNode? Description, NameNode Name, IReadOnlyList<DirectiveNode> Directives) : Node(Location);

public sealed record DirectiveDefinitionNode(
    Location Location,
    StringValueNode? Description,
    NameNode Name,
    IReadOnlyList<InputValueDefinitionNode> Arguments,
    bool Repeatable,
    IReadOnlyList<NameNode> Locations) : DefinitionNode(Location);
