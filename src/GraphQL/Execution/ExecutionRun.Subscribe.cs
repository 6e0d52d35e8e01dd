namespace EventCatalog.GraphQL.Execution;

// Source: https://spec.graphql.org/September2025/#CreateSourceEventStream()
internal sealed partial class ExecutionRun
{
    /// <summary>Opens the stream behind the operation's one field.</summary>
    /// <exception cref="GraphQLError">It cannot be opened; the error has its place and path.</exception>
    public IAsyncEnumerable<object?> OpenStream(OperationPlan plan, object? rootValue)
    {
        var field = plan.Root.Fields[0];
        positions.Push(field, index: -1, isNonNull: false, at: 0);
        try
        {
            return field.Definition.Open is { } open
                ? open(rootValue, new FieldContext(this, positions.Keep(), positions.Depth, field, arguments.Of(field), scope: null))
                : throw new GraphQLError($"Subscription field must return Async Iterable: no stream is bound to {field.Definition}.", "INTERNAL");
        }
        catch (Exception error) when (!Cancellation.IsCancellationRequested)
        {
            throw Describe(error, positions.Path(positions.Depth), field);
        }
    }

    /// <summary>What the caller is told when the stream behind the operation's field failed on the way.</summary>
    public GraphQLError StreamFailed(OperationPlan plan, Exception error) =>
        Describe(error, [plan.Root.Fields[0].ResponseName], plan.Root.Fields[0]);
}
