using EventCatalog.Domain;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>The GraphQL fields that say who owned what at an instant.</summary>
public static class OwnersAtFields
{
    /// <summary>As many references and systems as one question may name.</summary>
    public const int Most = 200;

    public static SchemaBuilder AddOwnersAt(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("ownersAt"))
        .FieldAsync<object>("Query.ownersAt", async (_, context) =>
        {
            var (refs, systems) = (Texts(context, "refs"), Texts(context, "systems"));
            if (refs.Count + systems.Count is 0 or > Most)
                throw new GraphQLError($"Name from 1 to {Most} entities or systems, in `refs` or `systems`; {refs.Count + systems.Count} were named.");
            return await context.Service<OwnersAt>().FindAsync(refs, systems, context.Argument<AsOf>("instant"), context.Cancellation);
        });

    private static List<string> Texts(FieldContext context, string argument) => [.. (context.Optional<IReadOnlyList<EntityRef>>(argument) ?? []).Select(reference => reference.ToString())];
}
