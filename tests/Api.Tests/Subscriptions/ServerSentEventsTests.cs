using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace EventCatalog.Api.Tests.Subscriptions;

public sealed class ServerSentEventsTests
{
    private const string Events = "subscription { events(from: 0) { position } }";
    private const string TokenHeader = "X-GraphQL-Event-Stream-Token";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_that_is_not_valid_is_answered_on_the_stream_and_completed()
    {
        await using var portal = await StreamingPortal.StartAsync();

        using var response = await portal.StreamAsync("subscription { nothing }");
        var body = await response.Content.ReadAsStringAsync(Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        body.ShouldStartWith(":\n\nevent: next\ndata: {\"errors\":[{\"message\":\"Cannot query field \\\"nothing\\\" on type \\\"Subscription\\\".\"");
        body.ShouldEndWith("\n\nevent: complete\ndata: \n\n");
    }

    [Fact]
    public async Task A_stream_that_reaches_its_end_is_completed()
    {
        await using var portal = await StreamingPortal.StartAsync();
        var positions = await portal.AppendAsync(5);

        using var response = await portal.StreamAsync($"subscription {{ events(from: 0, where: {{ until: \"@{positions[2]}\" }}) {{ position }} }}");
        var messages = await StreamingPortal.MessagesAsync(response).Where(message => message.Data.Length > 0 || message.EventType == "complete").ToListAsync(Ct);

        messages.Select(message => message.EventType).ShouldBe(["next", "next", "next", "complete"]);
        messages.Take(3).Select(PositionOf).ShouldBe(positions.Take(3));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    public async Task A_last_event_id_that_is_no_position_is_refused(string lastEventId)
    {
        await using var portal = await StreamingPortal.StartAsync();

        using var response = await portal.StreamAsync(Events, lastEventId);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task On_a_single_connection_answers_carry_their_operation_and_each_stops_alone()
    {
        await using var portal = await StreamingPortal.StartAsync();
        using var reserved = await portal.Http.PutAsync("/graphql", content: null, Ct);
        reserved.StatusCode.ShouldBe(HttpStatusCode.Created);
        var token = await reserved.Content.ReadAsStringAsync(Ct);
        (await StartAsync(portal, token, "a", Events)).ShouldBe(HttpStatusCode.Accepted);
        (await StartAsync(portal, token, "a", Events)).ShouldBe(HttpStatusCode.Conflict);
        (await StartAsync(portal, "unknown", "a", Events)).ShouldBe(HttpStatusCode.NotFound);
        using var response = await OpenAsync(portal, token);
        using (var second = await OpenAsync(portal, token))
            second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await using var messages = StreamingPortal.MessagesAsync(response).Where(message => message.Data.Length > 0).GetAsyncEnumerator(Ct);

        var positions = await portal.AppendAsync(1);
        (await NextAsync(messages)).ShouldBe(("next", """{"id":"a","payload":{"data":{"events":{"position":"POSITION"}}}}""".Replace("POSITION", $"{positions[0]}", StringComparison.Ordinal)));
        using (var stopped = await portal.Http.SendAsync(Request(HttpMethod.Delete, "/graphql?operationId=a", token), Ct))
            stopped.StatusCode.ShouldBe(HttpStatusCode.OK);
        await portal.AppendAsync(1);
        (await StartAsync(portal, token, "b", "{ position }")).ShouldBe(HttpStatusCode.Accepted);

        (await NextAsync(messages)).Type.ShouldBe("next");
        (await NextAsync(messages)).ShouldBe(("complete", """{"id":"b"}"""));
    }

    private static async Task<(string Type, string Data)> NextAsync(IAsyncEnumerator<SseItem<string>> messages)
    {
        (await messages.MoveNextAsync()).ShouldBeTrue();
        return (messages.Current.EventType, messages.Current.Data);
    }

    private static async Task<HttpStatusCode> StartAsync(StreamingPortal portal, string token, string operationId, string query)
    {
        var request = Request(HttpMethod.Post, "/graphql", token);
        request.Content = JsonContent.Create(new { query, extensions = new { operationId } });
        using var response = await portal.Http.SendAsync(request, Ct);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> OpenAsync(StreamingPortal portal, string token)
    {
        var request = Request(HttpMethod.Get, "/graphql", token);
        request.Headers.Add("Accept", "text/event-stream");
        return portal.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add(TokenHeader, token);
        return request;
    }

    private static bool IsNext(SseItem<string> message) => message.EventType == "next";

    private static long PositionOf(SseItem<string> message)
    {
        var position = JsonElement.Parse(message.Data).GetProperty("data").GetProperty("events").GetProperty("position").GetString()!;
        message.EventId.ShouldBe(position);
        return long.Parse(position, CultureInfo.InvariantCulture);
    }
}
