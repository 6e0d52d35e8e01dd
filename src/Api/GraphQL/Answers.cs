using System.Globalization;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL;

/// <summary>Writes answers that are one whole, refusals among them, under the status of their outcome.</summary>
public sealed class Answers(GraphQLOptions options)
{
    public static Outcome OutcomeOf(GraphQLResult result) => result switch
    {
        { IsRequestError: true, Errors: [BudgetExceeded] } => Outcome.TooManyRequests,
        { Status: GraphQLResultStatus.DocumentNotParsed } => Outcome.DocumentNotParsed,
        { Status: GraphQLResultStatus.DocumentNotValid } => Outcome.DocumentNotValid,
        { Status: GraphQLResultStatus.RequestNotValid } => Outcome.RequestNotValid,
        _ when DatabaseAway.IsIn(result) => Outcome.Unavailable,
        _ => result.Errors.Count == 0 ? Outcome.Answered : Outcome.AnsweredWithErrors,
    };

    public Task SendAsync(HttpContext http, GraphQLResult result, string media)
    {
        var retryAfter = result.Errors is [BudgetExceeded exceeded] ? exceeded.RetryAfter : DatabaseAway.IsIn(result) ? DatabaseAway.RetryAfter : (TimeSpan?)null;
        if (retryAfter is { } wait)
            http.Response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return SendAsync(http, result, OutcomeOf(result), media);
    }

    public Task RefuseAsync(HttpContext http, RefusedRequest refused, string media)
    {
        if (refused.Allow is { } methods)
            http.Response.Headers.Allow = methods;
        return SendAsync(http, refused.ToResult(), refused.Outcome, media);
    }

    /// <summary>The status and media type of an answer whose body the caller writes.</summary>
    public void Begin(HttpContext http, Outcome outcome, string media)
    {
        http.Response.StatusCode = StatusTable.StatusOf(outcome, options.StatusProfile, asJson: string.Equals(media, ResponseMedia.Json, StringComparison.Ordinal));
        http.Response.ContentType = $"{media}; charset=utf-8";
    }

    private async Task SendAsync(HttpContext http, GraphQLResult result, Outcome outcome, string media)
    {
        Begin(http, outcome, media);
        http.Response.Headers.CacheControl = "no-store";
        result.WriteTo(http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}
