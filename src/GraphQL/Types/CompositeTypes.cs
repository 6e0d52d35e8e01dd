namespace EventCatalog.GraphQL.Types;

/// <summary>A type one selects fields of: object, interface or union.</summary>
public abstract class CompositeType(string name) : NamedType(name);

/// <summary>An object or an interface: something with fields that may implement interfaces.</summary>
public abstract class FieldsType(string name) : CompositeType(name)
{
    internal OrderedDictionary<string, FieldDefinition> FieldMap { get; } = new(StringComparer.Ordinal);

    internal List<InterfaceType> InterfaceList { get; } = [];

    /// <summary>In the order of the definition.</summary>
    public IReadOnlyDictionary<string, FieldDefinition> Fields => FieldMap;

    public IReadOnlyList<InterfaceType> Interfaces => InterfaceList;
}

/// <summary>https://spec.graphql.org/September2025/#sec-Objects</summary>
public sealed class ObjectType(string name) : FieldsType(name);

/// <summary>https://spec.graphql.org/September2025/#sec-Interfaces</summary>
public sealed class InterfaceType(string name) : FieldsType(name)
{
    internal Func<object, string>? ResolveType { get; set; }
}

/// <summary>https://spec.graphql.org/September2025/#sec-Unions</summary>
public sealed class UnionType(string name) : CompositeType(name)
{
    internal List<ObjectType> MemberList { get; } = [];

    public IReadOnlyList<ObjectType> Members => MemberList;

    internal Func<object, string>? ResolveType { get; set; }
}
