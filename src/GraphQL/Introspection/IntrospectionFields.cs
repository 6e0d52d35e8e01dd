using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Introspection;

/// <summary>How a schema answers questions about itself. Source: https://spec.graphql.org/September2025/#sec-Schema-Introspection</summary>
internal static class IntrospectionFields
{
    public static IReadOnlyList<(string Coordinate, Func<object?, FieldContext, object?> Resolve)> All { get; } =
    [
        Of<Schema>("__Schema.description", s => s.Description),
        Of<Schema>("__Schema.types", s => s.Types),
        Of<Schema>("__Schema.queryType", s => s.QueryType),
        Of<Schema>("__Schema.mutationType", s => s.MutationType),
        Of<Schema>("__Schema.subscriptionType", s => s.SubscriptionType),
        Of<Schema>("__Schema.directives", s => s.Directives),

        Of<GraphQLType>("__Type.kind", Kind),
        Of<GraphQLType>("__Type.name", t => (t as NamedType)?.Name),
        Of<GraphQLType>("__Type.description", t => (t as NamedType)?.Description),
        Of<GraphQLType>("__Type.specifiedByURL", t => (t as ScalarType)?.SpecifiedByUrl),
        Of<GraphQLType>("__Type.fields", (t, c) => t is FieldsType f ? Shown(f.FieldMap.Values, v => v.DeprecationReason, c) : null),
        Of<GraphQLType>("__Type.interfaces", t => (t as FieldsType)?.Interfaces),
        Of<GraphQLType>("__Type.possibleTypes", (t, c) => t is InterfaceType or UnionType ? PossibleTypes((CompositeType)t, c.Schema) : null),
        Of<GraphQLType>("__Type.enumValues", (t, c) => t is EnumType e ? Shown(e.ValueMap.Values, v => v.DeprecationReason, c) : null),
        Of<GraphQLType>("__Type.inputFields", (t, c) => t is InputObjectType i ? Shown(i.FieldMap.Values, v => v.DeprecationReason, c) : null),
        Of<GraphQLType>("__Type.ofType", t => (t as ListType)?.OfType ?? (t as NonNullType)?.OfType),
        Of<GraphQLType>("__Type.isOneOf", t => (t as InputObjectType)?.IsOneOf),

        Of<FieldDefinition>("__Field.name", f => f.Name),
        Of<FieldDefinition>("__Field.description", f => f.Description),
        Of<FieldDefinition>("__Field.args", (f, c) => Shown(f.ArgumentMap.Values, v => v.DeprecationReason, c)),
        Of<FieldDefinition>("__Field.type", f => f.Type),
        Of<FieldDefinition>("__Field.isDeprecated", f => f.DeprecationReason is not null),
        Of<FieldDefinition>("__Field.deprecationReason", f => f.DeprecationReason),

        Of<InputValueDefinition>("__InputValue.name", v => v.Name),
        Of<InputValueDefinition>("__InputValue.description", v => v.Description),
        Of<InputValueDefinition>("__InputValue.type", v => v.Type),
        Of<InputValueDefinition>("__InputValue.defaultValue", v => v.DefaultValue is null ? null : Printer.Print(v.DefaultValue)),
        Of<InputValueDefinition>("__InputValue.isDeprecated", v => v.DeprecationReason is not null),
        Of<InputValueDefinition>("__InputValue.deprecationReason", v => v.DeprecationReason),

        Of<EnumValueDefinition>("__EnumValue.name", v => v.Name),
        Of<EnumValueDefinition>("__EnumValue.description", v => v.Description),
        Of<EnumValueDefinition>("__EnumValue.isDeprecated", v => v.DeprecationReason is not null),
        Of<EnumValueDefinition>("__EnumValue.deprecationReason", v => v.DeprecationReason),

        Of<DirectiveDefinition>("__Directive.name", d => d.Name),
        Of<DirectiveDefinition>("__Directive.description", d => d.Description),
        Of<DirectiveDefinition>("__Directive.isRepeatable", d => d.IsRepeatable),
        Of<DirectiveDefinition>("__Directive.locations", d => d.Locations),
        Of<DirectiveDefinition>("__Directive.args", (d, c) => Shown(d.ArgumentMap.Values, v => v.DeprecationReason, c)),
    ];

    private static (string Coordinate, Func<object?, FieldContext, object?> Resolve) Of<T>(string coordinate, Func<T, object?> resolve)
        where T : class => (coordinate, (source, _) => resolve((T)source!));

    private static (string Coordinate, Func<object?, FieldContext, object?> Resolve) Of<T>(string coordinate, Func<T, FieldContext, object?> resolve)
        where T : class => (coordinate, (source, context) => resolve((T)source!, context));

    private static IEnumerable<T> Shown<T>(IEnumerable<T> all, Func<T, string?> deprecation, FieldContext context) =>
        context.Argument<bool>("includeDeprecated") ? all : all.Where(item => deprecation(item) is null);

    private static IEnumerable<ObjectType> PossibleTypes(CompositeType type, Schema schema) =>
        type is UnionType union ? union.MemberList : schema.Types.OfType<ObjectType>().Where(schema.PossibleTypes(type).Contains);

    private static string Kind(GraphQLType type) => type switch
    {
        ScalarType => "SCALAR",
        ObjectType => "OBJECT",
        InterfaceType => "INTERFACE",
        UnionType => "UNION",
        EnumType => "ENUM",
        InputObjectType => "INPUT_OBJECT",
        ListType => "LIST",
        _ => "NON_NULL",
    };
}
