using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class HeartbeatsTests : LogTests
{
    [Fact]
    public async Task Only_the_latest_beat_is_kept()
    {
        var beats = new Heartbeats(Db);
        await beats.BeatAsync("crawl-1", new { Seen = 1 }, Noon, Ct);
        await beats.BeatAsync("crawl-1", new { Seen = 2, Last = Priority.VeryHigh }, Noon.AddMinutes(1), Ct);
        await beats.BeatAsync("crawl-1", new { Seen = 0 }, Noon, Ct);

        var (name, (at, data)) = (await beats.FindAsync("crawl-", Ct)).ShouldHaveSingleItem();
        (name, at, data.GetRawText()).ShouldBe(("crawl-1", Noon.AddMinutes(1), """{"last": "very-high", "seen": 2}"""));
    }

    [Fact]
    public async Task A_prefix_is_text_and_not_a_pattern()
    {
        var beats = new Heartbeats(Db);
        foreach (var name in (string[])["a_1", "ab1", "b"])
            await beats.BeatAsync(name, new { }, Noon, Ct);

        (await beats.FindAsync("a_", Ct)).Keys.ShouldBe(["a_1"]);
        (await beats.FindAsync("", Ct)).Count.ShouldBe(3);
    }
}
