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
}
