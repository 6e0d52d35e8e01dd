using System.Text.Json;

namespace EventCatalog.Api.Tests.Subscriptions;

/// <summary>A client that comes back after the log was restored is told when it has seen what no longer is.</summary>
public sealed class RestoredLogTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_position_that_was_lost_or_never_given_out_is_an_error_and_one_that_was_kept_goes_on()
    {
        await using var portal = await StreamingPortal.StartAsync();
        await portal.AppendAsync(3);
        var epoch = await portal.RestoreAsync();

        (await FirstAsync(portal, lastEventId: 4)).ShouldSatisfyAllConditions(
            answer => answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe("POSITION_LOST"),
            answer => answer.GetProperty("errors")[0].GetProperty("message").GetString().ShouldStartWith("@4 was lost when the log was restored at "));
        (await FirstAsync(portal, lastEventId: epoch + 7)).GetProperty("errors")[0].GetProperty("message").GetString()
            .ShouldStartWith($"@{epoch + 7} is beyond every position this log ever gave out");
        (await FirstAsync(portal, lastEventId: 2)).GetProperty("data").GetProperty("events").GetProperty("position").GetString().ShouldBe("3");
    }

    private static async Task<JsonElement> FirstAsync(StreamingPortal portal, long lastEventId)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60)); // a position that is taken waits for the next event
        using var response = await portal.StreamAsync("subscription { events { position } }", FormattableString.Invariant($"{lastEventId}"), patience.Token);
        await foreach (var message in StreamingPortal.MessagesAsync(response, patience.Token))
        {
            if (message.EventType is "next") return JsonElement.Parse(message.Data);
        }

        throw new InvalidOperationException("The stream ended without an answer.");
    }
}
