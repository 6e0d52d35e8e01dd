namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>Places of errors as the recorders write them.</summary>
internal static class Places
{
    public static string Of(GraphQLError error) => string.Join(' ', error.Locations.Select(l => FormattableString.Invariant($"{l.Line}:{l.Column}")));
}
