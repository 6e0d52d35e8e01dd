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

    /// <summary>
    /// Stands between an event of a subscription and the execution of its operation on it, so that a host can give one answer to all
    /// who ask the same. Null executes for each.
    /// </summary>
    public AnswerEvent? AnswerEvent { get; init; }
}

/// <summary>Answers an event of a subscription.</summary>
/// <param name="sourceEvent">The item of the source stream.</param>
/// <param name="execute">Executes the operation on it.</param>
public delegate ValueTask<GraphQLResult> AnswerEvent(object? sourceEvent, Func<ValueTask<GraphQLResult>> execute);

/// <summary>A host's word on one operation.</summary>
/// <param name="Refusal">The one error of the answer; null lets the operation in.</param>
/// <param name="Remaining">Becomes <see cref="OperationCost.Remaining"/>.</param>
public readonly record struct Admission(GraphQLError? Refusal, long? Remaining);
