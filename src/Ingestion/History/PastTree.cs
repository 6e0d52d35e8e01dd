using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.History;

/// <summary>A source as it was at one commit; its files are called what they are called now.</summary>
internal sealed class PastTree(ISourceSnapshot now, GitTree files) : ISourceSnapshot
{
    public string? Revision => null;

    public string Origin => now.Origin;

    public Task<Listing> ListAsync(string? pattern, CancellationToken ct) => files.ListAsync(pattern, ct);

    public Task<IReadOnlyList<string>> MatchAsync(Glob glob, CancellationToken ct) => Task.FromResult(files.Match(glob));

    public Task<bool> ExistsAsync(string path, CancellationToken ct) => Task.FromResult(files.Holds(path));

    public Task PrepareAsync(IReadOnlyCollection<string> paths, CancellationToken ct) => Task.CompletedTask;

    public string? StampOf(string path) => files.BlobOf(path);

    public Task<byte[]?> ReadAsync(string path, CancellationToken ct) => files.ReadAsync(path, ct);

    public Task<IReadOnlyDictionary<string, Provenance>> ProvenanceAsync(IReadOnlyCollection<string> paths, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, Provenance>>(new Dictionary<string, Provenance>(StringComparer.Ordinal));

    public string Resolve(string from, string target) => now.Resolve(from, target);

    public string LocationOf(string path) => now.LocationOf(path);

    public string? PathOf(string location) => now.PathOf(location);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
