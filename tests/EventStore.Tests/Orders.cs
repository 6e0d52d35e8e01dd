namespace EventCatalog.EventStore.Tests;

public enum Priority
{
    Normal,
    VeryHigh,
}

public sealed record OrderPlaced(string Item, int Quantity, Priority Priority = Priority.Normal, string? Note = null);

public sealed record OrderShipped(string Carrier);

/// <summary>A small vocabulary, so that these tests need no catalog.</summary>
internal static class Orders
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly AppendContext Ann = new("user:ann");

    public static EventTypes Types() => new EventTypes().Add<OrderPlaced>("order-placed").Add<OrderShipped>("order-shipped");

    public static NewEvent Placed(string item = "tea", int quantity = 1, Guid? id = null) => new(new OrderPlaced(item, quantity), Noon, Id: id);

    public static StreamAppend To(string stream, long expected, params NewEvent[] events) => new(stream, expected, events);

    public static StreamAppend To(string stream, params NewEvent[] events) => new(stream, ExpectedVersion.Any, events);
}
