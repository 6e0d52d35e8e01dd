namespace EventCatalog.GraphQL.Language;

/// <summary>Anything a document is made of, with the place where it starts.</summary>
public abstract record Node(Location Location);

/// <summary>A name. https://spec.graphql.org/September2025/#Name</summary>
public sealed record NameNode(Location Location, string Value) : Node(Location);

/// <summary>A whole document. https://spec.graphql.org/September2025/#sec-Document</summary>
public sealed record DocumentNode(Location Location, IReadOnlyList<DefinitionNode> Definitions) : Node(Location);

/// <summary>An operation, a fragment, or a definition or extension of the type system.</summary>
public abstract record DefinitionNode(Location Location) : Node(Location);

/// <summary>The three kinds of operations.</summary>
public enum OperationType
{
    Query,
    Mutation,
    Subscription,
}

/// <summary>https://spec.graphql.org/September2025/#sec-Language.Operations</summary>
public sealed record OperationDefinitionNode(
    Location Location,
    StringValueNode? Description,
    OperationType Operation,
    NameNode? Name,
    IReadOnlyList<VariableDefinitionNode> VariableDefinitions,
    IReadOnlyList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet) : DefinitionNode(Location)
{
    /// <summary>The operation's keyword: query, mutation or subscription.</summary>
    public string Keyword => Operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription",
    };
}

/// <summary>https://spec.graphql.org/September2025/#sec-Language.Fragments</summary>
public sealed record FragmentDefinitionNode(
    Location Location,
    StringValueNode? Description,
    NameNode Name,
    NamedTypeNode TypeCondition,
    IReadOnlyList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet) : DefinitionNode(Location);

/// <summary>https://spec.graphql.org/September2025/#sec-Language.Variables</summary>
public sealed record VariableDefinitionNode(
    Location Location,
    StringValueNode? Description,
    VariableNode Variable,
    TypeNode Type,
    ValueNode? DefaultValue,
    IReadOnlyList<DirectiveNode> Directives) : Node(Location);

/// <summary>https://spec.graphql.org/September2025/#sec-Selection-Sets</summary>
public sealed record SelectionSetNode(Location Location, IReadOnlyList<SelectionNode> Selections) : Node(Location);

/// <summary>A field, a fragment spread or an inline fragment.</summary>
public abstract record SelectionNode(Location Location, IReadOnlyList<DirectiveNode> Directives) : Node(Location);

/// <summary>https://spec.graphql.org/September2025/#sec-Language.Fields</summary>
public sealed record FieldNode(
    Location Location,
    NameNode? Alias,
    NameNode Name,
    IReadOnlyList<ArgumentNode> Arguments,
    IReadOnlyList<DirectiveNode> Directives,
    SelectionSetNode? SelectionSet) : SelectionNode(Location, Directives)
{
    /// <summary>The name in the answer: the alias, else the field's own.</summary>
    public string ResponseName => (Alias ?? Name).Value;
}

/// <summary>A named fragment used here.</summary>
public sealed record FragmentSpreadNode(Location Location, NameNode Name, IReadOnlyList<DirectiveNode> Directives)
    : SelectionNode(Location, Directives);

/// <summary>https://spec.graphql.org/September2025/#sec-Inline-Fragments</summary>
public sealed record InlineFragmentNode(
    Location Location,
    NamedTypeNode? TypeCondition,
    IReadOnlyList<DirectiveNode> Directives,
    SelectionSetNode SelectionSet) : SelectionNode(Location, Directives);

/// <summary>https://spec.graphql.org/September2025/#sec-Language.Arguments</summary>
public sealed record ArgumentNode(Location Location, NameNode Name, ValueNode Value) : Node(Location);

/// <summary>https://spec.graphql.org/September2025/#sec-Language.Directives</summary>
public sealed record DirectiveNode(Location Location, NameNode Name, IReadOnlyList<ArgumentNode> Arguments) : Node(Location);

/// <summary>A reference to a type. https://spec.graphql.org/September2025/#sec-Type-References</summary>
public abstract record TypeNode(Location Location) : Node(Location);

public sealed record NamedTypeNode(Location Location, NameNode Name) : TypeNode(Location);

public sealed record ListTypeNode(Location Location, TypeNode OfType) : TypeNode(Location);

public sealed record NonNullTypeNode(Location Location, TypeNode OfType) : TypeNode(Location);
