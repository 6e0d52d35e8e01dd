using EventCatalog.GraphQL.Language;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Validation.Rules;

/// <summary>Optional: the schema is not to be asked about itself. Source: https://spec.graphql.org/September2025/#sec-Schema-Introspection</summary>
public sealed class NoSchemaIntrospectionRule : ValidationRule
{
    protected internal override void EnterField(FieldNode node, CompositeType? parent, FieldDefinition? field)
    {
        if (field is not null && field.Type.Named.Name.StartsWith("__", StringComparison.Ordinal))
            Report($"GraphQL introspection has been disabled, but the requested query contained the field \"{node.Name.Value}\".", node);
    }
}
