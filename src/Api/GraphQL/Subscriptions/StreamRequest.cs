using System.Text.Json;
using EventCatalog.GraphQL;
using EventCatalog.GraphQL.Language;
using Microsoft.AspNetCore.Http.Features;

namespace EventCatalog.Api.GraphQL.Subscriptions;

/// <summary>Reads the operation a client wants to have streamed: a JSON body, or the parameters of a GET.</summary>
internal static class StreamRequest
{
    public const int MaxBody = 1024 * 1024;

    /// <returns>Null when the request was refused; the answer is then written.</returns>
    public static async Task<GraphQLRequest?> ReadAsync(HttpContext http, GraphQLExecutor executor, CancellationToken ct)
    {
        GraphQLRequest? request;
        try
        {
            if (HttpMethods.IsGet(http.Request.Method))
            {
                var query = http.Request.Query;
                request = new GraphQLRequest(query["query"], query["operationName"], Parse(query["variables"]), Parse(query["extensions"]));
            }
            else if (!HttpMethods.IsPost(http.Request.Method))
            {
                http.Response.Headers.Allow = "GET, POST";
                return await RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "Subscribe by GET or POST.", ct);
            }
            else if (!http.Request.HasJsonContentType())
            {
                // A form or text body could come from a foreign page without asking; JSON cannot.
                return await RefuseAsync(http, StatusCodes.Status415UnsupportedMediaType, "Send the request as application/json.", ct);
            }
            else if (http.Request.ContentLength > MaxBody)
            {
                return await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, $"The request has {http.Request.ContentLength} bytes; {MaxBody} are allowed.", ct);
            }
            else
            {
                // For a body that does not tell its length; the server answers 413 by itself.
                if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                    limit.MaxRequestBodySize = MaxBody;
                request = Of(await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body, cancellationToken: ct));
            }
        }
        catch (JsonException error)
        {
            return await RefuseAsync(http, StatusCodes.Status400BadRequest, $"The body, variables and extensions must be JSON: {error.Message}", ct);
        }

        if (string.IsNullOrEmpty(request?.Query))
            return await RefuseAsync(http, StatusCodes.Status400BadRequest, "The request has no \"query\" text.", ct);
        if (HttpMethods.IsGet(http.Request.Method) && executor.FindOperationType(request) == OperationType.Mutation)
        {
            http.Response.Headers.Allow = "POST";
            return await RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "A mutation must be sent by POST.", ct);
        }

        return request;
    }

    /// <summary>The request in a JSON object; null when it is none, or an entry has the wrong type.</summary>
    public static GraphQLRequest? Of(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object
            || !TryMember(body, "query", JsonValueKind.String, out var query)
            || !TryMember(body, "operationName", JsonValueKind.String, out var operationName)
            || !TryMember(body, "variables", JsonValueKind.Object, out var variables)
            || !TryMember(body, "extensions", JsonValueKind.Object, out var extensions))
            return null;
        return new GraphQLRequest(query?.GetString(), operationName?.GetString(), variables, extensions);
    }

    public static async Task<GraphQLRequest?> RefuseAsync(HttpContext http, int status, string message, CancellationToken ct)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(new { errors = new[] { new { message } } }, ct);
        return null;
    }

    private static bool TryMember(JsonElement body, string name, JsonValueKind kind, out JsonElement? value)
    {
        value = body.TryGetProperty(name, out var given) && given.ValueKind != JsonValueKind.Null ? given : null;
        return value is null || value.Value.ValueKind == kind;
    }

    private static JsonElement? Parse(string? text) => string.IsNullOrEmpty(text) ? null : JsonElement.Parse(text);
}
