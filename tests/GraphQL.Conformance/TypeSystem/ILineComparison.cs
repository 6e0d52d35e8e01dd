using System.Text.Json;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>Gives the engine what one line of a recorder's output gave graphql-js, and compares the answers.</summary>
internal interface ILineComparison
{
    /// <returns>What differs, both sides in full; null when nothing does.</returns>
    string? Difference(JsonElement line);
}
