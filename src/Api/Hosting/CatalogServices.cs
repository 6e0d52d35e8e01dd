using EventCatalog.Api.Backstage;
using EventCatalog.Api.Gates;
using EventCatalog.Api.GraphQL;
using EventCatalog.Api.Live;
using EventCatalog.Api.Plugins;
using EventCatalog.Api.Portal;
using EventCatalog.Api.Telemetry;
using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.Ingestion;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Demo;
using EventCatalog.Ingestion.Facts;
using EventCatalog.Ingestion.Intake;
using EventCatalog.Ingestion.Plugins;
using EventCatalog.Ingestion.Processors;
using EventCatalog.Ingestion.Sources;
using EventCatalog.Ingestion.Webhooks;
using EventCatalog.ReadModels;
using EventCatalog.ReadModels.Freshness;
using EventCatalog.ReadModels.Ownership;

namespace EventCatalog.Api.Hosting;

public static class CatalogServices
{
    /// <summary>What every verb that reads sources needs of an open catalog.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services, OpenCatalog catalog, CatalogOptions options, string dataFolder) => services
        .AddSingleton(options)
        .AddSingleton(catalog)
        .AddSingleton(catalog.Database)
        .AddSingleton(catalog.Log)
        .AddSingleton(catalog.Bodies)
        .AddSingleton(catalog.Heartbeats)
        .AddSingleton(catalog.Followers)
        .AddSingleton(catalog.Leases)
        .AddSingleton(catalog.Memory)
        .AddSingleton(catalog.SigningKey)
        .AddSingleton(catalog.Anchors)
        .AddSingleton<AuditExport>()
        .AddSingleton<PacedVerification>()
        .AddSingleton(provider => new VerificationRuns(
            provider.GetRequiredService<PacedVerification>(), catalog.Log, catalog.Heartbeats, catalog.Leases.Node, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(options.Crawling(dataFolder))
        .AddSingleton(TimeProvider.System)
        .AddSingleton<AllReaders>()
        .AddSingleton<WebFiles>()
        .AddSingleton<Credentials>()
        .AddSingleton<CrawlTurns>()
        .AddSingleton<LogWriter>()
        .AddSingleton<Crawler>()
        .AddSingleton<Abandoned>()
        .AddSingleton<WhatIf>()
        .AddSingleton<CrawlSchedule>()
        .AddSingleton<Registrations>()
        .AddSingleton<Removals>()
        .AddSingleton<Approvals>()
        .AddSingleton<Merges>()
        .AddSingleton<ApprovalUndo>()
        .AddSingleton<WebhookIntake>()
        .AddSingleton<FactMemory>()
        .AddSingleton<FactWriter>()
        .AddSingleton<Addressees>()
        .AddSingleton<DeliveryWriter>()
        .AddSingleton<CostWriter>()
        .AddSingleton<EventIntake>()
        .AddSingleton<FactIntake>()
        .AddSingleton<ReportIntake>()
        .AddSingleton<AllProcessors>()
        .AddSingleton<ProcessorSchedule>()
        .AddSingleton(provider => new DemoSource(provider.GetRequiredService<EventLog>(), provider.GetRequiredService<BodyStore>()))
        .AddSingleton<StartingSources>()
        .AddHostedService<FollowingService>();

    /// <summary>What the portal needs beside that.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services, CatalogOptions options, bool readOnly)
    {
        services.AddPortal(options, CatalogSchema.Build(readOnly));
        return readOnly ? services : services.AddHostedService<AnchoringService>().AddHostedService<UpkeepService>().AddHostedService<CrawlingService>().AddHostedService<ProcessingService>();
    }

    private static IServiceCollection AddPortal(this IServiceCollection services, CatalogOptions options, Schema schema) => services
        .AddReadModelQueries(new OwnershipOptions(options.Owners.Policy), new FreshnessOptions(options.StaleAfter))
        .AddSingleton<DeployGates>()
        .AddSingleton<PluginInstaller>()
        .AddSingleton<PluginChanges>()
        .AddBackstage()
        .AddSingleton<LiveUpdates>()
        .AddTelemetry()
        .AddSingleton(schema)
        .AddSingleton(provider => new GraphQLExecutor(provider.GetRequiredService<Schema>(), LogErrors(provider.GetRequiredService<ILogger<GraphQLExecutor>>())))
        .AddSingleton<ReachedPosition>(provider => () => provider.GetRequiredService<Followers>().Reached)
        .AddHostedService<KindTypes>()
        .AddSingleton<ArchiveWatch>()
        .AddHostedService(provider => provider.GetRequiredService<ArchiveWatch>())
        .AddGraphQLOverHttp(options.GraphQL, PersistedDocuments.Load(Path.Combine(PortalFiles.Folder, "persisted-documents.json")));

    private static ExecutionOptions LogErrors(ILogger logger) => new()
    {
        Explain = DatabaseAway.Explain,
        OnError = (error, id) => logger.LogError(error, "A resolver failed; the caller was shown error {Id}", id),
    };
}
