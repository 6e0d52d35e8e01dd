using System.Runtime.CompilerServices;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>Begins an operation that was let in.</summary>
/// <param name="rootValue">What the subscription's opener gets.</param>
/// <param name="ct">Ends it.</param>
internal delegate GraphQLSubscription BeginOperation(IServiceProvider services, object? rootValue, CancellationToken ct);

/// <summary>
/// Lets in operations whose answers go over a stream. Its caller pays for the start and for each event: with the budget spent, no event
/// is lost, the next one waits.
/// </summary>
internal sealed class StreamedOperations(GraphQLExecutor executor, Intake intake, Budgets budgets, SharedAnswers shared)
{
    /// <returns>
    /// What begins it. That a document is not known is the operation's answer, as it is of one not valid: a client that sends hashes waits
    /// for it there.
    /// </returns>
    /// <exception cref="RefusedRequest">The request is no such operation, or not allowed.</exception>
    public BeginOperation Take(RequestParameters parameters, HttpContext http) => Take(() => intake.Take(parameters, http), Caller.Of(http));

    /// <inheritdoc cref="Take(RequestParameters, HttpContext)"/>
    public BeginOperation Take(RequestParameters parameters, string caller) => Take(() => intake.Take(parameters, caller, tellsRemaining: true), caller);

    private BeginOperation Take(Func<GraphQLRequest> take, string caller)
    {
        try
        {
            var request = shared.Share(take());
            return (services, rootValue, ct) =>
            {
                var begun = executor.Subscribe(request, services, rootValue, ct);
                return begun with { Results = PacedAsync(begun.Results, caller, ct) };
            };
        }
        catch (RefusedRequest refused) when (refused.Outcome == Outcome.RequestNotValid)
        {
            return (_, _, _) => new GraphQLSubscription(refused.ToResult(), AsyncEnumerable.Empty<GraphQLResult>());
        }
    }

    private async IAsyncEnumerable<GraphQLResult> PacedAsync(
        IAsyncEnumerable<GraphQLResult> answers, string caller, CancellationToken begun, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var answer in answers.WithCancellation(ct))
        {
            yield return answer;
            // The start has paid for the first; each pays for the one after it, before that is made.
            if (answer is { SourceEvent: not null, Cost: { } cost })
                await budgets.SpendAsync(caller, cost.Requested, begun);
        }
    }
}
