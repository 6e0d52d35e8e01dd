using System.Text;
using EventCatalog.EventStore;

namespace EventCatalog.Ingestion.Demo;

/// <summary>Appends the demo organisation to a log. Meant for a catalog in which nothing else declares the same entities.</summary>
/// <param name="log">A migrated log that knows the catalog's events.</param>
/// <param name="bodies">The bodies beside it.</param>
/// <param name="seed">See <see cref="DemoOrganisation.Generate"/>; one log takes one seed.</param>
public sealed class DemoSource(EventLog log, BodyStore bodies, ulong seed = 1)
{
    /// <summary>Who appends, where a commit's author does not say otherwise.</summary>
    public const string Actor = "crawler:demo";

    private const int LargestBatch = 200;

    // Each conflict means that another process appended; two that bring the same demo meet at most once a batch.
    private const int MostConflicts = 1000;

    /// <summary>
    /// Appends what the log does not hold yet, in time order, and answers how many events that were: 0 when the demo is
    /// complete. Cancelled or killed in the middle and run again, by any number of processes, it ends at the same log.
    /// </summary>
    /// <param name="correlation">The run that the events belong to.</param>
    /// <param name="progress">Told after each batch how many of all events the log now holds.</param>
    /// <param name="ct">Stops between two batches; a batch is in the log wholly or not at all.</param>
    public async Task<int> AppendAsync(string? correlation = null, IProgress<DemoProgress>? progress = null, CancellationToken ct = default)
    {
        var plan = DemoPlan.Of(DemoOrganisation.Generate(seed));
        var appended = 0;
        for (var conflicts = 0; ; conflicts++)
        {
            var (known, versions) = await WhatTheLogHoldsAsync(plan, ct);
            var held = known.Count;
            try
            {
                foreach (var batch in Batches(plan.Where(planned => !known.Contains(planned.Id))))
                {
                    appended += await AppendAsync(batch, versions, correlation, ct);
                    held += batch.Count;
                    progress?.Report(new DemoProgress(held, plan.Count));
                }

                return appended;
            }
            catch (Exception e) when (e is StreamConflictException or DuplicateEventException && conflicts < MostConflicts)
            {
                // Another process brings the demo too: look again at what is left to do.
            }
        }
    }

    private async Task<(HashSet<Guid> Known, Dictionary<string, long> Versions)> WhatTheLogHoldsAsync(IReadOnlyList<PlannedEvent> plan, CancellationToken ct)
    {
        var ids = plan.Select(planned => planned.Id).ToHashSet();
        var known = new HashSet<Guid>();
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var recorded in await log.ReadStreamsAsync([.. plan.Select(planned => planned.Stream).Distinct(StringComparer.Ordinal)], ct: ct))
        {
            versions[recorded.Stream] = recorded.StreamVersion;
            if (ids.Contains(recorded.Id))
                known.Add(recorded.Id);
        }

        return (known, versions);
    }

    private async Task<int> AppendAsync(IReadOnlyList<PlannedEvent> batch, Dictionary<string, long> versions, string? correlation, CancellationToken ct)
    {
        var texts = batch.SelectMany(planned => planned.Bodies).DistinctBy(body => body.Key, StringComparer.Ordinal).ToArray();
        if (texts.Length > 0)
            await bodies.PutAsync([.. texts.Select(body => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(body.Value))], ct);

        var appends = batch
            .GroupBy(planned => planned.Stream, StringComparer.Ordinal)
            .Select(stream => new StreamAppend(stream.Key, versions.GetValueOrDefault(stream.Key), [.. stream.Select(planned => planned.Event)]))
            .ToArray();
        var results = await log.AppendAsync(appends, new AppendContext(Actor, correlation), ct);
        foreach (var result in results)
            versions[result.Stream] = result.Version;
        return results[0].Duplicate ? 0 : batch.Count;
    }

    // A command names a stream once. A batch ends where a stream would come back, so that positions follow time.
    private static IEnumerable<IReadOnlyList<PlannedEvent>> Batches(IEnumerable<PlannedEvent> events)
    {
        var batch = new List<PlannedEvent>();
        var streams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var planned in events)
        {
            var comesBack = !streams.Add(planned.Stream) && !string.Equals(batch[^1].Stream, planned.Stream, StringComparison.Ordinal);
            if (comesBack || batch.Count == LargestBatch)
            {
                yield return batch;
                batch = [];
                streams = new HashSet<string>(StringComparer.Ordinal) { planned.Stream };
            }

            batch.Add(planned);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}

/// <summary>How far the demo has come.</summary>
/// <param name="Held">Events of the demo in the log.</param>
/// <param name="Total">Events of the whole demo.</param>
public sealed record DemoProgress(int Held, int Total);
