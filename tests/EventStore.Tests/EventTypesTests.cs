using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.EventStore.Tests;

public sealed class EventTypesTests
{
    [Fact]
    public void Names_and_types_find_each_other()
    {
        var types = Orders.Types();

        types.NameOf(new OrderShipped("ship")).ShouldBe("order-shipped");
        types.Find("order-placed").ShouldBe(typeof(OrderPlaced));
        types.Find("order-lost").ShouldBeNull();
        Should.Throw<ArgumentException>(() => types.NameOf("text"));
    }

    [Fact]
    public void A_name_or_a_type_given_twice_is_refused()
    {
        Should.Throw<ArgumentException>(() => Orders.Types().Add<string>("order-placed")).Message.ShouldContain("already names OrderPlaced");
        Should.Throw<ArgumentException>(() => Orders.Types().Add<OrderPlaced>("order-made")).Message.ShouldContain("already stored as 'order-placed'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("OrderPlaced")]
    [InlineData("order_placed")]
    [InlineData("order-")]
    [InlineData("order--placed")]
    public void A_name_that_is_not_kebab_case_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => new EventTypes().Add<OrderPlaced>(name));

    [Fact]
    public void Enums_are_text_and_numbers_do_not_pass_for_them()
    {
        var json = Orders.Types().Json;
        JsonSerializer.Serialize(Priority.VeryHigh, json).ShouldBe("\"very-high\"");
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Priority>("1", json));
    }

    [Fact]
    public void Converters_given_come_before_the_built_in_ones()
    {
        var types = new EventTypes([new JsonStringEnumConverter<Priority>(JsonNamingPolicy.SnakeCaseUpper)]);
        JsonSerializer.Serialize(Priority.VeryHigh, types.Json).ShouldBe("\"VERY_HIGH\"");
    }
}
