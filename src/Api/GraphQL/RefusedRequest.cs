using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL;

/// <summary>A request that ends before the engine sees it. The message is shown to the caller.</summary>
public sealed class RefusedRequest(Outcome outcome, string message, string code) : Exception(message)
{
    public Outcome Outcome { get; } = outcome;

    /// <summary>In the answer at <c>extensions.code</c>.</summary>
    public string Code { get; } = code;

    /// <summary>Methods for the header <c>Allow</c>; null when the method was not the fault.</summary>
    public string? Allow { get; init; }

    /// <summary>The answer in GraphQL's form.</summary>
    public GraphQLResult ToResult() => GraphQLResult.RequestError(new GraphQLError(Message, Code));
}
