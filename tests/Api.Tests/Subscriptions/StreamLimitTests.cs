using System.Net;
using System.Text.Json;
using EventCatalog.Api.GraphQL;

namespace EventCatalog.Api.Tests.Subscriptions;

public sealed class StreamLimitTests
{
    private const string Follow = "subscription { events(from: 0) { position } }";
    private const string Init = """{"type":"connection_init"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, 10, HttpStatusCode.TooManyRequests)]
    [InlineData(10, 2, HttpStatusCode.ServiceUnavailable)]
    public async Task Past_the_number_streams_are_refused_and_a_closed_one_makes_room(int perCaller, int inAll, HttpStatusCode status)
    {
        await using var portal = await StreamingPortal.StartAsync(new GraphQLOptions { MaxStreamsPerCaller = perCaller, MaxStreams = inAll });
        using var socket = await portal.ConnectAsync();
        await StreamingPortal.SendAsync(socket, Init);
        await StreamingPortal.ReceiveAsync(socket);
        using (var stream = await portal.StreamAsync(Follow))
        {
            stream.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var refused = await portal.StreamAsync(Follow);
            refused.StatusCode.ShouldBe(status);
            JsonElement.Parse(await refused.Content.ReadAsStringAsync(Ct)).Code().ShouldBe("TOO_MANY_STREAMS");
            using var reservation = await portal.Http.PutAsync("/graphql", content: null, Ct);
            reservation.StatusCode.ShouldBe(status);
            using var second = await portal.ConnectAsync();
            (await StreamingPortal.ReceiveAsync(second)).ShouldBeNull();
            ((int?)second.CloseStatus).ShouldBe(1013);
            second.CloseStatusDescription!.ShouldContain("streams");
        }

        // The server hears of the closed stream in its own time.
        while (true)
        {
            using var stream = await portal.StreamAsync(Follow);
            if (stream.StatusCode == HttpStatusCode.OK)
                break;
        }
    }

    [Fact]
    public async Task A_reserved_stream_that_nobody_opens_is_given_up()
    {
        await using var portal = await StreamingPortal.StartAsync(
            new GraphQLOptions { MaxStreamsPerCaller = 1 }, timing: new() { Reservation = TimeSpan.FromMilliseconds(300) });
        var token = await portal.ReserveAsync();
        using (var started = await portal.StartAsync(token, new() { ["query"] = Follow }))
            started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using (var second = await portal.Http.PutAsync("/graphql", content: null, Ct))
            second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        while (true)
        {
            using var again = await portal.Http.PutAsync("/graphql", content: null, Ct);
            if (again.StatusCode == HttpStatusCode.Created)
                break;
        }

        using var open = await portal.OpenAsync(token);
        open.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_open_stream_outlives_the_time_of_its_reservation()
    {
        await using var portal = await StreamingPortal.StartAsync(timing: new() { Reservation = TimeSpan.FromMilliseconds(200) });
        var token = await portal.ReserveAsync();
        using var stream = await portal.OpenAsync(token);
        await Task.Delay(400, Ct);

        using (var started = await portal.StartAsync(token, new() { ["query"] = "{ position }" }))
            started.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        (await StreamingPortal.MessagesAsync(stream).FirstAsync(message => message.EventType == "next", Ct)).Data.ShouldContain("position");
    }

    [Fact]
    public async Task On_one_stream_only_so_many_operations_run_until_one_is_stopped()
    {
        await using var portal = await StreamingPortal.StartAsync(new GraphQLOptions { MaxOperationsPerStream = 2 });
        var token = await portal.ReserveAsync();
        using var stream = await portal.OpenAsync(token);
        (await StatusAsync("a")).ShouldBe(HttpStatusCode.Accepted);
        (await StatusAsync("b")).ShouldBe(HttpStatusCode.Accepted);
        (await StatusAsync("c")).ShouldBe(HttpStatusCode.TooManyRequests);
        using (var stop = new HttpRequestMessage(HttpMethod.Delete, $"/graphql?operationId=a&token={token}"))
            (await portal.Http.SendAsync(stop, Ct)).Dispose();
        (await StatusAsync("c")).ShouldBe(HttpStatusCode.Accepted);

        async Task<HttpStatusCode> StatusAsync(string operation)
        {
            using var started = await portal.StartAsync(token, new() { ["query"] = Follow }, operation);
            return started.StatusCode;
        }
    }

    [Fact]
    public async Task On_one_socket_an_operation_too_many_is_refused_alone()
    {
        await using var portal = await StreamingPortal.StartAsync(new GraphQLOptions { MaxOperationsPerStream = 2 });
        using var socket = await portal.ConnectAsync();
        await StreamingPortal.SendAsync(socket, Init);
        await StreamingPortal.ReceiveAsync(socket);
        foreach (var id in new[] { "a", "b", "c" })
            await StreamingPortal.SendAsync(socket, JsonSerializer.Serialize(new { id, type = "subscribe", payload = new { query = Follow } }));

        var refused = (await StreamingPortal.ReceiveAsync(socket))!.Value;

        refused.GetProperty("id").GetString().ShouldBe("c");
        refused.GetProperty("type").GetString().ShouldBe("error");
        refused.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe("TOO_MANY_OPERATIONS");
        var positions = await portal.AppendAsync(1);
        (await StreamingPortal.ReceiveAsync(socket))!.Value.GetRawText().ShouldContain($"\"{positions[0]}\"");
    }
}
