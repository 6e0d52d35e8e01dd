using System.Runtime.CompilerServices;
using EventCatalog.GraphQL.Execution;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL;

// Source: https://spec.graphql.org/September2025/#sec-Subscription
public sealed partial class GraphQLExecutor
{
    /// <summary>
    /// Begins a subscription: opens its source, and answers each event by executing the operation on it. An error inside one answer does
    /// not end the stream. A query or a mutation is executed too, when its one answer is asked for, so that a streaming transport can
    /// carry every operation.
    /// </summary>
    /// <param name="rootValue">What the stream's opener gets; null when it needs nothing.</param>
    /// <param name="ct">Unsubscribes: the source's cancellation ends and enumerating throws. Disposing the enumerator closes the source too.</param>
    public GraphQLSubscription Subscribe(GraphQLRequest request, IServiceProvider services, object? rootValue, CancellationToken ct)
    {
        var (document, refusal) = Prepare(request.Query);
        if (document is null)
            return Refused(refusal!);

        OperationDefinitionNode operation;
        try
        {
            operation = document.FindOperation(request.OperationName);
        }
        catch (GraphQLError error)
        {
            return Refused(GraphQLResult.RequestError(error));
        }

        if (operation.Operation != OperationType.Subscription)
            return new GraphQLSubscription(Refusal: null, OnceAsync(request, services, ct));
        if (document.Schema.SubscriptionType is null)
            return Refused(GraphQLResult.RequestError(Refuse(operation)!));
        var errors = new List<GraphQLError>();
        var variables = VariableCoercion.Coerce(document.Schema, operation, request.Variables, errors);
        return errors.Count > 0
            ? Refused(NotValid(operation, errors))
            : Open(request, document, operation, variables, services, rootValue, ct);
    }

    private GraphQLSubscription Open(
        GraphQLRequest request,
        PreparedDocument document,
        OperationDefinitionNode operation,
        Dictionary<string, object?> variables,
        IServiceProvider services,
        object? rootValue,
        CancellationToken ct)
    {
        var plan = document.Plan(operation, document.Schema.SubscriptionType!, variables);
        var arguments = new ArgumentValues(variables);
        if (Weigh(plan, operation, arguments, request.Admit).Refusal is { } refusal)
            return Refused(refusal);
        // Not disposed when nobody enumerates: it then has no timer, and its registration goes with the caller's source.
        var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var run = new ExecutionRun(document.Schema, options, arguments, services, ended.Token);
        try
        {
            var source = run.OpenStream(plan, rootValue);
            return new GraphQLSubscription(Refusal: null, AnswersAsync(
                source, run, plan, ended, request.AnswerEvent is { } answer ? @event => answer(@event, () => ExecuteOnAsync(@event)) : ExecuteOnAsync));
        }
        catch (GraphQLError error)
        {
            ended.Dispose();
            return Refused(NotValid(operation, [error]));
        }
        finally
        {
            // A stream may stay open for days, and nothing more is written by the run that opened it.
            run.Dispose();
        }

        ValueTask<GraphQLResult> ExecuteOnAsync(object? @event) => ExecuteAsync(document, operation, variables, admit: null, services, @event, ended.Token);
    }

    private static async IAsyncEnumerable<GraphQLResult> AnswersAsync(
        IAsyncEnumerable<object?> source,
        ExecutionRun run,
        OperationPlan plan,
        CancellationTokenSource ended,
        Func<object?, ValueTask<GraphQLResult>> answer,
        [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var owned = ended;
        await using var left = ct.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), ended);
        await using var events = source.GetAsyncEnumerator(ended.Token);
        while (true)
        {
            GraphQLError? failure = null;
            try
            {
                if (!await events.MoveNextAsync())
                    yield break;
            }
            catch (Exception error) when (!ended.IsCancellationRequested)
            {
                failure = run.StreamFailed(plan, error);
            }

            if (failure is not null)
            {
                yield return new GraphQLResult(GraphQLResultStatus.RequestNotValid, [failure], OperationType.Subscription);
                yield break;
            }

            yield return await answer(events.Current);
        }
    }

    private async IAsyncEnumerable<GraphQLResult> OnceAsync(
        GraphQLRequest request, IServiceProvider services, CancellationToken begun, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(begun, ct);
        yield return await ExecuteAsync(request, services, either.Token);
    }

    private static GraphQLSubscription Refused(GraphQLResult refusal) => new(refusal, AsyncEnumerable.Empty<GraphQLResult>());
}
