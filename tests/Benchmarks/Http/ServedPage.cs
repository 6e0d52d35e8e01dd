using EventCatalog.Api.GraphQL;
using EventCatalog.Api.GraphQL.Subscriptions;
using EventCatalog.Benchmarks.GraphQL;
using EventCatalog.GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventCatalog.Benchmarks.Http;

/// <summary>The portal's own way of an HTTP request to <c>/graphql</c>, every step of it, over the page of <see cref="EntityPage"/>.</summary>
internal static class ServedPage
{
    /// <summary>Says its address in a line, then answers until its input ends, which it does with the one who started it.</summary>
    public static async Task<int> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = false);
        // The peers do not count what a document costs, and all answers are compared.
        builder.Services.AddSingleton(new GraphQLExecutor(EntityPage.Build(), new ExecutionOptions { TellsCost = false }))
            .AddSingleton<ReachedPosition>(() => 0)
            .AddGraphQLOverHttp(new GraphQLOptions(), PersistedDocuments.None);

        await using var app = builder.Build();
        app.UseHostFiltering();
        app.UseGraphQLStreaming();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/graphql", StringComparison.Ordinal), branch => branch.UseResponseCompression());
        app.MapGraphQL();
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
