using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>A type of a schema, written in SDL by <see cref="object.ToString"/>. Source: https://spec.graphql.org/September2025/#sec-Types</summary>
public abstract class GraphQLType
{
    /// <summary>The type without list and non-null around it.</summary>
    public abstract NamedType Named { get; }

    /// <summary>The type without a non-null around it.</summary>
    public GraphQLType Nullable => this is NonNullType nonNull ? nonNull.OfType : this;

    public bool IsNonNull => this is NonNullType;

    /// <summary>May stand where a client gives a value. https://spec.graphql.org/September2025/#IsInputType()</summary>
    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;

    /// <summary>May stand where the server answers. https://spec.graphql.org/September2025/#IsOutputType()</summary>
    public bool IsOutput => Named is ScalarType or EnumType or CompositeType;
}

/// <summary>https://spec.graphql.org/September2025/#sec-List</summary>
public sealed class ListType(GraphQLType ofType) : GraphQLType
{
    public GraphQLType OfType { get; } = ofType;

    public override NamedType Named => OfType.Named;

    public override string ToString() => $"[{OfType}]";
}

/// <summary>https://spec.graphql.org/September2025/#sec-Non-Null</summary>
public sealed class NonNullType(GraphQLType ofType) : GraphQLType
{
    public GraphQLType OfType { get; } = ofType;

    public override NamedType Named => OfType.Named;

    public override string ToString() => $"{OfType}!";
}

/// <summary>A type with a name of its own.</summary>
public abstract class NamedType(string name) : GraphQLType, ISchemaElement
{
    public string Name { get; } = name;

    public string? Description { get; internal set; }

    /// <summary>Directives written at the definition and its extensions, in order.</summary>
    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; internal set; } = [];

    public override NamedType Named => this;

    public override string ToString() => Name;
}
