using EventCatalog.Api.GraphQL;
using EventCatalog.Api.Live;
using EventCatalog.GraphQL;
using EventCatalog.Ingestion;
using EventCatalog.ReadModels;

namespace EventCatalog.Api.Hosting;

public static class CatalogServices
{
    /// <summary>What serves, follows and crawls an open catalog.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services, OpenCatalog catalog, CatalogOptions options, string dataFolder) => services
        .AddSingleton(options)
        .AddSingleton(catalog.Database)
        .AddSingleton(catalog.Log)
        .AddSingleton(catalog.Bodies)
        .AddSingleton(catalog.Heartbeats)
        .AddSingleton(catalog.Followers)
        .AddSingleton(catalog.Memory)
        .AddSingleton(options.Crawling(dataFolder))
        .AddCrawling()
        .AddReadModelQueries()
        .AddSingleton<LiveUpdates>()
        .AddSingleton(CatalogSchema.Build())
        .AddSingleton<GraphQLExecutor>(provider => new GraphQLExecutor(provider.GetRequiredService<Schema>(), GraphQLLimits.For(provider)))
        .AddHostedService<FollowingService>()
        .AddHostedService<CrawlingService>();
}
