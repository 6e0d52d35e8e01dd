using EventCatalog.GraphQL;
using EventCatalog.ReadModels;

namespace EventCatalog.Api.GraphQL;

/// <summary>The schema the portal serves: what the read models answer, and what can be asked of the crawlers.</summary>
public static class CatalogSchema
{
    public static Schema Build() => new SchemaBuilder()
        .AddReadModels()
        .AddSourceMutations()
        .Build();
}
