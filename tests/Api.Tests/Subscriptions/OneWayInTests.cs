using System.Net;
using System.Net.WebSockets;
using EventCatalog.Api.GraphQL;

namespace EventCatalog.Api.Tests.Subscriptions;

/// <summary>What holds for a request by POST holds on every stream.</summary>
public sealed class OneWayInTests
{
    private const string Query = "{ position }";
    private const string Persisted = "query Where { position }";
    private const string NoSuchField = "{ nothing }";

    public static TheoryData<Carrier> Carriers { get; } = [.. Enum.GetValues<Carrier>()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task Without_free_documents_another_text_is_refused_and_a_persisted_id_is_answered(Carrier carrier)
    {
        await using var portal = await StreamingPortal.StartAsync(new GraphQLOptions { FreeDocuments = false }, PersistedDocuments.Of(Persisted));

        (await portal.AskAsync(carrier, new() { ["query"] = Query })).Code().ShouldBe("FREE_DOCUMENTS_OFF");
        var answer = await portal.AskAsync(carrier, new() { ["documentId"] = "sha256:" + PersistedDocuments.HashOf(Persisted) });
        answer.GetProperty("data").TryGetProperty("position", out _).ShouldBeTrue();
        (await portal.AskAsync(carrier, new() { ["documentId"] = "abc" })).Code().ShouldBe("PERSISTED_QUERY_NOT_FOUND");
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task A_document_can_be_left_by_its_hash(Carrier carrier)
    {
        await using var portal = await StreamingPortal.StartAsync();
        Dictionary<string, object?> hashed = new() { ["extensions"] = Extensions(PersistedDocuments.HashOf(Query)) };

        (await portal.AskAsync(carrier, hashed)).Code().ShouldBe("PERSISTED_QUERY_NOT_FOUND");
        (await portal.AskAsync(carrier, new(hashed) { ["query"] = Query })).TryGetProperty("data", out _).ShouldBeTrue();
        (await portal.AskAsync(carrier, hashed)).TryGetProperty("data", out _).ShouldBeTrue();
        (await portal.AskAsync(carrier, new(hashed) { ["query"] = NoSuchField })).Code().ShouldBe("PERSISTED_QUERY_HASH_MISMATCH");
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task What_costs_too_much_is_refused(Carrier carrier)
    {
        await using var portal = await StreamingPortal.StartAsync();

        var answer = await portal.AskAsync(carrier, new() { ["query"] = "{ events(first: 1000000) { nodes { id position } } }" });

        answer.Code().ShouldBe("TOO_EXPENSIVE");
    }

    [Fact]
    public async Task A_subscription_that_costs_too_much_does_not_open()
    {
        await using var portal = await StreamingPortal.StartAsync();
        await portal.AppendAsync(1);

        using var response = await portal.StreamAsync("subscription { events(from: 0) { entity { relations(first: 1000000) { nodes { type targetRef } } } } }");
        var messages = await StreamingPortal.MessagesAsync(response).Where(message => message.EventType != "message").ToListAsync(Ct);

        messages.Select(message => message.EventType).ShouldBe(["next", "complete"]);
        messages[0].Data.ShouldContain("TOO_EXPENSIVE");
    }

    [Theory]
    [InlineData(Carrier.Post)]
    [InlineData(Carrier.Distinct)]
    [InlineData(Carrier.Single)]
    public async Task A_body_of_more_than_a_mebibyte_is_refused(Carrier carrier)
    {
        await using var portal = await StreamingPortal.StartAsync();

        (await portal.AskAsync(carrier, new() { ["query"] = TooLong })).Code().ShouldBe("REQUEST_TOO_LARGE");
    }

    [Fact]
    public async Task A_message_of_more_than_a_mebibyte_closes_its_socket()
    {
        await using var portal = await StreamingPortal.StartAsync();
        using var socket = await portal.ConnectAsync();
        await StreamingPortal.SendAsync(socket, """{"type":"connection_init"}""");
        await StreamingPortal.ReceiveAsync(socket);
        await StreamingPortal.SendAsync(socket, $$$"""{"id":"1","type":"subscribe","payload":{"query":"{{{TooLong}}}"}}""");

        (await StreamingPortal.ReceiveAsync(socket)).ShouldBeNull();

        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.MessageTooBig);
    }

    [Theory]
    [InlineData("PATCH", HttpStatusCode.MethodNotAllowed)]
    [InlineData("HEAD", HttpStatusCode.NotAcceptable)]
    public async Task A_stream_is_asked_for_by_get_or_post_only(string method, HttpStatusCode status)
    {
        await using var portal = await StreamingPortal.StartAsync();

        using var response = await portal.Http.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), "/graphql?query={position}") { Headers = { { "Accept", "text/event-stream" } } }, Ct);

        response.StatusCode.ShouldBe(status);
    }

    private static string TooLong { get; } = new('#', RequestReader.MaxBody);

    private static Dictionary<string, object?> Extensions(string hash) => new() { ["persistedQuery"] = new { version = 1, sha256Hash = hash } };
}
