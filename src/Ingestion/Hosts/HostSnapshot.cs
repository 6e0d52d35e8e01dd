using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Hosts;

/// <summary>
/// All repositories of an organisation as one tree: <c>{repository}/{path}</c>, and <c>@people</c> for what its teams and members
/// would be as a descriptor.
/// </summary>
internal sealed class HostSnapshot(ICodeHost host, HostTarget target, CodeHostOptions settings, HostState state, HostFolder folder) : ISourceSnapshot
{
    private const string PeoplePath = "@people";
    private const int AtOnce = 8;

    /// <summary>Above this many files the last change of each is not asked for: the first reading of an organisation is no time for thousands of calls.</summary>
    private const int MostChanges = 100;

    private readonly ConcurrentDictionary<string, IReadOnlyList<HostFile>> _trees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HostRepository> _repositories = state.Repositories.Values
        .Where(repository => repository.Revision.Length > 0 && target.Means(repository.Name))
        .Where(repository => (settings.Archived || !repository.IsArchived) && (settings.Forks || !repository.IsFork))
        .GroupBy(repository => repository.Name, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

    private bool _isComplete = true;

    public string? Revision => _isComplete ? Fingerprint() : null;

    public string Origin => $"url:{target.Site}{target.Owner}";

    public async Task<Listing> ListAsync(string? pattern, CancellationToken ct)
    {
        var refused = new ConcurrentBag<RefusedPath>();
        try
        {
            await Parallel.ForEachAsync(_repositories.Values, Options(ct), async (repository, stop) =>
            {
                try
                {
                    await KnownAsync(repository, pattern, stop);
                }
                catch (UnreadableFileException e)
                {
                    refused.Add(new RefusedPath(repository.Name, e.Rule, e.Message));
                }
            });
        }
        finally
        {
            // What was learnt until the host wanted no more calls is not asked again.
            folder.Save(state);
        }

        if (state.PeopleRefused is { } reason)
            refused.Add(new RefusedPath(PeoplePath, "people-are-readable", reason));
        _isComplete = refused.IsEmpty;
        var found = _repositories.Values
            .Where(repository => state.Files.TryGetValue(repository.Id, out var files) && files.IsOf(repository))
            .SelectMany(repository => state.Files[repository.Id].Descriptors.Select(path => $"{repository.Name}/{path}"));
        return new Listing(
            [.. found.Concat(state.People is null || state.PeopleRefused is not null ? [] : [PeoplePath]).Order(StringComparer.Ordinal)],
            [.. refused.OrderBy(one => one.Path, StringComparer.Ordinal)]);
    }

    public async Task<IReadOnlyList<string>> MatchAsync(Glob glob, CancellationToken ct) =>
        Find(glob.Pattern) is not var (repository, _) ? []
            : [.. (await TreeAsync(repository, ct)).Select(file => $"{repository.Name}/{file.Path}").Where(glob.IsMatch).Order(StringComparer.Ordinal)];

    public async Task<bool> ExistsAsync(string path, CancellationToken ct)
    {
        if (path is PeoplePath)
            return state.People is not null;
        try
        {
            return Find(path) is var (repository, inner) && await ContentAsync(repository, inner, ct) is not null;
        }
        catch (UnreadableFileException)
        {
            return true; // Nobody can tell; reading it says why.
        }
    }

    public async Task PrepareAsync(IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        var missing = new ConcurrentDictionary<string, (HostRepository Repository, HostFile File)>(StringComparer.Ordinal);
        var byRepository = paths.Select(Find).OfType<(HostRepository Repository, string Path)>().GroupBy(place => place.Repository.Id, StringComparer.Ordinal);
        await Parallel.ForEachAsync(byRepository, Options(ct), (places, stop) => QuietlyAsync(async () =>
        {
            foreach (var (repository, path) in places)
            {
                if (await ContentAsync(repository, path, stop) is { } content && !folder.Has(content))
                    missing[content] = (repository, new HostFile(path, content));
            }
        }));
        await Parallel.ForEachAsync(missing.Values.Chunk(host.FilesACall), Options(ct), (batch, stop) => QuietlyAsync(() =>
            host.ReadAsync(batch, (file, bytes) => folder.Keep(file.Content, bytes), stop)));
    }

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        if (path is PeoplePath)
            return state.People is { } people ? folder.Read(people) : null;
        if (Find(path) is not var (repository, inner) || await ContentAsync(repository, inner, ct) is not { } content)
            return null;
        if (!folder.Has(content))
            await host.ReadAsync([(repository, new HostFile(inner, content))], (_, bytes) => folder.Keep(content, bytes), ct);
        return folder.Read(content);
    }

