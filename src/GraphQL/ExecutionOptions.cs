namespace EventCatalog.GraphQL;

/// <summary>What one request may cost, and who hears of bugs. Limits are checked before anything is executed.</summary>
public sealed record ExecutionOptions
{
    /// <summary>Tokens of a document; beyond it TOO_MANY_TOKENS. A full introspection query has about 400.</summary>
    public int MaxTokens { get; init; } = 10_000;

    /// <summary>Levels of fields inside fields, fragments followed; beyond it TOO_DEEP. A full introspection query has 15.</summary>
    public int MaxDepth { get; init; } = 20;

    /// <summary>Aliased fields of an operation, fragments followed; beyond it TOO_MANY_ALIASES.</summary>
    public int MaxAliases { get; init; } = 100;

    /// <summary>Fields an operation selects at its root, fragments followed; beyond it TOO_MANY_ROOT_FIELDS.</summary>
    public int MaxRootFields { get; init; } = 50;

    /// <summary>
    /// What an operation may cost by the sizes of the lists it asks for, counted when its variables are known; beyond it
    /// TOO_EXPENSIVE. The dearest query of a portal, 200 entities with 60 related ones each, costs 60,602.
    /// </summary>
    public long MaxCost { get; init; } = 250_000;

    /// <summary>Whether answers tell what was asked for and allowed, in <c>extensions.cost</c>; the answers of a subscription do not.</summary>
    public bool TellsCost { get; init; } = true;

    /// <summary>Time for executing one request; beyond it the answer is data null and the error TIMEOUT.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of an answer's data; beyond it the answer is data null and the error ANSWER_TOO_LARGE.</summary>
    public int MaxAnswerSize { get; init; } = 32 * 1024 * 1024;

    /// <summary>Valid documents remembered with their plans; the longest unused go first.</summary>
    public int CachedDocuments { get; init; } = 1_000;

    /// <summary>What the caller is shown in place of an exception that is no bug; null where it is one, and hidden. Must not throw.</summary>
    public Func<Exception, GraphQLError?>? Explain { get; init; }

    /// <summary>Hears every exception hidden behind "Internal error", with the id the caller was shown. Must not throw.</summary>
    public Action<Exception, string>? OnError { get; init; }
}
