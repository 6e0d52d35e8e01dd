using EventCatalog.Api.GraphQL.Subscriptions;
using EventCatalog.GraphQL;
using Microsoft.AspNetCore.ResponseCompression;

namespace EventCatalog.Api.GraphQL;

/// <summary>GraphQL over HTTP at <c>/graphql</c>. Source: https://graphql.github.io/graphql-over-http/draft/</summary>
public static class GraphQLEndpoints
{
    /// <summary>Needs a <see cref="GraphQLExecutor"/> and a <see cref="ReachedPosition"/> beside it.</summary>
    public static IServiceCollection AddGraphQLOverHttp(this IServiceCollection services, GraphQLOptions options, PersistedDocuments documents) => services
        .AddSingleton(options)
        .AddSingleton(documents)
        .AddSingleton<DocumentSource>()
        .AddSingleton(provider => new FixedAnswers(provider.GetRequiredService<GraphQLExecutor>().Schema))
        .AddSingleton<Budgets>()
        .AddSingleton<Intake>()
        .AddSingleton<Answers>()
        .AddSingleton<GraphQLHandler>()
        .AddGraphQLStreaming()
        .Configure<ResponseCompressionOptions>(compression =>
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, ResponseMedia.GraphQLResponse]);

    /// <summary>Every method that nobody maps on the same path is answered here, if only to say which are allowed.</summary>
    public static void MapGraphQL(this IEndpointRouteBuilder app) =>
        app.Map("/graphql", (HttpContext http, GraphQLHandler handler) => handler.AnswerAsync(http));
}
