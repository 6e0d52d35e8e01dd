using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;

namespace EventCatalog.Ingestion.Sources;

/// <summary>Reads one descriptor by http or https, and what its Locations name on allowed hosts.</summary>
public sealed class UrlReader(WebFiles web) : ISourceReader
{
    public async Task<ISourceSnapshot> OpenAsync(SourceAddress source, CancellationToken ct)
    {
        var address = new Uri(source.Target);
        var snapshot = new UrlSnapshot(web, source);
        try
        {
            if (await snapshot.ReadAsync(address.AbsoluteUri, ct) is null)
                throw new SourceUnreachableException($"\"{source.Target}\" does not exist (404)");
        }
        catch (UnreadableFileException e)
        {
            throw new SourceUnreachableException(e.Message);
        }

        return snapshot;
    }
}

/// <summary>Files behind addresses. Paths are whole addresses.</summary>
/// <param name="source">The source that is an address; null for the addresses that Locations of other sources name.</param>
internal sealed class UrlSnapshot(WebFiles web, SourceAddress? source) : ISourceSnapshot
{
    private readonly Dictionary<string, byte[]?> _read = new(StringComparer.Ordinal);
    private readonly string? _registered = source is null ? null : new Uri(source.Target).AbsoluteUri;

    public string? Revision => null;

    public string Origin => $"url:{_registered}";

    public Task<Listing> ListAsync(string? pattern, CancellationToken ct) =>
        Task.FromResult(new Listing(_registered is null ? [] : [_registered], []));

    public Task<IReadOnlyList<string>> MatchAsync(Glob glob, CancellationToken ct) =>
        throw new UnreadableFileException("bad-target", $"\"{glob.Pattern}\" is a pattern; addresses cannot be searched");

    public Task<bool> ExistsAsync(string path, CancellationToken ct) => Task.FromResult(true);

    public Task PrepareAsync(IReadOnlyCollection<string> paths, CancellationToken ct) => Task.CompletedTask;

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        if (!_read.TryGetValue(path, out var content))
            _read[path] = content = await web.ReadAsync(new Uri(path), source, ct);
        return content;
    }

    public Task<IReadOnlyDictionary<string, Provenance>> ProvenanceAsync(IReadOnlyCollection<string> paths, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, Provenance>>(paths
            .Where(path => web.LastModified(path) is not null)
            .ToDictionary(path => path, path => new Provenance(path, web.LastModified(path)!.Value, Url: path), StringComparer.Ordinal));

    public string Resolve(string from, string target)
    {
        if (target.EndsWith('/'))
            throw new UnreadableFileException("bad-target", $"The target \"{target}\" is a folder; expected a file");
        return AddressOf(from, target) is { Scheme: "http" or "https" } address
            ? address.AbsoluteUri
            : throw new UnreadableFileException("bad-target", $"The target \"{target}\" is not an http or https address");
    }

    public string LocationOf(string path) => $"url:{path}";

    public string? PathOf(string location) => location.StartsWith("url:http", StringComparison.Ordinal) ? location["url:".Length..] : null;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Uri? AddressOf(string from, string target)
    {
        try
        {
            return Uri.TryCreate(CodeHosts.Resolve(target, from), UriKind.Absolute, out var address) ? address : null;
        }
        catch (Exception e) when (e is UriFormatException or RuleViolation)
        {
            return null; // Neither says more than that it is no address.
        }
    }
}
