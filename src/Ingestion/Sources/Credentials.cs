using System.Collections.Concurrent;

namespace EventCatalog.Ingestion.Sources;

/// <summary>Credentials that were written into configured addresses, for as long as the process lives; they are stored nowhere.</summary>
public sealed class Credentials
{
    private readonly ConcurrentDictionary<string, string> _bySource = new(StringComparer.Ordinal);

    public void Keep(string source, string credentials) => _bySource[source] = credentials;

    public string? Of(string source) => _bySource.GetValueOrDefault(source);
}
