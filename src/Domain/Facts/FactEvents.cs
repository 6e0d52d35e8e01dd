namespace EventCatalog.Domain.Facts;

/// <summary>Something observed about an entity that its descriptor does not say.</summary>
/// <param name="Name">Words joined by dots, from the wide to the narrow: <c>coverage.line</c>, <c>runtime.dotnet.version</c>.</param>
/// <param name="ValidUntil">From when on it counts as unknown unless it was observed again; null for ever.</param>
/// <param name="Evidence">Address of what shows it.</param>
public sealed record Fact(string Name, FactValue Value, DateTimeOffset? ValidUntil = null, string? Evidence = null);

/// <summary>What was observed about entities. These records are the stored contract.</summary>
public abstract record FactEvent
{
    private FactEvent() { }

    public abstract EntityRef Entity { get; init; }

    /// <summary>A source looked at an entity and found what it had not found before. Facts of that source that are not named go on as they were.</summary>
    /// <param name="Source">Who looked: the name of a processor, or what a report calls itself. Two sources may name one fact; both stand.</param>
    public sealed record FactsObserved(EntityRef Entity, string Source, IReadOnlyList<Fact> Facts) : FactEvent;
}
