namespace EventCatalog.Ingestion.Tests;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class HandMovedClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}
