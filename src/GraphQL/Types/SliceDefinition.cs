using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Types;

/// <summary>A definition and how faults name the slice of SDL it stands in.</summary>
internal sealed record SliceDefinition(DefinitionNode Node, string Slice)
{
    /// <summary>A fault with its place, where it has one.</summary>
    public static string Placed(string message, string slice, Location at) =>
        at == default ? message : FormattableString.Invariant($"{message} ({slice}{at.Line}:{at.Column})");
}
