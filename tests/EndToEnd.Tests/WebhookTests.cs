using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventCatalog.Ingestion.Tests.Hosts;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>A repository of a code host is in the catalog without anyone registering it, seconds after the push (A03).</summary>
public sealed class WebhookTests
{
    private const string Secret = "the-secret-of-the-hook";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_push_to_a_new_repository_is_readable_within_five_seconds_and_told_only_by_who_knows_the_secret()
    {
        await using var host = await GitHubStandIn.StartAsync();
        host.Push("shop", "catalog-info.yaml", Descriptor.Component("cart", "shop"));
        host.Teams.Add(("shop", null, ["ada"]));
        await using var portal = await Portal.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Catalog__Hosts__0__Host"] = host.Authority,
            ["Catalog__Hosts__0__Token"] = GitHubStandIn.Token,
            ["Catalog__Hosts__0__WebhookSecret"] = Secret,
            ["Catalog__Sources__0__Type"] = "github",
            ["Catalog__Sources__0__Target"] = host.Target,
        });
        await portal.SettledAsync();
        (await FindAsync(portal, "ship")).ShouldBe(HttpStatusCode.NotFound);

        host.Push("shipping", "catalog-info.yaml", Descriptor.Component("ship", "shop"));
        var push = JsonSerializer.SerializeToUtf8Bytes(new { @ref = "refs/heads/main", repository = new { full_name = "acme/shipping", default_branch = "main" } });
        var unsigned = await SendAsync(portal, host.Authority, push, "guessed");
        var calls = host.Calls.Count;
        var taken = Stopwatch.StartNew();
        var signed = await SendAsync(portal, host.Authority, push, Secret);
        await Eventually.IsAsync("the new component", async () => await FindAsync(portal, "ship") is HttpStatusCode.OK, Limit);
        TestContext.Current.TestOutputHelper!.WriteLine($"readable after {taken.ElapsedMilliseconds} ms, {host.Calls.Count - calls} calls");
        var again = await SendAsync(portal, host.Authority, push, Secret);

        (unsigned, signed, again).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Accepted, HttpStatusCode.Conflict));
        // The repository, its file, and who changed it.
        (host.Calls.Count - calls).ShouldBe(3);
        (await SourceAsync(portal)).GetProperty("lastWebhook").ToString().ShouldBe("""{"event":"push","repositories":["acme/shipping"]}""");
        await Eventually.IsAsync("what the host still allows", async () => (await SourceAsync(portal)).GetProperty("host").ToString() == $$"""{"calls":3,"limit":5000,"remaining":{{host.Remaining}}}""");
        portal.Output.ShouldNotContain(GitHubStandIn.Token);
        portal.Output.ShouldNotContain(Secret);
    }

    private static async Task<JsonElement> SourceAsync(Portal portal) =>
        (await portal.AskAsync("{ sources { host { calls limit remaining } lastWebhook { event repositories } } }")).GetProperty("sources")[0];

    private static async Task<HttpStatusCode> FindAsync(Portal portal, string name)
    {
        using var answer = await portal.Http.GetAsync($"/api/catalog/entities/by-name/component/default/{name}", TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> SendAsync(Portal portal, string host, byte[] body, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/{Uri.EscapeDataString(host)}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
        request.Headers.Add("X-Hub-Signature-256", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}");
        using var answer = await portal.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
