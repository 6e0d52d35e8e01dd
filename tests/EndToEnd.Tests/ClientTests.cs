using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>One portal for all clients; they make it record changes.</summary>
public sealed class ClientPortal : IAsyncLifetime
{
    private readonly DemoPortal demo = new();

    public Portal Portal => demo.Portal;

    public ValueTask InitializeAsync() => demo.InitializeAsync();

    public ValueTask DisposeAsync() => demo.DisposeAsync();
}

/// <summary>The GraphQL clients that others use, unchanged, against a running portal. What each does stands in clients/.</summary>
public sealed class ClientTests(ClientPortal portal) : IClassFixture<ClientPortal>
{
    private static readonly string[] InBothModes =
    [
        "a query is answered once",
        "a subscription ends at its end",
        "cancelled mid-stream and begun again at the last position, nothing is missing",
        "a change comes while one waits",
        "a document that is not valid is answered with its errors",
    ];

    [Fact]
    public async Task Every_check_of_the_audit_of_graphql_http_holds()
    {
        var outcomes = await RunAsync("audit");
        outcomes.Where(outcome => outcome.Value != "ok").ShouldBeEmpty();
        outcomes.Count.ShouldBe(1 + 61);
    }

    [Fact]
    public async Task Graphql_sse_works_in_both_modes() =>
        await HoldsAsync("graphql-sse", [.. new[] { "distinct connections", "single connection" }.SelectMany(mode => InBothModes.Select(check => $"{mode}: {check}"))]);

    [Fact]
    public async Task Graphql_ws_works() => await HoldsAsync(
        "graphql-ws",
        "a query is answered once and completed",
        "a subscription ends at its end",
        "cancelled mid-stream, the socket serves the next operation",
        "cut off mid-stream and resumed at the last position, nothing is missing",
        "connects again by itself after a cut",
        "a change comes while one waits",
        "a document that is not valid is answered with its errors",
        "a ping is answered");

    [Fact]
    public async Task Urql_works() => await HoldsAsync(
        "urql",
        "a query is answered",
        "a query that is not valid has an error",
        "a query goes by its hash, with the text the first time",
        "a subscription over graphql-sse is answered in order",
        "a change comes over graphql-sse while one waits",
        "a subscription over graphql-ws is answered in order",
        "a change comes over graphql-ws while one waits");

    [Fact]
    public async Task Apollo_client_works() => await HoldsAsync(
        "apollo",
        "a query is answered",
        "a query that is not valid has an error",
        "a mutation is answered",
        "a query goes by its hash, with the text once",
        "a subscription is answered in order",
        "a change comes while one waits",
        "a subscription that is not valid has an error");

    private async Task HoldsAsync(string client, params string[] checks)
    {
        var outcomes = await RunAsync(client);
        foreach (var check in checks)
            outcomes.GetValueOrDefault(check, "not run").ShouldBe("ok", $"{client}: {check}");
        outcomes.Keys.ShouldBe(checks);
    }

    private async Task<Dictionary<string, string>> RunAsync(string client)
    {
        var run = await CommandRun.OfAsync(new ProcessStartInfo("node", [Path.Combine(Checkout.Clients, $"{client}.mjs"), portal.Portal.Url.ToString()]));
        run.ExitCode.ShouldBe(0, run.All);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(run.Output)!;
    }
}

public sealed class ClosedPortalTests
{
    [Fact]
    public async Task Without_free_documents_streams_stand_and_take_the_pages_own_documents_only()
    {
        await using var portal = await Portal.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Catalog__GraphQL__FreeDocuments"] = "false" });
        var documents = await portal.Http.GetStringAsync("/persisted-documents.json", TestContext.Current.CancellationToken);
        var id = JsonSerializer.Deserialize<Dictionary<string, string>>(documents)!.First(document => document.Value.StartsWith("query", StringComparison.Ordinal)).Key;

        (await StatusAsync($"documentId=sha256:{id}")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("query={position}")).ShouldBe(HttpStatusCode.Forbidden);

        async Task<HttpStatusCode> StatusAsync(string parameters)
        {
            using var answer = await portal.Http.SendAsync(
                new HttpRequestMessage(HttpMethod.Get, $"/graphql?{parameters}") { Headers = { { "Accept", "text/event-stream" } } },
                HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }
}
