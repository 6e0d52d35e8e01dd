using EventCatalog.Api.Commands;

namespace EventCatalog.Api.GraphQL;

/// <summary>The section <c>Catalog:GraphQL</c> of the configuration.</summary>
public sealed class GraphQLOptions
{
    /// <summary>Which status codes are sent. Default: <see cref="StatusProfile.Audit"/>.</summary>
    public StatusProfile StatusProfile { get; set; } = StatusProfile.Audit;

    /// <summary>
    /// Whether callers may send documents of their own. Default: true. When false, only the documents of the portal's pages
    /// are answered, and every other is refused with FREE_DOCUMENTS_OFF.
    /// </summary>
    public bool FreeDocuments { get; set; } = true;

    /// <summary>What one caller may spend on operations in a minute; 0 for no limit. Default: a thousand of the portal's dearest query.</summary>
    public int BudgetPerMinute { get; set; } = 60_000_000;

    /// <summary>Streams and sockets open at once, in all. Default: 10,000.</summary>
    public int MaxStreams { get; set; } = 10_000;

    /// <summary>Streams and sockets open at once for one caller. Default: 2,000.</summary>
    public int MaxStreamsPerCaller { get; set; } = 2_000;

    /// <summary>Operations that run at once on one socket, or on one stream that carries several. Default: 100.</summary>
    public int MaxOperationsPerStream { get; set; } = 100;

    /// <exception cref="UsageException">A setting makes no sense.</exception>
    public void Check()
    {
        if (BudgetPerMinute < 0)
            throw new UsageException($"Catalog:GraphQL:BudgetPerMinute is {BudgetPerMinute}; give what a caller may spend in a minute, or 0 for no limit.");
        AtLeastOne(nameof(MaxStreams), MaxStreams);
        AtLeastOne(nameof(MaxStreamsPerCaller), MaxStreamsPerCaller);
        AtLeastOne(nameof(MaxOperationsPerStream), MaxOperationsPerStream);
    }

    private static void AtLeastOne(string name, int value)
    {
        if (value < 1)
            throw new UsageException($"Catalog:GraphQL:{name} is {value}; give a number of at least 1.");
    }
}
