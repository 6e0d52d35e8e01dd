using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EventCatalog.Api.Tests.Subscriptions;

/// <summary>A client that comes back with the last position it handled has missed nothing.</summary>
public sealed class ResumeTests
{
    private const string Init = """{"type":"connection_init"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Carrier.Distinct)]
    [InlineData(Carrier.Socket)]
    public async Task Cut_off_during_a_thousand_changes_a_client_gets_exactly_those_in_order(Carrier carrier)
    {
        await using var portal = await StreamingPortal.StartAsync();
        var before = await portal.AppendAsync(3);
        var seen = await FollowAsync(portal, carrier, after: 0, Ct).Take(3).ToListAsync(Ct);
        seen.ShouldBe(before);

        var missed = await portal.AppendAsync(1_000);

        (await FollowAsync(portal, carrier, seen[^1], Ct).Take(1_000).ToListAsync(Ct)).ShouldBe(missed);
    }

    [Theory]
    [InlineData(Carrier.Distinct)]
    [InlineData(Carrier.Socket)]
    public async Task Killed_a_hundred_times_under_five_hundred_changes_a_second_a_client_misses_none_and_gets_none_twice(Carrier carrier)
    {
        await using var portal = await StreamingPortal.StartAsync();
        var chance = new Random(7);
        using var enough = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var writing = WriteAsync(portal, enough.Token);
        List<long> got = [];
        for (var kill = 0; kill < 100; kill++)
        {
            // Also in the middle of a message, or before the first.
            using var alive = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            alive.CancelAfter(chance.Next(1, 60));
            try
            {
                await foreach (var position in FollowAsync(portal, carrier, got.LastOrDefault(), alive.Token))
                    got.Add(position);
            }
            catch (Exception error) when (alive.IsCancellationRequested && error is OperationCanceledException or WebSocketException or IOException)
            {
                // Killed.
            }
        }

        await enough.CancelAsync();
        var all = await writing;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{all.Count} changes in {clock.Elapsed.TotalSeconds:0.0} s; {got.Count} of them came before the last kill."));
        got.AddRange(await FollowAsync(portal, carrier, got.LastOrDefault(), Ct).Take(all.Count - got.Count).ToListAsync(Ct));

        got.ShouldBe(all);
    }

    /// <summary>Five changes a hundredth of a second, if the machine can, until told to stop.</summary>
    /// <returns>Their positions.</returns>
    private static async Task<List<long>> WriteAsync(StreamingPortal portal, CancellationToken enough)
    {
        const int AtMost = 20_000;
        List<long> positions = [];
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!enough.IsCancellationRequested && positions.Count < AtMost)
        {
            positions.AddRange(await portal.AppendTogetherAsync(5));
            await beat.WaitForNextTickAsync(Ct);
        }

        return positions;
    }

    private static IAsyncEnumerable<long> FollowAsync(StreamingPortal portal, Carrier carrier, long after, CancellationToken ct) =>
        carrier == Carrier.Socket ? FollowOnSocketAsync(portal, after, ct) : FollowDistinctAsync(portal, after, ct);

    private static async IAsyncEnumerable<long> FollowDistinctAsync(StreamingPortal portal, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        using var response = await portal.StreamAsync("subscription { events(from: 0) { position } }", after.ToString(CultureInfo.InvariantCulture), ct);
        await foreach (var message in StreamingPortal.MessagesAsync(response, ct))
        {
            if (message.EventType != "next")
                continue;
            message.EventId.ShouldBe(PositionIn(JsonElement.Parse(message.Data)).ToString(CultureInfo.InvariantCulture));
            yield return PositionIn(JsonElement.Parse(message.Data));
        }
    }

    private static async IAsyncEnumerable<long> FollowOnSocketAsync(StreamingPortal portal, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        using var socket = await portal.ConnectAsync(ct: ct);
        await StreamingPortal.SendAsync(socket, Init, ct);
        await StreamingPortal.ReceiveAsync(socket, ct);
        var payload = new { query = "subscription ($from: Position) { events(from: $from) { position } }", variables = new { from = after.ToString(CultureInfo.InvariantCulture) } };
        await StreamingPortal.SendAsync(socket, JsonSerializer.Serialize(new { id = "1", type = "subscribe", payload }), ct);
        while (await StreamingPortal.ReceiveAsync(socket, ct) is { } message)
            yield return PositionIn(message.GetProperty("payload"));
    }

    private static long PositionIn(JsonElement answer) =>
        long.Parse(answer.GetProperty("data").GetProperty("events").GetProperty("position").GetString()!, CultureInfo.InvariantCulture);
}
