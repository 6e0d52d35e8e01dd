using System.Collections.Concurrent;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>What webhooks told of a source and no crawl has looked at yet.</summary>
/// <param name="Repositories">Paths below the owner of repositories that changed, came or went.</param>
/// <param name="People">Whether teams or members changed.</param>
/// <param name="Everything">Whether something happened that only a whole listing shows.</param>
/// <param name="Look">Whether other changes may have been told to another node, so that a look at all is needed as well.</param>
public sealed record HostChange(IReadOnlyCollection<string> Repositories, bool People = false, bool Everything = false, bool Look = false)
{
    public static readonly HostChange None = new([]);

    public HostChange With(HostChange other) =>
        new([.. Repositories.Union(other.Repositories, StringComparer.Ordinal)], People || other.People, Everything || other.Everything, Look || other.Look);

    public bool IsNone => Repositories.Count == 0 && !People && !Everything && !Look;
}

/// <summary>Carries changes from webhooks to the crawl that follows.</summary>
public sealed class HostChanges
{
    private readonly ConcurrentDictionary<string, HostChange> _bySource = new(StringComparer.Ordinal);

    public void Note(string source, HostChange change) => _bySource.AddOrUpdate(source, change, (_, before) => before.With(change));

    /// <summary>What is to be looked at; give it back with <see cref="Note"/> when that fails.</summary>
    public HostChange Take(string source) => _bySource.TryRemove(source, out var change) ? change : HostChange.None;
}
