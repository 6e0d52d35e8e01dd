using System.Net;
using System.Net.Sockets;
using System.Text;
using EventCatalog.Api.GraphQL;

namespace EventCatalog.Api.Tests.Subscriptions;

public sealed class KeepAliveTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(150);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quiet_stream_says_that_it_lives_and_where_it_stands()
    {
        await using var portal = await StreamingPortal.StartAsync(timing: new() { Ping = Soon });
        var position = (await portal.AppendAsync(1))[0];
        await portal.Followers.WaitForAsync(position, TimeSpan.FromSeconds(20), Ct);
        using var stream = await portal.StreamAsync("subscription { events { position } }");

        // The first tells that the stream is open, the second where it begins.
        (await BlocksAsync(stream, 4)).ShouldBe([":\n", $":\nid: {position}\n", $":\nid: {position}\n", $":\nid: {position}\n"]);
    }

    [Fact]
    public async Task A_stream_for_several_operations_says_that_it_lives()
    {
        await using var portal = await StreamingPortal.StartAsync(timing: new() { Ping = Soon });
        using var stream = await portal.OpenAsync(await portal.ReserveAsync());

        (await BlocksAsync(stream, 3)).ShouldBe([":\n", ":\n", ":\n"]);
    }

    [Fact]
    public async Task A_socket_whose_client_is_deaf_is_pinged_and_then_dropped_and_makes_room()
    {
        await using var portal = await StreamingPortal.StartAsync(new GraphQLOptions { MaxStreamsPerCaller = 1 }, timing: new() { Ping = Soon, Initialisation = TimeSpan.FromMinutes(1) });
        using var deaf = new TcpClient();
        await deaf.ConnectAsync(IPAddress.Loopback, portal.Address.Port, Ct);
        var bytes = deaf.GetStream();
        await bytes.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /graphql HTTP/1.1\r\nHost: {portal.Address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"), Ct);

        using var heard = new MemoryStream();
        try
        {
            await bytes.CopyToAsync(heard, Ct);
        }
        catch (IOException)
        {
            // Dropped without a word.
        }

        var all = heard.ToArray();
        var end = all.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        Encoding.ASCII.GetString(all, 0, end).ShouldStartWith("HTTP/1.1 101");
        all[end].ShouldBe((byte)0x89); // a ping, whole
        while (true)
        {
            using var stream = await portal.StreamAsync("subscription { events { position } }");
            if (stream.StatusCode == HttpStatusCode.OK)
                break;
        }
    }

    /// <summary>The next texts that end in an empty line.</summary>
    private static async Task<List<string>> BlocksAsync(HttpResponseMessage stream, int count)
    {
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Ct));
        var blocks = new List<string>();
        var block = "";
        while (blocks.Count < count)
        {
            if (await reader.ReadLineAsync(Ct) is { Length: > 0 } line)
            {
                block += line + "\n";
                continue;
            }

            blocks.Add(block);
            block = "";
        }

        return blocks;
    }
}
