using System.Text.Json;

namespace EventCatalog.GraphQL;

/// <summary>One request, whatever brought it. Source: https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">Which of its operations; may be null when there is but one.</param>
/// <param name="Variables">A JSON object, or null.</param>
/// <param name="Extensions">A JSON object for what lies outside the specification, or null.</param>
public sealed record GraphQLRequest(
    string? Query, string? OperationName = null, JsonElement? Variables = null, JsonElement? Extensions = null)
{
    /// <summary>
    /// What the host says to an operation within the limits, asked once, when its cost is known and before anything is executed. Null
    /// lets in all.
    /// </summary>
    public Func<OperationCost, Admission>? Admit { get; init; }
}

/// <summary>A host's word on one operation.</summary>
/// <param name="Refusal">The one error of the answer; null lets the operation in.</param>
/// <param name="Remaining">Becomes <see cref="OperationCost.Remaining"/>.</param>
public readonly record struct Admission(GraphQLError? Refusal, long? Remaining);
