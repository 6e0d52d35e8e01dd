namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>Errors and their places as the recorders write them.</summary>
internal static class Places
{
    public static string Of(GraphQLError error) => string.Join(' ', error.Locations.Select(l => FormattableString.Invariant($"{l.Line}:{l.Column}")));

    public static string Text(RecordedError error) =>
        $"{AcceptedDifferences.Plain(error.Message)} at {string.Join(' ', error.At ?? [])} path {string.Join('.', (error.Path ?? []).Select(p => p.ToString()))}";
}
