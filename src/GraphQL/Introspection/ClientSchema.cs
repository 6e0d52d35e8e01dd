using System.Text.Json;
using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Introspection;

/// <summary>
/// Makes a schema of what a server says of itself: to print it, to compare it, to validate documents against it. Its fields
/// have no resolvers, and directives applied in the server's SDL are not among what a server says.
/// </summary>
public static class ClientSchema
{
    /// <param name="introspection">The answer to an introspection query: its <c>data</c>, an object with <c>__schema</c>.</param>
    /// <exception cref="SchemaException">The answer lacks something, or describes a schema that is not sound.</exception>
    /// <exception cref="GraphQLSyntaxError">A default value is no literal.</exception>
    public static Schema Build(JsonElement introspection)
    {
        var schema = Required(introspection, "__schema");
        return new SchemaBuilder().Add(
        [
            Roots(schema),
            .. Items(schema, "directives").Select(Directive),
            .. Items(schema, "types").Where(IsOwn).Select(Type),
        ]).Build();
    }

    private static bool IsOwn(JsonElement type) =>
        NameOf(type) is var name && !name.StartsWith("__", StringComparison.Ordinal) && !BuiltInScalars.Names.Contains(name, StringComparer.Ordinal);

    private static SchemaDefinitionNode Roots(JsonElement schema)
    {
        var roots = new[] { OperationType.Query, OperationType.Mutation, OperationType.Subscription }
            .Select(operation => (operation, Root: Optional(schema, operation.ToString().ToLowerInvariant() + "Type")))
            .Where(root => root.Root is not null)
            .Select(root => new OperationTypeDefinitionNode(default, root.operation, Named(NameOf(root.Root!.Value))));
        return new SchemaDefinitionNode(default, Description(schema), [], IsExtension: false, [.. roots]);
    }

    private static DirectiveDefinitionNode Directive(JsonElement directive) => new(
        default,
        Description(directive),
        Name(directive),
        [.. Items(directive, "args").Select(Input)],
        Optional(directive, "isRepeatable") is { ValueKind: JsonValueKind.True },
        [.. Items(directive, "locations").Select(location => new NameNode(default, location.GetString()!))]);

    private static TypeDefinitionNode Type(JsonElement type) => Text(type, "kind") switch
    {
        "SCALAR" => new ScalarTypeDefinitionNode(default, Description(type), Name(type), Applied("specifiedBy", "url", OptionalText(type, "specifiedByURL")), IsExtension: false),
        "OBJECT" => new ObjectTypeDefinitionNode(default, Description(type), Name(type), References(type, "interfaces"), [], Fields(type), IsExtension: false),
        "INTERFACE" => new InterfaceTypeDefinitionNode(default, Description(type), Name(type), References(type, "interfaces"), [], Fields(type), IsExtension: false),
        "UNION" => new UnionTypeDefinitionNode(default, Description(type), Name(type), [], References(type, "possibleTypes"), IsExtension: false),
        "ENUM" => new EnumTypeDefinitionNode(default, Description(type), Name(type), [], [.. Items(type, "enumValues").Select(EnumValue)], IsExtension: false),
        "INPUT_OBJECT" => new InputObjectTypeDefinitionNode(default, Description(type), Name(type), OneOf(type), [.. Items(type, "inputFields").Select(Input)], IsExtension: false),
        var kind => throw new SchemaException([$"The type \"{NameOf(type)}\" of the introspection is of the unknown kind \"{kind}\"."]),
    };

    private static List<FieldDefinitionNode> Fields(JsonElement type) =>
    [
        .. Items(type, "fields").Select(field => new FieldDefinitionNode(
            default, Description(field), Name(field), [.. Items(field, "args").Select(Input)], Reference(Required(field, "type")), Deprecated(field))),
    ];

    private static InputValueDefinitionNode Input(JsonElement input) => new(
        default,
        Description(input),
        Name(input),
        Reference(Required(input, "type")),
        OptionalText(input, "defaultValue") is { } literal ? Parser.ParseValue(literal) : null,
        Deprecated(input));

    private static EnumValueDefinitionNode EnumValue(JsonElement value) => new(default, Description(value), Name(value), Deprecated(value));

    private static TypeNode Reference(JsonElement type) => Text(type, "kind") switch
    {
        "NON_NULL" => new NonNullTypeNode(default, Reference(Required(type, "ofType"))),
        "LIST" => new ListTypeNode(default, Reference(Required(type, "ofType"))),
        _ => Named(NameOf(type)),
    };

    private static List<NamedTypeNode> References(JsonElement type, string list) => [.. Items(type, list).Select(NameOf).Select(Named)];

    private static IReadOnlyList<DirectiveNode> OneOf(JsonElement type) =>
        Optional(type, "isOneOf") is { ValueKind: JsonValueKind.True } ? [new DirectiveNode(default, new NameNode(default, "oneOf"), [])] : [];

    private static IReadOnlyList<DirectiveNode> Deprecated(JsonElement element) =>
        Applied("deprecated", "reason", OptionalText(element, "deprecationReason"));

    private static IReadOnlyList<DirectiveNode> Applied(string directive, string argument, string? value) => value is null ? [] :
    [
        new DirectiveNode(
            default, new NameNode(default, directive), [new ArgumentNode(default, new NameNode(default, argument), new StringValueNode(default, value, Block: false))]),
    ];

    private static NamedTypeNode Named(string name) => new(default, new NameNode(default, name));

    private static NameNode Name(JsonElement element) => new(default, NameOf(element));

    private static string NameOf(JsonElement element) => Text(element, "name");

    private static StringValueNode? Description(JsonElement element) =>
        OptionalText(element, "description") is { } text ? new StringValueNode(default, text, Block: true) : null;

    // A list that does not fit the kind is null; older servers leave some out.
    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Optional(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static string Text(JsonElement element, string name) => OptionalText(element, name) ?? throw Missing(name, element);

    private static string? OptionalText(JsonElement element, string name) => Optional(element, name)?.GetString();

    private static JsonElement Required(JsonElement element, string name) => Optional(element, name) ?? throw Missing(name, element);

    private static JsonElement? Optional(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static SchemaException Missing(string name, JsonElement element)
    {
        var text = element.ToString();
        return new SchemaException([$"The introspection has no \"{name}\" in {(text.Length > 80 ? text[..80] + "…" : text)}"]);
    }
}
