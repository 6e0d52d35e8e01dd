using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Backstage;
using EventCatalog.ReadModels.Changes;
using EventCatalog.ReadModels.Conflicts;
using EventCatalog.ReadModels.Differences;
using EventCatalog.ReadModels.Disappearances;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Kinds;
using EventCatalog.ReadModels.Operations;
using EventCatalog.ReadModels.Ownership;
using EventCatalog.ReadModels.Relations;
using EventCatalog.ReadModels.Sources;
using Microsoft.Extensions.DependencyInjection;

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
    ];

    /// <param name="ownership">How owners are judged; null for the default.</param>
    public static IServiceCollection AddReadModelQueries(this IServiceCollection services, OwnershipOptions? ownership = null) => services
        .AddSingleton(ownership ?? new OwnershipOptions())
        .AddSingleton<EntityQueries>()
        .AddSingleton<KindQueries>()
        .AddSingleton<RelationQueries>()
        .AddSingleton<OwnershipQueries>()
        .AddSingleton<OwnerProblems>()
        .AddSingleton<EventQueries>()
        .AddSingleton<EventTimes>()
        .AddSingleton<PassedEvents>()
        .AddSingleton<Epochs>()
        .AddSingleton<StoreOperations>()
        .AddSingleton<EventSubscription>()
        .AddSingleton<SourceQueries>()
        .AddSingleton<ConflictQueries>()
        .AddSingleton<DisappearanceQueries>()
        .AddSingleton<DifferenceQueries>()
        .AddSingleton<DifferenceCounts>()
        .AddSingleton<ChangeQueries>()
        .AddSingleton<ChangeSubscription>()
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
        .AddEvents()
        .AddSources()
        .AddConflicts()
        .AddDisappearances()
        .AddDifferences()
        .AddDifferenceCounts()
        .AddChanges()
        .AddOperations();
}
