using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class UpkeepTests : LogTests
{
    [Fact]
    public async Task Keys_of_commands_go_after_thirty_days_and_event_ids_still_know_them()
    {
        var (id, context) = (Guid.CreateVersion7(), Ann with { CommandKey = "old" });
        var first = await Log.AppendAsync(To("order-1", Placed(id: id)), context, Ct);
        await Log.AppendAsync(To("order-2", Placed()), Ann with { CommandKey = "young" }, Ct);
        await ExecuteAsync("insert into events.cat_commands (key, fingerprint, at) select 'many-' || n, '', now() - interval '31 days' from generate_series(1, 2500) n");
        await ExecuteAsync("update events.cat_commands set at = now() - interval '30 days 1 minute' where key = 'old'");
        await ExecuteAsync("update events.cat_commands set at = now() - interval '29 days 23 hours' where key = 'young'");

        (await new Upkeep(Db).KeepUpAsync(Ct)).ShouldBe(2501);

        (await ScalarAsync<string>("select string_agg(key, ' ') from events.cat_commands")).ShouldBe("young");
        (await Log.AppendAsync(To("order-1", Placed(id: id)), context, Ct)).ShouldBe(first with { Duplicate = true });
    }
}
