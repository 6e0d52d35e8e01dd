using EventCatalog.GraphQL;
using EventCatalog.ReadModels;

namespace EventCatalog.Api.GraphQL;

/// <summary>The schema the portal serves: what the read models answer, and what can be asked of the crawlers.</summary>
public static class CatalogSchema
{
    /// <param name="readOnly">Nothing can be asked of the crawlers; who tries is told where to.</param>
    public static Schema Build(bool readOnly = false) => new SchemaBuilder()
        .AddReadModels()
        .AddSourceMutations(readOnly)
        .Build();
}
