using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Validation;

/// <summary>Checks documents against a schema. Source: https://spec.graphql.org/September2025/#sec-Validation</summary>
public static class DocumentValidator
{
    /// <returns>The faults found, none for a valid document; at most 100 and a note that there are more.</returns>
    public static List<GraphQLError> Validate(Schema schema, DocumentNode document) => Validate(schema, document, AllRules.Create());

    /// <summary>Checks with chosen rules; they must be new, as each keeps notes about one document.</summary>
    public static List<GraphQLError> Validate(Schema schema, DocumentNode document, IReadOnlyList<ValidationRule> rules)
    {
        var context = new ValidationContext(schema, document);
        foreach (var rule in rules)
            rule.Context = context;
        try
        {
            new DocumentWalk(context, rules).Walk();
        }
        catch (ValidationAborted)
        {
            // The context's errors end with the reason.
        }

        return context.Errors;
    }

    internal static GraphQLError Error(string message, IEnumerable<Node> nodes) =>
        new(message, "GRAPHQL_VALIDATION_FAILED") { Locations = [.. nodes.Select(node => node.Location)] };
}
