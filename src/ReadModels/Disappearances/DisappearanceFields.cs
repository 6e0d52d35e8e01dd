using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Sources;

namespace EventCatalog.ReadModels.Disappearances;

/// <summary>The GraphQL fields that the disappearances read model answers.</summary>
public static class DisappearanceFields
{
    public static SchemaBuilder AddDisappearances(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("disappearances"))
        .FieldAsync<SourceRow>("Source.disappearance", (source, context) =>
        {
            var queries = context.Service<DisappearanceQueries>();
            return context.Load(context.Loader<string, DisappearanceRow>("disappearances", (ids, ct) => queries.FindAsync(ids, ct)), source.Id);
        });
}
