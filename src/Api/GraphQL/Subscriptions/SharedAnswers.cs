using EventCatalog.EventStore;
using EventCatalog.GraphQL;
using EventCatalog.ReadModels.Changes;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>
/// Gives one answer to all subscribers who ask the same of an event: a thousand of them are a thousand messages, but one execution.
/// Answers do not depend on who asks; where they come to, who asks belongs into the key.
/// </summary>
public sealed class SharedAnswers
{
    /// <summary>Answers kept for subscribers who are a little behind, and the bytes of one that is.</summary>
    private const int Kept = 200;
    private const int MaxKeptBytes = 32 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<Key, Lazy<Task<GraphQLResult>>> answers = [];
    private readonly Queue<Key> byAge = new();

    public GraphQLRequest Share(GraphQLRequest request)
    {
        var variables = request.Variables?.GetRawText();
        return request with
        {
            AnswerEvent = (sourceEvent, execute) => sourceEvent switch
            {
                RecordedEvent recorded => AnswerAsync(new Key(request.Query, request.OperationName, variables, recorded.Position, Ref: null), execute),
                Change change => AnswerAsync(new Key(request.Query, request.OperationName, variables, change.Position, change.Ref), execute),
                _ => execute(),
            },
        };
    }

    private async ValueTask<GraphQLResult> AnswerAsync(Key key, Func<ValueTask<GraphQLResult>> execute)
    {
        var own = new Lazy<Task<GraphQLResult>>(() => ExecuteAsync(key, execute));
        var answer = Keep(key, own);
        try
        {
            return await answer.Value;
        }
        catch (OperationCanceledException) when (answer != own)
        {
            // Who asked first has left before there was an answer.
            return await execute();
        }
    }

    private Lazy<Task<GraphQLResult>> Keep(Key key, Lazy<Task<GraphQLResult>> own)
    {
        lock (gate)
        {
            if (answers.TryGetValue(key, out var known))
                return known;
            answers.Add(key, own);
            byAge.Enqueue(key);
            if (byAge.Count > Kept)
                answers.Remove(byAge.Dequeue());
            return own;
        }
    }

    private async Task<GraphQLResult> ExecuteAsync(Key key, Func<ValueTask<GraphQLResult>> execute)
    {
        var result = await execute();
        // Written here, once. A large one goes to those who wait for it now.
        if (result.Json.Length > MaxKeptBytes)
        {
            lock (gate)
                answers.Remove(key);
        }

        return result;
    }

    private sealed record Key(string? Query, string? OperationName, string? Variables, long Position, string? Ref);
}
