using System.Globalization;
using System.Net;
using System.Text.Json;
using EventCatalog.Api.GraphQL;

namespace EventCatalog.Api.Tests.Subscriptions;

/// <summary>Following the log costs 2 for the first event and 2 for each after it; a caller may spend 60 a minute, so one each second.</summary>
public sealed class StreamBudgetTests
{
    private const string Follow = "subscription { events(from: 0) { position } }";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Carrier.Distinct)]
    [InlineData(Carrier.Single)]
    [InlineData(Carrier.Socket)]
    public async Task With_the_budget_spent_no_operation_starts(Carrier carrier)
    {
        await using var portal = await StreamingPortal.StartAsync(new GraphQLOptions { BudgetPerMinute = 60 });
        await SpendAllAsync(portal);

        (await portal.AskAsync(carrier, new() { ["query"] = Follow })).Code().ShouldBe("BUDGET_EXCEEDED");
    }

    [Fact]
    public async Task A_stream_that_is_not_opened_for_its_cost_is_429_and_says_when_to_come_back()
    {
        await using var portal = await StreamingPortal.StartAsync(new GraphQLOptions { BudgetPerMinute = 60 });
        await SpendAllAsync(portal);

        using var refused = await portal.StreamAsync(Follow);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        JsonElement.Parse(await refused.Content.ReadAsStringAsync(Ct)).Code().ShouldBe("BUDGET_EXCEEDED");
    }

    [Fact]
    public async Task With_the_budget_spent_events_wait_and_none_is_lost()
    {
        await using var portal = await StreamingPortal.StartAsync(new GraphQLOptions { BudgetPerMinute = 60 });
        var positions = await portal.AppendAsync(31);
        using var stream = await portal.StreamAsync(Follow);
        var started = TimeProvider.System.GetTimestamp();

        var got = await StreamingPortal.MessagesAsync(stream).Where(message => message.EventType == "next").Take(31).Select(message => message.EventId!).ToListAsync(Ct);

        got.ShouldBe(positions.Select(position => position.ToString(CultureInfo.InvariantCulture)));
        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    private static async Task SpendAllAsync(StreamingPortal portal)
    {
        var answer = await portal.AskAsync(Carrier.Post, new() { ["query"] = "{ events(first: 1000) { nodes { cause { actor } } } }" });
        answer.GetProperty("extensions").GetProperty("cost").GetProperty("remaining").GetInt64().ShouldBe(0);
    }
}