    public async Task<IReadOnlyDictionary<string, Provenance>> ProvenanceAsync(IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        var found = new ConcurrentDictionary<string, Provenance>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(paths, Options(ct), async (path, stop) =>
        {
            if (Find(path) is not var (repository, inner))
                return;
            var last = paths.Count <= MostChanges ? await host.LastChangeAsync(repository, inner, stop) : null;
            found[path] = last ?? new Provenance(inner, repository.ChangedAt, repository.Page, Url: PageOf(repository, inner));
        });
        return found;
    }

    public string Resolve(string from, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal))
            return PathOf($"url:{target}") is { } same && Find(same) is not null ? same : throw SourcePaths.Outside(target);
        return Find(from) is var (repository, inner) ? $"{repository.Name}/{SourcePaths.Resolve(inner, target)}" : throw SourcePaths.Outside(target);
    }

    public string LocationOf(string path) =>
        path is PeoplePath ? $"url:{host.PeoplePage}" : Find(path) is var (repository, inner) ? $"url:{PageOf(repository, inner)}" : $"url:{target.Site}{target.Owner}/{path}";

    /// <remarks>Of repositories that are gone too, so that their files are found missing and not forgotten.</remarks>
    public string? PathOf(string location)
    {
        var prefix = $"url:{target.Site}{target.Owner}/";
        if (string.Equals(location, $"url:{host.PeoplePage}", StringComparison.Ordinal))
            return PeoplePath;
        var pages = location.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? location.IndexOf(host.FilePages, prefix.Length, StringComparison.Ordinal) : -1;
        if (pages < 0)
            return null;
        var (name, rest) = (location[prefix.Length..pages], Uri.UnescapeDataString(location[(pages + host.FilePages.Length)..]));
        var branch = _repositories.GetValueOrDefault(name)?.Branch is { } own && rest.StartsWith(own + "/", StringComparison.Ordinal) ? own : rest.Split('/')[0];
        return rest.Length > branch.Length ? $"{name}/{rest[(branch.Length + 1)..]}" : null;
    }

    public ValueTask DisposeAsync()
    {
        folder.Save(state);
        return ValueTask.CompletedTask;
    }

    /// <summary>What is refused is told of the file itself, when it is read alone.</summary>
    private static async ValueTask QuietlyAsync(Func<Task> prepare)
    {
        try
        {
            await prepare();
        }
        catch (UnreadableFileException)
        {
            // See above.
        }
    }

    private static ParallelOptions Options(CancellationToken ct) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };

    private string PageOf(HostRepository repository, string path) => $"{repository.Page}{host.FilePages}{CodeHostPages.Escape(repository.Branch)}/{CodeHostPages.Escape(path)}";

    private (HostRepository Repository, string Path)? Find(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (_repositories.TryGetValue(path[..slash], out var repository))
                return (repository, path[(slash + 1)..]);
        }

        return null;
    }

    private async Task<KnownFiles> KnownAsync(HostRepository repository, string? pattern, CancellationToken ct)
    {
        if (state.Files.TryGetValue(repository.Id, out var known) && known.IsOf(repository) && string.Equals(known.Pattern, pattern, StringComparison.Ordinal))
            return known;
        // Without a pattern the root folder alone is searched: what that shows comes with the listing.
        var fits = DescriptorNames.Matcher(pattern);
        var files = (pattern is null ? await host.RootFilesAsync(repository, ct) : await TreeAsync(repository, ct)).Where(file => fits(file.Path)).ToArray();
        var found = new KnownFiles(repository.Revision, pattern, [.. files.Select(file => file.Path).Order(StringComparer.Ordinal)])
        {
            Contents = new(files.Select(file => KeyValuePair.Create(file.Path, (string?)file.Content)), StringComparer.Ordinal),
        };
        state.Repositories.TryUpdate(repository.Id, repository with { Root = null }, repository);
        return state.Files[repository.Id] = found;
    }

    private async Task<string?> ContentAsync(HostRepository repository, string path, CancellationToken ct)
    {
        var known = state.Files.TryGetValue(repository.Id, out var files) && files.IsOf(repository) ? files : null;
        if (known is not null && known.Contents.TryGetValue(path, out var content))
            return content;
        var found = (await TreeAsync(repository, ct)).FirstOrDefault(file => string.Equals(file.Path, path, StringComparison.Ordinal))?.Content;
        if (known is not null)
            known.Contents[path] = found;
        return found;
    }

    private async Task<IReadOnlyList<HostFile>> TreeAsync(HostRepository repository, CancellationToken ct) =>
        _trees.TryGetValue(repository.Id, out var tree) ? tree : _trees[repository.Id] = await host.FilesAsync(repository, ct);

    private string Fingerprint()
    {
        var lines = _repositories.Values
            .Select(repository => $"{repository.Id} {repository.Name} {repository.Branch} {repository.Revision}")
            .Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{string.Join('\n', lines)}\n{state.People} {state.PeopleRefused}")));
    }
}
