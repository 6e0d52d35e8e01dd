using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Relations;

/// <summary>The GraphQL fields that the relations read model answers.</summary>
public static class RelationFields
{
    public static SchemaBuilder AddRelations(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("relations"))
        .FieldAsync<EntityVersion>("Entity.relations", async (entity, context) =>
        {
            var at = context.At();
            var queries = context.Service<RelationQueries>();
            var loader = context.Loader<string, IReadOnlyList<RelationRow>>($"relations {at}", (refs, ct) => queries.OfAsync(refs, at, ct));
            var all = (IReadOnlyList<RelationRow>?)await context.Load(loader, entity.Ref) ?? [];
            var types = context.Optional<IReadOnlyList<string>>("types");
            var wanted = types is null ? all : [.. all.Where(relation => types.Contains(relation.Type, StringComparer.OrdinalIgnoreCase))];
            return Connection<RelationRow>.Of(wanted, PageArguments.Of(context), relation => NodeId.Of("r", $"{relation.Type} {relation.TargetRef}"));
        })
        .FieldAsync<RelationRow>("Relation.target", (relation, context) => context.LoadEntity(relation.TargetRef));
}
