using System.Buffers;
using EventCatalog.GraphQL;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.Api.GraphQL;

/// <summary>One request from HTTP to the engine and back.</summary>
public sealed class GraphQLHandler(GraphQLExecutor executor, DocumentSource documents, FixedAnswers fixedAnswers, ReachedPosition reachedPosition, GraphQLOptions options)
{
    private const string AllMethods = "GET, HEAD, POST";

    /// <summary>Answers any method on the endpoint; what is refused is answered as GraphQL errors too.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        // Until the caller's wish is understood, the plainest type.
        var media = ResponseMedia.Json;
        try
        {
            RequireMethod(http.Request.Method);
            http.Response.Headers.Append("Vary", "Accept");
            media = ResponseMedia.Choose(http.Request.Headers.Accept) ?? throw NotAcceptable(http);
            var request = documents.Find(await RequestReader.ReadAsync(http.Request, http.RequestAborted));
            if (HttpMethods.IsPost(http.Request.Method))
            {
                var result = await executor.ExecuteAsync(request, http.RequestServices, http.RequestAborted);
                await SendAsync(http, result, OutcomeOf(result), media);
            }
            else
            {
                await AnswerCachedAsync(http, request, media);
            }
        }
        catch (RefusedRequest refused)
        {
            if (refused.Allow is { } methods)
                http.Response.Headers.Allow = methods;
            await SendAsync(http, GraphQLResult.RequestError(new GraphQLError(refused.Message, refused.Code)), refused.Outcome, media);
        }
    }

    private async Task AnswerCachedAsync(HttpContext http, GraphQLRequest request, string media)
    {
        RequireQuery(request);
        var reached = reachedPosition();
        var result = await executor.ExecuteAsync(request, http.RequestServices, http.RequestAborted);
        if (OutcomeOf(result) is not Outcome.Answered and var outcome)
        {
            await SendAsync(http, result, outcome, media);
            return;
        }

        var body = new ArrayBufferWriter<byte>();
        result.WriteTo(body);
        Begin(http, Outcome.Answered, media);
        await CachedAnswer.SendAsync(http, body.WrittenMemory, media, fixedAnswers.IsFixed(request, reached));
    }

    private static void RequireMethod(string method)
    {
        if (!HttpMethods.IsPost(method) && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            throw new RefusedRequest(Outcome.MethodNotAllowed, $"{method} is not answered here; send a query by GET or POST.", "METHOD_NOT_ALLOWED") { Allow = AllMethods };
    }

    /// <summary>A page or a crawler may follow any link, so nothing may change by GET.</summary>
    private void RequireQuery(GraphQLRequest request)
    {
        if (executor.FindOperationType(request) == OperationType.Mutation)
            throw new RefusedRequest(Outcome.MethodNotAllowed, "A mutation must be sent by POST.", "METHOD_NOT_ALLOWED") { Allow = "POST" };
    }

    private static RefusedRequest NotAcceptable(HttpContext http) => new(
        Outcome.NotAcceptable,
        $"\"{http.Request.Headers.Accept}\" accepts neither {ResponseMedia.GraphQLResponse} nor {ResponseMedia.Json}.",
        "NOT_ACCEPTABLE");

    private static Outcome OutcomeOf(GraphQLResult result) => result.Status switch
    {
        GraphQLResultStatus.DocumentNotParsed => Outcome.DocumentNotParsed,
        GraphQLResultStatus.DocumentNotValid => Outcome.DocumentNotValid,
        GraphQLResultStatus.RequestNotValid => Outcome.RequestNotValid,
        _ => result.Errors.Count == 0 ? Outcome.Answered : Outcome.AnsweredWithErrors,
    };

    private async Task SendAsync(HttpContext http, GraphQLResult result, Outcome outcome, string media)
    {
        Begin(http, outcome, media);
        http.Response.Headers.CacheControl = "no-store";
        result.WriteTo(http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private void Begin(HttpContext http, Outcome outcome, string media)
    {
        http.Response.StatusCode = StatusTable.StatusOf(outcome, options.StatusProfile, asJson: string.Equals(media, ResponseMedia.Json, StringComparison.Ordinal));
        http.Response.ContentType = $"{media}; charset=utf-8";
    }
}
