using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using Microsoft.Extensions.DependencyInjection;

namespace EventCatalog.ReadModels;

/// <summary>What the resolvers of every slice ask of their context.</summary>
internal static class FieldContexts
{
    public static T Service<T>(this FieldContext context) where T : notnull => context.Services.GetRequiredService<T>();

    /// <summary>The instant this branch of the query is answered at.</summary>
    public static AsOf At(this FieldContext context) => context.Scope<AsOf>() ?? AsOf.Present;

    /// <summary>Takes the instant of a root field's arguments <c>at</c> and <c>knownAt</c> for everything below it.</summary>
    public static async ValueTask<AsOf> TakeInstantAsync(this FieldContext context)
    {
        var at = await context.InstantAsync("at", "knownAt");
        context.SetScope(at);
        return at;
    }

    /// <summary>The instant that two arguments give: when it was true, and up to when recorded.</summary>
    public static async ValueTask<AsOf> InstantAsync(this FieldContext context, string at, string knownAt)
    {
        var (instant, known) = (context.Optional<AsOf>(at), context.Optional<AsOf>(knownAt));
        return await context.Service<Knowledge>().OfAsync(instant, known, context.Cancellation)
            ?? throw new GraphQLError($"{at} \"{instant}\" says itself what was known: a position is what the log knew then. Give {knownAt} beside a time, or leave it out.");
    }

    /// <summary>An argument; null when it was left out or is null.</summary>
    public static T? Optional<T>(this FieldContext context, string name) => context.TryArgument<T>(name, out var value) ? value : default;

    public static ValueTask<object?> LoadEntity(this FieldContext context, string? reference)
    {
        if (reference is null)
            return new ValueTask<object?>((object?)null);
        var at = context.At();
        var queries = context.Service<EntityQueries>();
        return context.Load(context.Loader<string, EntityVersion>($"entity {at}", (refs, ct) => queries.FollowAsync(refs, at, ct)), reference);
    }
}
