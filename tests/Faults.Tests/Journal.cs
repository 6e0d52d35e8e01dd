using System.Collections.Concurrent;
using EventCatalog.EventStore;

namespace EventCatalog.Faults.Tests;

/// <summary>An event that the log said it has.</summary>
public sealed record Acknowledged(Guid Id, string Stream, long Version, long Position);

/// <summary>Every event that was acknowledged to a writer of the run.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<Acknowledged> acknowledged = new();
    private readonly ConcurrentDictionary<string, long> versions = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Acknowledged> All => acknowledged;

    public void Keep(StreamAppend append, AppendResult result)
    {
        for (var i = 0; i < append.Events.Count; i++)
            acknowledged.Enqueue(new(append.Events[i].Id!.Value, append.Stream, result.Version - append.Events.Count + 1 + i, result.FirstPosition + i));
        versions[append.Stream] = result.Version;
    }

    /// <summary>The version of a stream as last acknowledged; 0 before the first.</summary>
    public long VersionOf(string stream) => versions.GetValueOrDefault(stream);
}
