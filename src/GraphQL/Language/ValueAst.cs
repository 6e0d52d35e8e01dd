namespace EventCatalog.GraphQL.Language;

/// <summary>A literal or a variable. https://spec.graphql.org/September2025/#sec-Input-Values</summary>
public abstract record ValueNode(Location Location) : Node(Location);

public sealed record VariableNode(Location Location, NameNode Name) : ValueNode(Location);

/// <summary>The digits as written.</summary>
public sealed record IntValueNode(Location Location, string Value) : ValueNode(Location);

/// <summary>The number as written.</summary>
public sealed record FloatValueNode(Location Location, string Value) : ValueNode(Location);

/// <summary>The text with its escapes or its indentation already taken away.</summary>
public sealed record StringValueNode(Location Location, string Value, bool Block) : ValueNode(Location);

public sealed record BooleanValueNode(Location Location, bool Value) : ValueNode(Location);

public sealed record NullValueNode(Location Location) : ValueNode(Location);

public sealed record EnumValueNode(Location Location, string Value) : ValueNode(Location);

public sealed record ListValueNode(Location Location, IReadOnlyList<ValueNode> Values) : ValueNode(Location);

public sealed record ObjectValueNode(Location Location, IReadOnlyList<ObjectFieldNode> Fields) : ValueNode(Location);

public sealed record ObjectFieldNode(Location Location, NameNode Name, ValueNode Value) : Node(Location);
