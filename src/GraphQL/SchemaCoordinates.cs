using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL;

/// <summary>Finds what a coordinate names. Source: https://spec.graphql.org/September2025/#sec-Schema-Coordinates.Semantics</summary>
internal static class SchemaCoordinates
{
    public static ISchemaElement? Resolve(Schema schema, SchemaCoordinate coordinate) => coordinate switch
    {
        SchemaCoordinate.NamedType c => schema.FindType(c.Name),
        SchemaCoordinate.Member c => Member(schema, Type(schema, c.Type), c.Name),
        SchemaCoordinate.Argument c => Field(schema, Type(schema, c.Type), c.Field).ArgumentMap.GetValueOrDefault(c.Name),
        SchemaCoordinate.Directive c => schema.FindDirective(c.Name),
        SchemaCoordinate.DirectiveArgument c => Directive(schema, c.DirectiveName).ArgumentMap.GetValueOrDefault(c.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(coordinate), coordinate.GetType().Name, "Not a coordinate."),
    };

    private static NamedType Type(Schema schema, string name) =>
        schema.FindType(name) ?? throw new GraphQLError($"Expected \"{name}\" to be defined as a type in the schema.");

    private static ISchemaElement? Member(Schema schema, NamedType type, string name) => type switch
    {
        EnumType e => e.ValueMap.GetValueOrDefault(name),
        InputObjectType input => input.FieldMap.GetValueOrDefault(name),
        FieldsType fields => schema.FindField(fields, name),
        _ => throw new GraphQLError($"Expected \"{type}\" to be an Enum, Input Object, Object or Interface type."),
    };

    private static FieldDefinition Field(Schema schema, NamedType type, string name)
    {
        if (type is not FieldsType fields)
            throw new GraphQLError($"Expected \"{type}\" to be an object type or interface type.");
        return schema.FindField(fields, name)
            ?? throw new GraphQLError($"Expected \"{name}\" to exist as a field of type \"{type}\" in the schema.");
    }

    private static DirectiveDefinition Directive(Schema schema, string name) =>
        schema.FindDirective(name) ?? throw new GraphQLError($"Expected \"{name}\" to be defined as a directive in the schema.");
}
