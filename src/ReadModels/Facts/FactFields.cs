using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Events;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Facts;

/// <summary>The GraphQL fields that the facts read model answers.</summary>
public static class FactFields
{
    public static SchemaBuilder AddFacts(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("facts"))
        .FieldAsync<EntityVersion>("Entity.facts", async (entity, context) =>
        {
            var at = context.At();
            var queries = context.Service<FactQueries>();
            var loader = context.Loader<string, IReadOnlyList<FactRow>>($"facts {at}", (ids, ct) => queries.OfAsync(ids, at, ct));
            var all = (IReadOnlyList<FactRow>?)await context.Load(loader, entity.Id) ?? [];
            var names = context.Optional<IReadOnlyList<string>>("names");
            return names is null ? all : all.Where(fact => names.Contains(fact.Name, StringComparer.Ordinal)).ToArray();
        })
        .FieldAsync<EntityVersion>("Entity.factHistory", async (entity, context) => await context.Service<FactQueries>().HistoryAsync(
            entity.Id, context.Argument<string>("name"), context.At(), PageArguments.Of(context), context.Selects("totalCount"), context.Cancellation))
        .FieldAsync<FactRow>("Fact.cause", async (fact, context) => Cause.Of((RecordedEvent)(await context.LoadEvent(fact.Position))!));
}
