using EventCatalog.Domain;
using EventCatalog.Domain.Facts;
using EventCatalog.Ingestion.Memory;

namespace EventCatalog.Ingestion.Processors;

/// <summary>
/// Reads another system and says what it observed of entities. A new one is a class in a folder here and a line in <see cref="AllProcessors"/>; when it runs, how often it
/// is tried again, and that it delays no other, is not its concern.
/// </summary>
public interface IProcessor
{
    /// <summary>Lower-case words joined by '-'. Names its runs, and is the source of its facts.</summary>
    string Name { get; }

    /// <summary>From the end of a run to the next one. Default: 15 min.</summary>
    TimeSpan Interval => TimeSpan.FromMinutes(15);

    /// <summary>A run that takes longer is given up; what it had said stays. Default: 5 min.</summary>
    TimeSpan Timeout => TimeSpan.FromMinutes(5);

    /// <summary>Looks once. May throw whatever befalls it: the run has then failed, and is tried again later.</summary>
    IAsyncEnumerable<Observed> ObserveAsync(ProcessorRun run, CancellationToken ct);
}

/// <summary>What one look at one entity showed. The same as last time is no news and costs a read.</summary>
public sealed record Observed(EntityRef Entity, IReadOnlyList<Fact> Facts);

/// <summary>One run of a processor.</summary>
/// <param name="entities">Those in the catalog when it began.</param>
/// <param name="cursor">Where the last good run ended; null for the first.</param>
/// <param name="now">When it began; becomes the time of what it observes.</param>
public sealed class ProcessorRun(IReadOnlyCollection<RememberedEntity> entities, string? cursor, DateTimeOffset now)
{
    public IReadOnlyCollection<RememberedEntity> Entities { get; } = entities;
    public DateTimeOffset Now { get; } = now;

    /// <summary>In the processor's own words; kept when the run ends well.</summary>
    public string? Cursor { get; set; } = cursor;
}
