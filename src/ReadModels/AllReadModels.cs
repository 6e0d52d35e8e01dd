using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Audit;
using EventCatalog.ReadModels.Backstage;
using EventCatalog.ReadModels.Changes;
using EventCatalog.ReadModels.Conflicts;
using EventCatalog.ReadModels.Delivery;
using EventCatalog.ReadModels.Differences;
using EventCatalog.ReadModels.Disappearances;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Facts;
using EventCatalog.ReadModels.Freshness;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Kinds;
using EventCatalog.ReadModels.Operations;
using EventCatalog.ReadModels.Ownership;
using EventCatalog.ReadModels.Plugins;
using EventCatalog.ReadModels.Processors;
using EventCatalog.ReadModels.Provenance;
using EventCatalog.ReadModels.Relations;
using EventCatalog.ReadModels.Sources;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventCatalog.ReadModels;

/// <summary>Every read model: its projection, its queries, its fields of the schema. A new one is a folder and a line in each list.</summary>
public static class AllReadModels
{
    public static IReadOnlyList<IProjection> Projections { get; } =
    [
        new EntitiesProjection(),
        new RelationsProjection(),
        new OwnershipProjection(),
        new EventsProjection(),
        new SourcesProjection(),
        new RestProjection(),
        new ConflictsProjection(),
        new DisappearancesProjection(),
        new FactsProjection(),
        new RunsProjection(),
        new PluginsProjection(),
    ];

    /// <param name="ownership">How owners are judged; null for the default.</param>
    /// <param name="freshness">From when on an entity counts as stale; null for the default.</param>
    public static IServiceCollection AddReadModelQueries(this IServiceCollection services, OwnershipOptions? ownership = null, FreshnessOptions? freshness = null) => services
        .AddSingleton(ownership ?? new OwnershipOptions())
        .AddSingleton(freshness ?? FreshnessOptions.Default)
        .AddSingleton<Knowledge>()
        .AddSingleton<EntityQueries>()
        .AddSingleton<KindQueries>()
        .AddSingleton<RelationQueries>()
        .AddSingleton<OwnershipQueries>()
        .AddSingleton<OwnerProblems>()
        .AddSingleton<OwnersAt>()
        .AddSingleton<ProvenanceQueries>()
        .AddSingleton<EventQueries>()
        .AddSingleton<EventTimes>()
        .AddSingleton<PassedEvents>()
        .AddSingleton<Epochs>()
        .AddSingleton<StoreOperations>()
        .AddSingleton<EventSubscription>()
        .AddSingleton<SourceQueries>()
        .AddSingleton<ConflictQueries>()
        .AddSingleton<DisappearanceQueries>()
        .AddSingleton(provider => new FreshnessQueries(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<FreshnessOptions>(), provider.GetService<TimeProvider>() ?? TimeProvider.System))
        .AddSingleton<PluginQueries>()
        .AddSingleton<DifferenceQueries>()
        .AddSingleton<FactQueries>()
        .AddSingleton<RunQueries>()
        .AddSingleton<DifferenceCounts>()
        .AddSingleton<ChangeEvents>()
        .AddSingleton<ChangeQueries>()
        .AddSingleton<ChangeSubscription>()
        .AddSingleton<AuditQueries>()
        .AddSingleton<EventTable>()
        .AddSingleton<PastTexts>()
        .AddSingleton<RestQueries>();

    /// <param name="kinds">Kinds that are data, each with an object type of its own.</param>
    public static SchemaBuilder AddReadModels(this SchemaBuilder schema, IReadOnlyList<string>? kinds = null) => schema
        .AddCatalogScalars()
        .AddEntities(kinds ?? [])
        .AddKinds()
        .AddRelations()
        .AddOwnership()
        .AddOwnerProblems()
        .AddOwnersAt()
        .AddProvenance()
        .AddEvents()
        .AddSources()
        .AddConflicts()
        .AddDisappearances()
        .AddFreshness()
        .AddPlugins()
        .AddDifferences()
        .AddFacts()
        .AddRuns()
        .AddProcessors()
        .AddDifferenceCounts()
        .AddChanges()
        .AddOperations()
        .AddAudit();
}
