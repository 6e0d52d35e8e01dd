using System.Text.Json;
using EventCatalog.GraphQL;
using EventCatalog.GraphQL.Language;
using Microsoft.Net.Http.Headers;

namespace EventCatalog.Api.GraphQL;

/// <summary>GraphQL over HTTP at <c>/graphql</c>: POST with a JSON body, GET for queries.</summary>
public static class GraphQLEndpoints
{
    private const string GraphQLResponse = "application/graphql-response+json";
    private const string Json = "application/json";
    private const int MaxBody = 1024 * 1024;

    public static void MapGraphQL(this IEndpointRouteBuilder app)
    {
        app.MapPost("/graphql", PostAsync);
        app.MapGet("/graphql", GetAsync);
    }

    private static async Task PostAsync(HttpContext http, GraphQLExecutor executor)
    {
        // A form or text body could come from a foreign page without asking; JSON cannot.
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(http, StatusCodes.Status415UnsupportedMediaType, $"Send the request as {Json}.");
            return;
        }

        if (http.Request.ContentLength > MaxBody)
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, $"The request has {http.Request.ContentLength} bytes; {MaxBody} are allowed.");
            return;
        }

        GraphQLRequest? request;
        try
        {
            request = Read(await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: http.RequestAborted));
        }
        catch (JsonException error)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, $"The body is no GraphQL request: {error.Message}");
            return;
        }

        await AnswerAsync(http, executor, request, mutations: true);
    }

    private static Task GetAsync(HttpContext http, GraphQLExecutor executor)
    {
        var query = http.Request.Query;
        try
        {
            var request = new GraphQLRequest(query["query"], query["operationName"], Parse(query["variables"]), Parse(query["extensions"]));
            return AnswerAsync(http, executor, request, mutations: false);
        }
        catch (JsonException error)
        {
            return RefuseAsync(http, StatusCodes.Status400BadRequest, $"variables and extensions must be JSON: {error.Message}");
        }

        static JsonElement? Parse(string? text) => string.IsNullOrEmpty(text) ? null : JsonElement.Parse(text);
    }

    private static async Task AnswerAsync(HttpContext http, GraphQLExecutor executor, GraphQLRequest? request, bool mutations)
    {
        if (request?.Query is null or "")
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "The request has no `query` text.");
            return;
        }

        if (!mutations && executor.FindOperationType(request) == OperationType.Mutation)
        {
            http.Response.Headers.Allow = "POST";
            await RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "A mutation must be sent by POST.");
            return;
        }

        var result = await executor.ExecuteAsync(request, http.RequestServices, http.RequestAborted);
        var media = ChooseMedia(http);
        http.Response.ContentType = $"{media}; charset=utf-8";
        http.Response.StatusCode = result.IsRequestError && string.Equals(media, GraphQLResponse, StringComparison.Ordinal)
            ? StatusCodes.Status400BadRequest
            : StatusCodes.Status200OK;
        result.WriteTo(http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static GraphQLRequest? Read(JsonElement body)
    {
        return body.ValueKind != JsonValueKind.Object
            ? null
            : new GraphQLRequest(
                Member("query", JsonValueKind.String)?.GetString(), Member("operationName", JsonValueKind.String)?.GetString(),
                Member("variables", JsonValueKind.Object), Member("extensions", JsonValueKind.Object));

        JsonElement? Member(string name, JsonValueKind kind) =>
            !body.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null ? null
            : value.ValueKind == kind ? value
            : throw new JsonException($"`{name}` must be a {kind}.");
    }

    private static string ChooseMedia(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains(GraphQLResponse, StringComparison.OrdinalIgnoreCase) ? GraphQLResponse : Json;

    private static async Task RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(new { errors = new[] { new { message } } }, http.RequestAborted);
    }
}
