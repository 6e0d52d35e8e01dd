using EventCatalog.EventStore;
using EventCatalog.GraphQL;

namespace EventCatalog.ReadModels.Operations;

/// <summary>The GraphQL fields for who runs the portal: how far each read model is, and how the log fares.</summary>
public static class OperationFields
{
    public static SchemaBuilder AddOperations(this SchemaBuilder schema) => schema
        .Add(Sdl.Of("operations"))
        .Field<object>("Query.readModels", (_, context) => context.Service<Followers>().Status)
        .Field<FollowerStatus>("ReadModel.status", (follower, _) => Words(follower))
        .Field<FollowerStatus>("ReadModel.beside", (follower, context) => context.Service<Followers>().BesideOf(follower.Name))
        .FieldAsync<FollowerStatus>("ReadModelBuild.status", BuildWordsAsync)
        .FieldAsync<object>("Query.store", (_, context) => StatusAsync(context))
        .Field<StoreStatus>("Store.work", (store, _) => store.Leases)
        .Field<NodeStatus>("StoreNode.name", (node, _) => node.Node);

    private static string Words(FollowerStatus follower)
    {
        var state = follower.State.ToString().ToLowerInvariant();
        return follower.Failure switch
        {
            null => state,
            { Position: { } position } failure => FormattableString.Invariant($"{state} at @{position}: {failure.Message}"),
            var failure => $"{state}: {failure.Message}",
        };
    }

    /// <summary>What a build waits for stands in the database; what it failed at, here.</summary>
    private static async ValueTask<object?> BuildWordsAsync(FollowerStatus build, FieldContext context)
    {
        if (build.Failure is not null)
            return Words(build);
        var store = (StoreStatus)(await StatusAsync(context))!;
        return store.Projections.FirstOrDefault(each => string.Equals(each.Name, build.Name, StringComparison.Ordinal))?.Rebuild?.State switch
        {
            "ready" => "ready to be served",
            "former" => "served before, kept level",
            _ => "being built",
        };
    }

    /// <summary>Asked once for all fields of a request.</summary>
    private static ValueTask<object?> StatusAsync(FieldContext context)
    {
        var operations = context.Service<StoreOperations>();
        var loader = context.Loader<int, StoreStatus>("store status", async (keys, ct) =>
        {
            var status = await operations.StatusAsync(ct);
            return keys.ToDictionary(key => key, _ => status);
        });
        return context.Load(loader, 0);
    }
}
