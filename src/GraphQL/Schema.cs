using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL;

/// <summary>A sound schema with its resolvers, made by <see cref="SchemaBuilder"/>. Never changes; safe for any number of requests.</summary>
public sealed class Schema
{
    // Fields every type has belong to none; graphql-js prints their parent so.
    private static readonly ObjectType Meta = new("<meta>");

    private readonly Dictionary<string, NamedType> types;
    private readonly Dictionary<string, DirectiveDefinition> directives;
    private readonly Dictionary<NamedType, HashSet<ObjectType>> possibleTypes;
    private readonly Dictionary<InterfaceType, HashSet<FieldsType>> implementations;

    internal Schema(
        string? description,
        IReadOnlyList<NamedType> types,
        IReadOnlyList<DirectiveDefinition> directives,
        ObjectType? query,
        ObjectType? mutation,
        ObjectType? subscription,
        bool hasOwnRootNames)
    {
        Description = description;
        Types = types;
        Directives = directives;
        QueryType = query;
        MutationType = mutation;
        SubscriptionType = subscription;
        HasOwnRootNames = hasOwnRootNames;
        this.types = types.ToDictionary(t => t.Name, StringComparer.Ordinal);
        this.directives = directives.ToDictionary(d => d.Name, StringComparer.Ordinal);
        implementations = types.OfType<InterfaceType>().ToDictionary(
            i => i, i => types.OfType<FieldsType>().Where(t => t.InterfaceList.Contains(i)).ToHashSet());
        possibleTypes = types.OfType<CompositeType>().ToDictionary(
            t => (NamedType)t,
            t => t switch
            {
                InterfaceType i => implementations[i].OfType<ObjectType>().ToHashSet(),
                UnionType u => u.MemberList.ToHashSet(),
                _ => [(ObjectType)t],
            });
        SchemaField = new FieldDefinition(Meta, "__schema", new NonNullType(this.types["__Schema"]))
        {
            Description = "Access the current type schema of this server.",
            Resolve = (_, _) => this,
        };
        TypeField = new FieldDefinition(Meta, "__type", this.types["__Type"])
        {
            Description = "Request the type information of a single type.",
            Resolve = (_, context) => FindType(context.Argument<string>("name")),
        };
        TypeField.ArgumentMap.Add(
            "name",
            new InputValueDefinition($"{TypeField}(name:)", "name", new NonNullType(this.types["String"])));
        TypenameField = new FieldDefinition(Meta, "__typename", new NonNullType(this.types["String"]))
        {
            Description = "The name of the current Object type at runtime.",
        };
    }

    public string? Description { get; }

    /// <summary>Every named type, the author's first, then built-in and introspection types.</summary>
    public IReadOnlyList<NamedType> Types { get; }

    public IReadOnlyList<DirectiveDefinition> Directives { get; }

    /// <summary>Null in a schema that cannot be asked.</summary>
    public ObjectType? QueryType { get; }

    public ObjectType? MutationType { get; }

    public ObjectType? SubscriptionType { get; }

    /// <summary>Whether the root types are named otherwise than Query, Mutation, Subscription, so that SDL must say so.</summary>
    internal bool HasOwnRootNames { get; }

    internal FieldDefinition TypenameField { get; }

    internal FieldDefinition SchemaField { get; }

    internal FieldDefinition TypeField { get; }

    /// <summary>Null when no type has this name; names count letter by letter.</summary>
    public NamedType? FindType(string name) => types.GetValueOrDefault(name);

    /// <summary>Null when no directive has this name, which is written without <c>@</c>.</summary>
    public DirectiveDefinition? FindDirective(string name) => directives.GetValueOrDefault(name);

    /// <summary>What the coordinate names; null when the last name in it names nothing.</summary>
    /// <exception cref="GraphQLError">The type, field or directive before the last name is not in the schema, or has no such parts.</exception>
    public ISchemaElement? Resolve(SchemaCoordinate coordinate) => SchemaCoordinates.Resolve(this, coordinate);

    /// <summary>The type a kind of operation begins at; null when the schema does not take that kind.</summary>
    public ObjectType? RootType(OperationType operation) => operation switch
    {
        OperationType.Query => QueryType,
        OperationType.Mutation => MutationType,
        _ => SubscriptionType,
    };

    /// <summary>The object types a value of this type can have at run time.</summary>
    public IReadOnlySet<ObjectType> PossibleTypes(CompositeType type) => possibleTypes[type];

    /// <summary>Objects and interfaces that say they implement the interface.</summary>
    public IReadOnlySet<FieldsType> Implementations(InterfaceType type) => implementations[type];

    /// <summary>https://spec.graphql.org/September2025/#IsSubType()</summary>
    public bool IsSubType(GraphQLType type, GraphQLType super) => TypeComparison.IsSubType(type, super);

    /// <summary>The field a selection on this type means, the meta fields included; null when there is none.</summary>
    internal FieldDefinition? FindField(CompositeType parent, string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            switch (name)
            {
                case "__typename":
                    return TypenameField;
                case "__schema" when parent == QueryType:
                    return SchemaField;
                case "__type" when parent == QueryType:
                    return TypeField;
            }
        }

        return parent is FieldsType fields ? fields.FieldMap.GetValueOrDefault(name) : null;
    }

    /// <summary>The type a reference names, or null when a name in it is unknown.</summary>
    internal GraphQLType? TypeOf(TypeNode node) => node switch
    {
        NonNullTypeNode n => TypeOf(n.OfType) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode n => TypeOf(n.OfType) is { } inner ? new ListType(inner) : null,
        NamedTypeNode n => FindType(n.Name.Value),
        _ => null,
    };
}
