using System.Collections.Concurrent;
using EventCatalog.Ingestion.Http;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>Reads the descriptors of all repositories of an organisation, and its people, by the API of the code host.</summary>
public sealed class HostReader : ISourceReader
{
    private readonly ConcurrentDictionary<string, HostState> _states = new(StringComparer.Ordinal);
    private readonly CodeHostType _type;
    private readonly GuardedHttp _http;
    private readonly HostChanges _changes;
    private readonly CrawlOptions _options;
    private readonly TimeProvider _clock;

    internal HostReader(CodeHostType type, GuardedHttp http, HostChanges changes, CrawlOptions options, TimeProvider clock) =>
        (_type, _http, _changes, _options, _clock) = (type, http, changes, options, clock);

    public async Task<ISourceSnapshot> OpenAsync(SourceAddress source, CancellationToken ct)
    {
        var target = HostTarget.Parse(source.Target);
        var configured = _options.Hosts.FirstOrDefault(host => host.Host.Equals(target.Host, StringComparison.OrdinalIgnoreCase));
        var settings = configured ?? new CodeHostOptions { Host = target.Host };
        var api = ApiOf(source, target, configured);
        var host = new CheckedHost(_type.Create(api, target), api);
        var folder = new HostFolder(Path.Combine(_options.DataFolder, "hosts", source.Id));
        var state = _states.GetOrAdd(source.Id, _ => folder.Load());
        var change = _changes.Take(source.Id);
        try
        {
            await new HostListing(host, state, folder, settings.People, _options, _clock).RefreshAsync(change, ct);
        }
        catch
        {
            if (!change.IsNone)
                _changes.Note(source.Id, change);
            throw;
        }

        return new HostSnapshot(host, target, settings, state, folder);
    }

    private HostApi ApiOf(SourceAddress source, HostTarget target, CodeHostOptions? configured)
    {
        var root = configured?.Api is { } api ? new Uri(api.EndsWith('/') ? api : api + "/") : _type.ApiOf(target.Site);
        // The token of the configuration goes to the host it was written for, whoever registered the source.
        var token = configured?.Token ?? source.Credentials;
        return new HostApi(
            _http, source with { IsTrusted = source.IsTrusted || configured is not null }, target, root,
            token is null ? new Dictionary<string, string>(StringComparer.Ordinal) : _type.Identify(token), _options.MaxFileBytes);
    }
}
