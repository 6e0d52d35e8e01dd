using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventCatalog.Api.GraphQL;
using EventCatalog.Api.GraphQL.Subscriptions;
using EventCatalog.GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventCatalog.Api.Tests.GraphQL;

/// <summary>The endpoint as it is, on Kestrel and a free port, over a schema of a few fields.</summary>
public class SmallServer : IAsyncLifetime
{
    private const string Sdl =
        """
        scalar Instant
        type Query { hello(name: String = "world"): String! broken: String away: String count: Int! thing(at: Instant, where: Filter): Thing! }
        input Filter { hasProblems: Boolean }
        type Thing { name: String! problems: [String!]! thing: Thing! broken: String }
        type Mutation { add: Int! }
        """;

    /// <summary>The position every read model has passed.</summary>
    public const long Reached = 100;

    private WebApplication? app;
    private int count;

    public HttpClient Http { get; } = new();

    /// <summary>How often the mutation was executed.</summary>
    public int Count => count;

    protected virtual GraphQLOptions Options => new();

    protected virtual PersistedDocuments Documents => PersistedDocuments.None;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddResponseCompression();
        builder.Services
            .AddSingleton(new GraphQLExecutor(BuildSchema(), new ExecutionOptions { Explain = DatabaseAway.Explain }))
            .AddSingleton<ReachedPosition>(() => Reached)
            .AddGraphQLOverHttp(Options, Documents);
        app = builder.Build();
        app.UseResponseCompression();
        app.UseGraphQLStreaming();
        app.MapGraphQL();
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <param name="accept">The header as it is written; null leaves it out.</param>
    /// <param name="contentType">The header as it is written; null leaves it out.</param>
    public Task<Answer> PostAsync(string body, string? accept = null, string? contentType = "application/json") =>
        PostAsync(Encoding.UTF8.GetBytes(body), accept, contentType);

    public Task<Answer> PostAsync(byte[] body, string? accept = null, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content }, accept);
    }

    public Task<Answer> GetAsync(string? accept, params (string Name, string Value)[] parameters) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, Url(parameters)), accept);

    public static string Url(params (string Name, string Value)[] parameters) =>
        "/graphql?" + string.Join('&', parameters.Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value)}"));

    public async Task<Answer> SendAsync(HttpRequestMessage request, string? accept = null)
    {
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using (request)
        using (var response = await Http.SendAsync(request, TestContext.Current.CancellationToken))
        {
            var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            return new Answer(response.StatusCode, response.Headers, response.Content.Headers, new UTF8Encoding(false, true).GetString(bytes));
        }
    }

    private Schema BuildSchema() => new SchemaBuilder()
        .Add(Sdl)
        .Field<object>("Query.hello", (_, context) => $"hello {context.Argument<string>("name")}")
        .Field<object>("Query.broken", (_, _) => throw new GraphQLError("It is broken."))
        .Field<object>("Query.away", (_, _) => throw new Npgsql.NpgsqlException("no route to 10.0.0.7", new IOException()))
        .Field<object>("Query.count", (_, _) => count)
        .Field<object>("Query.thing", (_, _) => new object())
        .Field<object>("Thing.name", (_, _) => "thing")
        .Field<object>("Thing.problems", (_, _) => Array.Empty<string>())
        .Field<object>("Thing.thing", (thing, _) => thing)
        .Field<object>("Thing.broken", (_, _) => throw new GraphQLError("It is broken."))
        .Field<object>("Mutation.add", (_, _) => ++count)
        .Build();
}

/// <summary>What came back.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders Content, string Text)
{
    public int Code => (int)Status;

    public string? Media => Content.ContentType?.ToString();

    public JsonElement Json => JsonElement.Parse(Text);

    public JsonElement Data => Json.GetProperty("data");

    public bool HasData => Json.TryGetProperty("data", out _);

    public bool HasErrors => Json.TryGetProperty("errors", out _);

    public string? ErrorCode => Json.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    public string? Error => Json.GetProperty("errors")[0].GetProperty("message").GetString();
}
