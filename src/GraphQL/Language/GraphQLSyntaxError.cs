using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL;

/// <summary>A source text that is not GraphQL. Carries the place where reading stopped.</summary>
public sealed class GraphQLSyntaxError : GraphQLError
{
    public GraphQLSyntaxError(string message, Location location)
        : base("Syntax Error: " + message, "GRAPHQL_PARSE_FAILED") => Locations = [location];
}
