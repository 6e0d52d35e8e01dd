using EventCatalog.Domain;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Provenance;

/// <summary>The GraphQL fields that say why a value is what it is.</summary>
public static class ProvenanceFields
{
    public static SchemaBuilder AddProvenance(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("provenance"))
        .FieldAsync<object>("Query.why", async (_, context) => await context.Service<ProvenanceQueries>().ExplainAsync(
            context.Argument<EntityRef>("ref"), context.Argument<string>("path"), await context.TakeInstantAsync(), context.Cancellation))
        .Field<ValueSource>("ValueSource.sourceId", (source, _) => NodeId.Of("Source", source.Source))
        .Field<ValueCandidate>("ValueCandidate.sourceId", (candidate, _) => NodeId.Of("Source", candidate.Source));
}
