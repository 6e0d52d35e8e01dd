using System.Collections.Concurrent;
using EventCatalog.GraphQL.Types;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>The schemas under Schemas, bound to invented answers.</summary>
internal static class MockSchema
{
    private static readonly ConcurrentDictionary<(string Name, bool Waits), GraphQLExecutor> Executors = [];

    /// <summary>Limits are off: what is compared is the language.</summary>
    /// <param name="waits">Whether a share of the resolvers answers later, as <see cref="WaitingAnswers"/> says, or all at once.</param>
    public static GraphQLExecutor Executor(string name, bool waits = false) => Executors.GetOrAdd((name, waits), Make);

    private static GraphQLExecutor Make((string Name, bool Waits) key)
    {
        var sdl = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Schemas", key.Name + ".graphql"));
        return new GraphQLExecutor(Build(sdl, key.Waits ? WaitingAnswers.Bind : MockAnswers.Bind), new ExecutionOptions
        {
            MaxTokens = int.MaxValue,
            MaxDepth = int.MaxValue,
            MaxAliases = int.MaxValue,
            MaxRootFields = int.MaxValue,
            MaxCost = long.MaxValue,
            CachedDocuments = 1,
            TellsCost = false,
        });
    }

    private static Schema Build(string sdl, Action<SchemaBuilder, FieldDefinition> bind)
    {
        var builder = new SchemaBuilder().Add(sdl);
        var plain = new SchemaBuilder().Add(sdl).Build();
        foreach (var type in plain.Types.OfType<ObjectType>().Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            foreach (var field in type.Fields.Values)
            {
                if (type == plain.SubscriptionType)
                    MockAnswers.BindStream(builder, field);
                else
                    bind(builder, field);
            }
        }

        return builder.Build();
    }
}
