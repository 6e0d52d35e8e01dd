using System.Text.Json;
using System.Text.Json.Nodes;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

/// <summary>A program reads what every earlier one recorded, and an earlier one is not fooled by a later.</summary>
public sealed class EventVersionsTests : LogTests
{
    private sealed record Amount(int Value, string Unit);

    /// <summary>The third shape of <c>order-placed</c>: quantities got a unit, then items became goods.</summary>
    private sealed record GoodsOrdered(string Goods, Amount Amount);

    private static EventTypes Later() => new EventTypes().Add<GoodsOrdered>("order-placed")
        .Upcast("order-placed", from: 1, body => With(body, "amount", new JsonObject { ["value"] = body.GetProperty("quantity").GetInt32(), ["unit"] = "piece" }))
        .Upcast("order-placed", from: 2, body => With(body, "goods", body.GetProperty("item").GetString()));

    [Fact]
    public async Task An_older_body_goes_through_every_step_and_stays_as_it_is()
    {
        await Log.AppendAsync(To("order-1", Placed("tea", 3)), Ann, Ct);

        var read = (await new EventLog(Db, Later()).ReadAsync(0, 10, Ct)).ShouldHaveSingleItem();

        read.Event.ShouldBe(new GoodsOrdered("tea", new Amount(3, "piece")));
        read.Data.GetProperty("quantity").GetInt32().ShouldBe(3);
        (await Log.VerifyAsync(ct: Ct)).FirstBreak.ShouldBeNull();
    }

    [Fact]
    public async Task A_frozen_body_of_the_second_shape_takes_the_last_step_only()
    {
        await ExecuteAsync("""
            select events.cat_append('{order-9}', '{order}', '{-2}', '{1}', array[gen_random_uuid()], '{order-placed}', '{x}',
                array['{"item": "salt", "amount": {"value": 2, "unit": "kg"}}'::jsonb], array['{"hv": 1, "sv": 2}'::jsonb], 'ann', null, null)
            """);

        (await new EventLog(Db, Later()).ReadAsync(0, 10, Ct))[0].Event.ShouldBe(new GoodsOrdered("salt", new Amount(2, "kg")));
    }

    [Fact]
    public async Task What_is_recorded_now_says_its_shape_and_takes_no_step()
    {
        var later = new EventLog(Db, Later());
        await later.AppendAsync(To("order-1", new NewEvent(new GoodsOrdered("tea", new Amount(1, "kg")), Noon)), Ann, Ct);

        (await ScalarAsync<string>("select headers ->> 'sv' from events.mt_events")).ShouldBe("3");
        (await later.ReadAsync(0, 10, Ct))[0].Event.ShouldBe(new GoodsOrdered("tea", new Amount(1, "kg")));
    }

    [Fact]
    public async Task An_older_program_tolerates_a_newer_shape_and_its_followers_stop_at_it()
    {
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        await new EventLog(Db, Later()).AppendAsync(To("order-1", new NewEvent(new GoodsOrdered("tea", new Amount(1, "kg")), Noon)), Ann, Ct);

        var read = await Log.ReadAsync(0, 10, Ct);
        read.Select(recorded => recorded.Event is null).ShouldBe([false, true]);
        read[1].Data.GetProperty("goods").GetString().ShouldBe("tea");

        await using var running = new RunningFollowers(Log, Db, [new Quantities()]);
        while (running.Followers.Status[0].State != FollowerState.Stopped)
            await Task.Delay(10, Ct);
        running.Followers.Status[0].Failure!.Position.ShouldBe(2);
    }

    [Fact]
    public async Task An_event_stored_under_another_name_is_read_as_that_of_today()
    {
        await new EventLog(Db, new EventTypes().Add<OrderPlaced>("order-made")).AppendAsync(To("order-1", Placed("tea", 3)), Ann, Ct);

        var read = (await new EventLog(Db, Later().Alias("order-made", "order-placed")).ReadAsync(0, 10, Ct))[0];

        (read.Type, read.Event).ShouldBe(("order-made", new GoodsOrdered("tea", new Amount(3, "piece"))));
    }

    [Fact]
    public async Task A_body_no_step_expects_is_unreadable_and_named()
    {
        await ExecuteAsync("""
            select events.cat_append('{order-9}', '{order}', '{-2}', '{1}', array[gen_random_uuid()], '{order-placed}', '{x}', array['{"item": "salt"}'::jsonb], array['{"hv": 1}'::jsonb], 'eve', null, null)
            """);

        (await Should.ThrowAsync<EventUnreadableException>(() => new EventLog(Db, Later()).ReadAsync(0, 10, Ct))).Position.ShouldBe(1);
    }

    [Fact]
    public void Steps_are_registered_in_order_for_known_names()
    {
        Should.Throw<ArgumentException>(() => Types().Upcast("order-lost", 1, body => body)).Message.ShouldStartWith("'order-lost' is not registered");
        Should.Throw<ArgumentException>(() => Types().Upcast("order-placed", 2, body => body)).Message.ShouldStartWith("The next upcast of 'order-placed' starts at shape 1, not at 2.");
        Should.Throw<ArgumentException>(() => Later().Upcast("order-placed", 1, body => body)).Message.ShouldStartWith("The next upcast of 'order-placed' starts at shape 3, not at 1.");
        Should.Throw<ArgumentException>(() => Types().Alias("order-made", "order-lost")).Message.ShouldStartWith("'order-lost' is not registered");
        Should.Throw<ArgumentException>(() => Types().Alias("order-shipped", "order-placed")).Message.ShouldStartWith("'order-shipped' already names OrderShipped");
    }

    private static JsonElement With(JsonElement body, string name, JsonNode? value)
    {
        var changed = JsonObject.Create(body)!;
        changed[name] = value;
        return JsonSerializer.SerializeToElement(changed);
    }
}
