using System.Text.Json;
using EventCatalog.GraphQL;

namespace EventCatalog.Api.GraphQL;

/// <summary>
/// Finds the document a request means: the text itself, the id of a persisted one, or the hash of one a caller left here.
/// </summary>
public sealed class DocumentSource(GraphQLExecutor executor, PersistedDocuments persisted, GraphQLOptions options)
{
    private const string NotFound = "PERSISTED_QUERY_NOT_FOUND";
    private readonly AutomaticPersistedQueries automatic = new();

    /// <returns>A request that has its text.</returns>
    /// <exception cref="RefusedRequest">There is no such document, or it may not be asked here.</exception>
    public GraphQLRequest Find(RequestParameters parameters)
    {
        var request = new GraphQLRequest(parameters.Query, parameters.OperationName, parameters.Variables, parameters.Extensions);
        return parameters switch
        {
            { DocumentId: not null, Query: not null } => throw Wrong("Send `query` or `documentId`, not both."),
            { DocumentId: { } id } => request with { Query = persisted.Find(id) ?? throw Unknown(id) },
            _ when HashIn(parameters.Extensions) is { } hash => Automatic(request, hash),
            { Query: null or "" } => throw Wrong("The request has neither `query` text nor `documentId`."),
            _ => options.FreeDocuments || IsPersisted(parameters.Query) ? request : throw NotFree(),
        };
    }

    private GraphQLRequest Automatic(GraphQLRequest request, string hash)
    {
        if (string.IsNullOrEmpty(request.Query))
        {
            // The messages are what clients look for; they send the text next.
            return request with
            {
                Query = persisted.Find(hash) ?? (options.FreeDocuments
                    ? automatic.Find(hash) ?? throw new RefusedRequest(Outcome.RequestNotValid, "PersistedQueryNotFound", NotFound)
                    : throw new RefusedRequest(Outcome.RequestNotValid, "PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED")),
            };
        }

        if (!string.Equals(hash, PersistedDocuments.HashOf(request.Query), StringComparison.Ordinal))
            throw new RefusedRequest(Outcome.RequestNotValid, "`extensions.persistedQuery.sha256Hash` is not the hash of `query`.", "PERSISTED_QUERY_HASH_MISMATCH");
        if (persisted.Find(hash) is not null)
            return request;
        if (!options.FreeDocuments)
            throw NotFree();
        // What cannot be executed is not worth a place.
        if (executor.FindOperationType(request) is not null)
            automatic.Remember(hash, request.Query);
        return request;
    }

    /// <summary>The hash of <c>extensions.persistedQuery</c>; null when there is no such entry.</summary>
    private static string? HashIn(JsonElement? extensions)
    {
        if (extensions is not { } map || !map.TryGetProperty("persistedQuery", out var entry) || entry.ValueKind == JsonValueKind.Null)
            return null;
        var isKnown = entry.ValueKind == JsonValueKind.Object
            && entry.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == 1
            && entry.TryGetProperty("sha256Hash", out var hash) && hash.ValueKind == JsonValueKind.String;
        return isKnown
            ? entry.GetProperty("sha256Hash").GetString()
            : throw Wrong("`extensions.persistedQuery` must be {\"version\": 1, \"sha256Hash\": \"…\"}.");
    }

    private bool IsPersisted(string text) => persisted.Find(PersistedDocuments.HashOf(text)) is not null;

    private static RefusedRequest Wrong(string message) => new(Outcome.ParametersNotValid, message, "BAD_REQUEST");

    private static RefusedRequest Unknown(string id) => new(
        Outcome.RequestNotValid, $"No document is known here by the id \"{id}\". A page that sends it was built for another version of this portal: reload it.", NotFound);

    private static RefusedRequest NotFree() => new(
        Outcome.Forbidden,
        "This portal answers only the documents of its own pages, and this is none of them. Whoever runs it may allow others with Catalog:GraphQL:FreeDocuments.",
        "FREE_DOCUMENTS_OFF");
}
