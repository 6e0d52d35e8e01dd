using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL;

/// <summary>One request from HTTP to the engine and back.</summary>
public sealed class GraphQLHandler(GraphQLExecutor executor, Intake intake, Answers answers, FixedAnswers fixedAnswers, ReachedPosition reachedPosition)
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
            var request = intake.Take(await RequestReader.ReadAsync(http.Request, http.RequestAborted), http);
            var reached = reachedPosition();
            using var result = await executor.ExecuteAsync(request, http.RequestServices, http.RequestAborted);
            if (HttpMethods.IsPost(http.Request.Method) || Answers.OutcomeOf(result) is not Outcome.Answered)
                await answers.SendAsync(http, result, media);
            else
                await SendCachedAsync(http, result, media, fixedAnswers.IsFixed(request, reached));
        }
        catch (RefusedRequest refused)
        {
            await answers.RefuseAsync(http, refused, media);
        }
    }

    private async Task SendCachedAsync(HttpContext http, GraphQLResult result, string media, bool isFixed)
    {
        answers.Begin(http, Outcome.Answered, media);
        await CachedAnswer.SendAsync(http, result.Json, media, isFixed);
    }

    private static void RequireMethod(string method)
    {
        if (!HttpMethods.IsPost(method) && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            throw new RefusedRequest(Outcome.MethodNotAllowed, $"{method} is not answered here; send a query by GET or POST.", "METHOD_NOT_ALLOWED") { Allow = AllMethods };
    }

    private static RefusedRequest NotAcceptable(HttpContext http) => new(
        Outcome.NotAcceptable,
        $"\"{http.Request.Headers.Accept}\" accepts neither {ResponseMedia.GraphQLResponse} nor {ResponseMedia.Json}.",
        "NOT_ACCEPTABLE");
}
