namespace EventCatalog.Api.GraphQL;

/// <summary>The section <c>Catalog:GraphQL</c> of the configuration.</summary>
public sealed class GraphQLOptions
{
    /// <summary>Which status codes are sent. Default: <see cref="StatusProfile.Audit"/>.</summary>
    public StatusProfile StatusProfile { get; set; } = StatusProfile.Audit;
}
