using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EventCatalog.Api.Tests.Subscriptions;

/// <summary>The ways a request can come in.</summary>
public enum Carrier
{
    Post,
    Distinct,
    Single,
    Socket,
}

/// <summary>Asks once over any carrier and shows the first answer in the same form.</summary>
internal static class CarrierRequests
{
    private const string TokenHeader = "X-GraphQL-Event-Stream-Token";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="request">What is sent as JSON.</param>
    /// <returns>The answer: an object with <c>data</c> or <c>errors</c>.</returns>
    public static Task<JsonElement> AskAsync(this StreamingPortal portal, Carrier carrier, Dictionary<string, object?> request) => carrier switch
    {
        Carrier.Post => PostAsync(portal, request, accept: "application/json"),
        Carrier.Distinct => PostAsync(portal, request, accept: "text/event-stream"),
        Carrier.Single => OnSingleAsync(portal, request),
        _ => OnSocketAsync(portal, request),
    };

    public static string? Code(this JsonElement answer) => answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    public static async Task<string> ReserveAsync(this StreamingPortal portal)
    {
        using var reserved = await portal.Http.PutAsync("/graphql", content: null, Ct);
        reserved.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await reserved.Content.ReadAsStringAsync(Ct);
    }

    public static Task<HttpResponseMessage> OpenAsync(this StreamingPortal portal, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql") { Headers = { { TokenHeader, token }, { "Accept", "text/event-stream" } } };
        return portal.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }

    public static Task<HttpResponseMessage> StartAsync(this StreamingPortal portal, string token, Dictionary<string, object?> request, string operationId = "1")
    {
        var extensions = request.GetValueOrDefault("extensions") as Dictionary<string, object?> ?? [];
        var body = new Dictionary<string, object?>(request) { ["extensions"] = new Dictionary<string, object?>(extensions) { ["operationId"] = operationId } };
        return portal.Http.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Headers = { { TokenHeader, token } }, Content = JsonContent.Create(body) }, Ct);
    }

    private static async Task<JsonElement> PostAsync(StreamingPortal portal, Dictionary<string, object?> request, string accept)
    {
        using var response = await portal.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(request), Headers = { { "Accept", accept } } },
            HttpCompletionOption.ResponseHeadersRead, Ct);
        return await FirstAsync(response);
    }

    private static async Task<JsonElement> OnSingleAsync(StreamingPortal portal, Dictionary<string, object?> request)
    {
        var token = await portal.ReserveAsync();
        using var stream = await portal.OpenAsync(token);
        using var started = await portal.StartAsync(token, request);
        return started.StatusCode == HttpStatusCode.Accepted ? (await FirstAsync(stream)).GetProperty("payload") : await FirstAsync(started);
    }

    private static async Task<JsonElement> FirstAsync(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType!.MediaType != "text/event-stream")
            return JsonElement.Parse(await response.Content.ReadAsStringAsync(Ct));
        var first = await StreamingPortal.MessagesAsync(response).FirstAsync(message => message.EventType == "next", Ct);
        return JsonElement.Parse(first.Data);
    }

    private static async Task<JsonElement> OnSocketAsync(StreamingPortal portal, Dictionary<string, object?> request)
    {
        using var socket = await portal.ConnectAsync();
        await StreamingPortal.SendAsync(socket, """{"type":"connection_init"}""");
        await StreamingPortal.ReceiveAsync(socket);
        await StreamingPortal.SendAsync(socket, JsonSerializer.Serialize(new { id = "1", type = "subscribe", payload = request }));
        var message = (await StreamingPortal.ReceiveAsync(socket))!.Value;
        var payload = message.GetProperty("payload");
        return message.GetProperty("type").GetString() == "error" ? JsonSerializer.SerializeToElement(new { errors = payload }) : payload;
    }
}
