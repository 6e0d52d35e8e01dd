using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.History;

/// <summary>The addresses that Locations name, as they were: nobody knows. They are taken for empty, so that the Location itself stays.</summary>
internal sealed class NoPages : ISourceSnapshot
{
    public string? Revision => null;

    public string Origin => "";

    public Task<Listing> ListAsync(string? pattern, CancellationToken ct) => Task.FromResult(new Listing([], []));

    public Task<IReadOnlyList<string>> MatchAsync(Glob glob, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<bool> ExistsAsync(string path, CancellationToken ct) => Task.FromResult(true);

    public Task PrepareAsync(IReadOnlyCollection<string> paths, CancellationToken ct) => Task.CompletedTask;

    public Task<byte[]?> ReadAsync(string path, CancellationToken ct) => Task.FromResult<byte[]?>([]);

    public Task<IReadOnlyDictionary<string, Provenance>> ProvenanceAsync(IReadOnlyCollection<string> paths, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, Provenance>>(new Dictionary<string, Provenance>(StringComparer.Ordinal));

    public string Resolve(string from, string target) => target;

    public string LocationOf(string path) => $"url:{path}";

    public string? PathOf(string location) => null;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
