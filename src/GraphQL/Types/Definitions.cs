using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>A field of an object or interface, with the code that answers it. Printed as its coordinate, <c>Type.field</c>.</summary>
public sealed class FieldDefinition(NamedType parent, string name, GraphQLType type) : ISchemaElement
{
    internal OrderedDictionary<string, InputValueDefinition> ArgumentMap { get; } = new(StringComparer.Ordinal);

    public NamedType Parent { get; } = parent;

    public string Name { get; } = name;

    public GraphQLType Type { get; } = type;

    public string? Description { get; init; }

    public string? DeprecationReason { get; internal set; }

    public IReadOnlyDictionary<string, InputValueDefinition> Arguments => ArgumentMap;

    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>Set when the field is answered without waiting.</summary>
    internal Func<object?, FieldContext, object?>? Resolve { get; set; }

    /// <summary>Set when the field may wait. With neither set the field reads a property of its parent's object.</summary>
    internal Func<object?, FieldContext, ValueTask<object?>>? ResolveAsync { get; set; }

    internal FieldCost Cost { get; set; } = FieldCost.Free;

    /// <summary>Set on a root field of the subscription type: opens the stream of the values the field then answers.</summary>
    internal Func<object?, FieldContext, IAsyncEnumerable<object?>>? Open { get; set; }

    public override string ToString() => $"{Parent.Name}.{Name}";
}

/// <summary>An argument or an input field. Printed as its coordinate: <c>Type.field(arg:)</c>, <c>@dir(arg:)</c>, <c>Input.field</c>.</summary>
public sealed class InputValueDefinition(string coordinate, string name, GraphQLType type) : ISchemaElement
{
    private readonly string coordinate = coordinate;
    private object? coercedDefault;
    private bool isDefaultCoerced;

    public string Name { get; } = name;

    public GraphQLType Type { get; } = type;

    public string? Description { get; init; }

    public ValueNode? DefaultValue { get; init; }

    public string? DeprecationReason { get; internal set; }

    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];

    /// <summary>Non-null without a default: it must be given.</summary>
    public bool IsRequired => Type.IsNonNull && DefaultValue is null;

    /// <summary>The default as resolvers see it; meaningful when <see cref="DefaultValue"/> is set. Coerced once, on first use.</summary>
    internal object? CoercedDefault
    {
        get
        {
            if (isDefaultCoerced || DefaultValue is null)
                return coercedDefault;
            // Set first: a default that contains itself is a fault the validation reports, and must not recurse here.
            isDefaultCoerced = true;
            return coercedDefault = InputCoercion.Literal(DefaultValue, Type, variables: null, static (_, _, _) => { });
        }
    }

    public override string ToString() => coordinate;
}

/// <summary>One value of an enum.</summary>
public sealed class EnumValueDefinition(string name) : ISchemaElement
{
    public string Name { get; } = name;

    public string? Description { get; init; }

    public string? DeprecationReason { get; internal set; }

    public IReadOnlyList<DirectiveNode> AppliedDirectives { get; init; } = [];
}

/// <summary>A directive a schema knows. https://spec.graphql.org/September2025/#sec-Type-System.Directives</summary>
public sealed class DirectiveDefinition(string name) : ISchemaElement
{
    internal OrderedDictionary<string, InputValueDefinition> ArgumentMap { get; } = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public string? Description { get; init; }

    public bool IsRepeatable { get; init; }

    public IReadOnlyList<string> Locations { get; init; } = [];

    public IReadOnlyDictionary<string, InputValueDefinition> Arguments => ArgumentMap;

    public override string ToString() => "@" + Name;
}
