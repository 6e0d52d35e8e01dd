using EventCatalog.GraphQL;

namespace EventCatalog.ReadModels.Kinds;

/// <summary>The GraphQL fields about kinds that are data.</summary>
public static class KindFields
{
    public static SchemaBuilder AddKinds(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("kinds"))
        .FieldAsync<object>("Query.kinds", async (_, context) => await context.Service<KindQueries>().AllAsync(await context.TakeInstantAsync(), context.Cancellation));
}
