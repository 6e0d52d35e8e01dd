namespace EventCatalog.GraphQL;

/// <summary>What became of a request that may be answered more than once.</summary>
/// <param name="Refusal">The one answer when the request was refused; null when it was taken.</param>
/// <param name="Results">
/// The answers, to be enumerated once. Empty when the request was refused. Nothing is read ahead: the source waits until the caller
/// asks for the next. An answer that is a request error is the last: the source failed.
/// </param>
public sealed record GraphQLSubscription(GraphQLResult? Refusal, IAsyncEnumerable<GraphQLResult> Results);
