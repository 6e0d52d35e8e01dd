using EventCatalog.Domain;
using EventCatalog.Domain.Facts;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Intake;

namespace EventCatalog.Ingestion.Facts;

/// <summary>The projection of what sources said does not follow the log; nothing can be decided.</summary>
public sealed class FactMemoryBehindException() : Exception($"What is known of facts has not caught up with the log; see the state of projection {FactMemoryProjection.ProjectionName}");

/// <summary>Appends what sources observe, as far as it is news.</summary>
public sealed class FactWriter(EventLog log, Followers followers, FactMemory memory)
{
    // Of those who look at one entity at once, one is first each time.
    private const int Attempts = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Decides on what the log says, and again where another writer was faster.</summary>
    /// <param name="observer">Who sent it, for the log.</param>
    /// <returns>How many of the facts were news; 0 when the log says the same already.</returns>
    /// <exception cref="RuleViolation">A name or value cannot be kept; nothing of the observation is.</exception>
    /// <exception cref="FactMemoryBehindException">What is known does not follow the log.</exception>
    public async Task<int> ObserveAsync(ObserveFacts seen, string observer, CancellationToken ct)
    {
        var id = RepeatableId.Of(["facts", seen.Entity.ToString(), seen.Source, seen.ObservedAt.UtcDateTime.ToString("O"), .. seen.Facts.Select(fact => $"{fact.Name}={fact.Value}")]);
        for (var attempt = 1; ; attempt++)
        {
            var (version, known) = await memory.FindAsync(seen.Entity, seen.Source, ct);
            if (FactDecider.Decide(seen, known) is not [FactEvent.FactsObserved news])
                return 0;
            try
            {
                var result = await log.AppendAsync(
                    new StreamAppend(FactDecider.StreamOf(seen.Entity), version, [new NewEvent(news, seen.ObservedAt, Id: id)]), new AppendContext(observer), ct);
                return result.Duplicate ? 0 : news.Facts.Count;
            }
            catch (StreamConflictException) when (attempt < Attempts)
            {
                if (!await followers.WaitForAsync(await log.MarkAsync(ct), Patience, ct, FactMemoryProjection.ProjectionName))
                    throw new FactMemoryBehindException();
            }
        }
    }
}
