using EventCatalog.Domain.Descriptors;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Sources;

namespace EventCatalog.ReadModels.Conflicts;

/// <summary>The GraphQL fields that the conflicts read model answers.</summary>
public static class ConflictFields
{
    public static SchemaBuilder AddConflicts(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("conflicts"))
        .FieldAsync<EntityVersion>("Entity.conflicts", async (entity, context) =>
        {
            var at = context.At();
            var queries = context.Service<ConflictQueries>();
            var loader = context.Loader<string, IReadOnlyList<ConflictRow>>($"conflicts of entities {at}", (refs, ct) => queries.OfEntitiesAsync(refs, at, ct));
            return await context.Load(loader, entity.Ref) ?? Array.Empty<ConflictRow>();
        })
        .FieldAsync<SourceRow>("Source.conflicts", async (source, context) =>
        {
            var at = context.At();
            var queries = context.Service<ConflictQueries>();
            var loader = context.Loader<string, IReadOnlyList<ConflictRow>>($"conflicts of sources {at}", (ids, ct) => queries.OfSourcesAsync(ids, at, ct));
            return await context.Load(loader, source.Id) ?? Array.Empty<ConflictRow>();
        })
        .FieldAsync<ConflictRow>("Conflict.entity", (conflict, context) => context.LoadEntity(conflict.EntityRef))
        .Field<ConflictRow>("Conflict.sourceId", (conflict, _) => NodeId.Of("Source", conflict.Source))
        .FieldAsync<ConflictRow>("Conflict.overruled", async (conflict, context) =>
            await context.LoadEntity(conflict.EntityRef) is EntityVersion entity && IsOwn(conflict, entity))
        .FieldAsync<ConflictRow>("Conflict.fields", async (conflict, context) =>
            await context.LoadEntity(conflict.EntityRef) is EntityVersion entity
                ? FieldChange.Between(entity.Descriptor, conflict.Descriptor).Select(change => new ConflictingField(change.Path, change.From, change.To, Reason(conflict, entity))).ToArray()
                : []);

    private static bool IsOwn(ConflictRow conflict, EntityVersion entity) => string.Equals(conflict.Source, entity.Location.Source, StringComparison.Ordinal);

    private static string Reason(ConflictRow conflict, EntityVersion entity) => IsOwn(conflict, entity)
        ? "The configuration (Catalog:Precedence) lets another source go before it here"
        : $"{entity.Location.Target} had the entity first";
}
