using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL;

/// <summary>
/// An error meant for the caller: its message is shown as it stands. Thrown by resolvers and scalars, and made by the
/// engine itself. Any other exception is hidden behind "Internal error", unless <see cref="ExecutionOptions.Explain"/> knows it.
/// </summary>
/// <param name="message">One sentence that says what is wrong, quoting the caller's text.</param>
/// <param name="code">Upper snake case; written to <c>extensions.code</c>.</param>
/// <param name="extensions">Further entries of <c>extensions</c>; values may be anything JSON can say.</param>
public class GraphQLError(
    string message,
    string code = "BAD_USER_INPUT",
    IReadOnlyDictionary<string, object?>? extensions = null,
    Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What kind of error this is, for programs; in the answer at <c>extensions.code</c>.</summary>
    public string Code { get; } = code;

    /// <summary>Further entries of <c>extensions</c>, beside the code.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; } = extensions;

    /// <summary>Where in the document; empty when the error is not about a place in it.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];

    /// <summary>The response position (names and list indexes) that failed; null when the error is not about one.</summary>
    public IReadOnlyList<object>? Path { get; init; }
}
