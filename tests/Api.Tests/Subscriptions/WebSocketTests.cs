using System.Net.WebSockets;
using EventCatalog.ReadModels.Events;

namespace EventCatalog.Api.Tests.Subscriptions;

public sealed class WebSocketTests
{
    private const string Init = """{"type":"connection_init"}""";
    private const string Follow = """{"id":"1","type":"subscribe","payload":{"query":"subscription { events(from: 0) { position } }"}}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscriber_gets_every_event_until_it_completes()
    {
        await using var portal = await StreamingPortal.StartAsync();
        using var socket = await portal.ConnectAsync();
        await ExchangeAsync(socket, Init, """{"type":"connection_ack"}""");
        await StreamingPortal.SendAsync(socket, Follow);

        foreach (var position in await portal.AppendAsync(50))
        {
            (await StreamingPortal.ReceiveAsync(socket))!.Value.GetRawText().ShouldBe(
                """{"id":"1","type":"next","payload":{"data":{"events":{"position":"POSITION"}}}}""".Replace("POSITION", $"{position}", StringComparison.Ordinal));
        }

        await StreamingPortal.SendAsync(socket, """{"id":"1","type":"complete"}""");
        await portal.AppendAsync(5);
        // The id is free again at once, and nothing more of the first comes.
        await StreamingPortal.SendAsync(socket, """{"id":"1","type":"subscribe","payload":{"query":"{ position }"}}""");
        var answer = (await StreamingPortal.ReceiveAsync(socket))!.Value;
        answer.GetProperty("payload").GetProperty("data").TryGetProperty("position", out _).ShouldBeTrue(answer.GetRawText());
        (await StreamingPortal.ReceiveAsync(socket))!.Value.GetRawText().ShouldBe("""{"id":"1","type":"complete"}""");
    }

    [Fact]
    public async Task A_refused_operation_is_answered_by_its_errors_and_the_connection_stays()
    {
        await using var portal = await StreamingPortal.StartAsync();
        using var socket = await portal.ConnectAsync();
        await ExchangeAsync(socket, Init, """{"type":"connection_ack"}""");
        await StreamingPortal.SendAsync(socket, """{"id":"x","type":"subscribe","payload":{"query":"subscription { nothing }"}}""");

        var error = (await StreamingPortal.ReceiveAsync(socket))!.Value;

        error.GetProperty("type").GetString().ShouldBe("error");
        error.GetProperty("payload")[0].GetProperty("message").GetString().ShouldBe("Cannot query field \"nothing\" on type \"Subscription\".");
        await ExchangeAsync(socket, """{"type":"ping","payload":{"n":1}}""", """{"type":"pong","payload":{"n":1}}""");
    }

    [Theory]
    [InlineData(4400, "not json")]
    [InlineData(4400, "[]")]
    [InlineData(4400, """{"type":"start"}""")]
    [InlineData(4400, Init, """{"type":"subscribe","payload":{"query":"{ position }"}}""")]
    [InlineData(4400, Init, """{"id":"1","type":"subscribe","payload":{"query":1}}""")]
    [InlineData(4400, Init, """{"id":"1","type":"subscribe","payload":{}}""")]
    [InlineData(4400, Init, """{"id":"1","type":"subscribe","payload":[]}""")]
    [InlineData(4401, Follow)]
    [InlineData(4409, Init, Follow, Follow)]
    [InlineData(4429, Init, Init)]
    [InlineData(4408)]
    public async Task What_breaks_the_protocol_closes_the_connection_with_its_code(int code, params string[] messages)
    {
        await using var portal = await StreamingPortal.StartAsync();
        using var socket = await portal.ConnectAsync();
        foreach (var message in messages)
            await StreamingPortal.SendAsync(socket, message);

        while (await StreamingPortal.ReceiveAsync(socket) is not null)
            socket.State.ShouldBe(WebSocketState.Open);

        ((int?)socket.CloseStatus).ShouldBe(code);
    }

    [Fact]
    public async Task A_bug_closes_the_connection_with_its_code_and_without_a_word_of_it()
    {
        await using var portal = await StreamingPortal.StartAsync(executing: new() { OnError = (_, _) => throw new InvalidOperationException("a bug") });
        await portal.BreakAsync(EventsProjection.Schema);
        using var socket = await portal.ConnectAsync();
        await ExchangeAsync(socket, Init, """{"type":"connection_ack"}""");
        await StreamingPortal.SendAsync(socket, """{"id":"1","type":"subscribe","payload":{"query":"{ events { totalCount } }"}}""");

        (await StreamingPortal.ReceiveAsync(socket)).ShouldBeNull();

        ((int?)socket.CloseStatus, socket.CloseStatusDescription).ShouldBe((4500, "Internal server error"));
    }

    [Fact]
    public async Task Another_sub_protocol_is_not_acceptable()
    {
        await using var portal = await StreamingPortal.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{portal.Address.Authority}/graphql"), Ct);

        (await StreamingPortal.ReceiveAsync(socket)).ShouldBeNull();

        ((int?)socket.CloseStatus).ShouldBe(4406);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task A_page_of_another_site_is_refused(string origin)
    {
        await using var portal = await StreamingPortal.StartAsync();

        await Should.ThrowAsync<WebSocketException>(() => portal.ConnectAsync(origin: origin));
    }

    [Fact]
    public async Task A_page_of_the_portal_itself_may_connect()
    {
        await using var portal = await StreamingPortal.StartAsync();

        using var socket = await portal.ConnectAsync(origin: portal.Address.GetLeftPart(UriPartial.Authority));

        await ExchangeAsync(socket, Init, """{"type":"connection_ack"}""");
    }

    private static async Task ExchangeAsync(ClientWebSocket socket, string message, string answer)
    {
        await StreamingPortal.SendAsync(socket, message);
        (await StreamingPortal.ReceiveAsync(socket))!.Value.GetRawText().ShouldBe(answer);
    }
}
