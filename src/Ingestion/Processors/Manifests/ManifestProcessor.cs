using System.Runtime.CompilerServices;
using System.Text;
using EventCatalog.Domain;
using EventCatalog.Domain.Facts;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Processors.Manifests;

/// <summary>
/// Which technologies a component is built with, as the manifests beside its descriptor say: .NET, Node.js, Java, Go and Python, and the image it runs on. It reads the folders and
/// git repositories that are crawled anyway. A manifest belongs to the component whose descriptor stands in its folder or the nearest one above.
/// </summary>
public sealed class ManifestProcessor(AllReaders readers, CrawlerMemory memory, Credentials credentials, CrawlTurns turns) : IProcessor
{
    private const int MostManifests = 5000;

    /// <summary>What no manifest says any more is unknown after this.</summary>
    private static readonly TimeSpan Validity = TimeSpan.FromDays(7);

    public string Name => "manifests";
    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<Observed> ObserveAsync(ProcessorRun run, [EnumeratorCancellation] CancellationToken ct)
    {
        var bySource = run.Entities.Where(entity => entity.Location is not null && entity.Ref.Kind is "component").ToLookup(entity => entity.Location!.Source, StringComparer.Ordinal);
        foreach (var source in await memory.SourcesAsync(ct))
        {
            if (source.State.Type is not (SourceTypes.Folder or SourceTypes.Git) || !bySource.Contains(source.Id))
                continue;
            // Read before anything is said, so that a crawl of the source waits no longer than that takes.
            foreach (var (entity, said) in await ReadAsync(source, [.. bySource[source.Id]], ct))
                yield return new Observed(entity, [.. Manifest.Lowest(said).Select(one => new Fact(one.Name, one.Value, run.Now + Validity))]);
        }
    }

    private async Task<IReadOnlyDictionary<EntityRef, List<ManifestSays>>> ReadAsync(RememberedSource source, IReadOnlyList<RememberedEntity> entities, CancellationToken ct)
    {
        var found = new Dictionary<EntityRef, List<ManifestSays>>();
        using var turn = await turns.TakeAsync(source.Id, ct);
        try
        {
            await using var tree = await readers.Of(source.State.Type!)
                .OpenAsync(new SourceAddress(source.Id, source.State.Target!, credentials.Of(source.Id), source.State.Origin is Registrations.FromConfiguration), ct);
            // Whose the manifest is where two components share a folder, nobody can tell.
            var owners = entities.Select(entity => (Folder: tree.PathOf(entity.Location!.Target) is { } path ? FolderOf(path) : null, entity.Ref)).Where(one => one.Folder is not null)
                .GroupBy(one => one.Folder!, one => one.Ref, StringComparer.Ordinal).ToDictionary(folder => folder.Key, folder => folder.Count() == 1 ? folder.Single() : (EntityRef?)null, StringComparer.Ordinal);
            string[] paths = [.. (await tree.ListAsync(Manifest.Pattern, ct)).Paths.Where(path => !path.Contains("node_modules/", StringComparison.Ordinal)).Take(MostManifests)];
            await tree.PrepareAsync(paths, ct);
            foreach (var path in paths)
            {
                if (OwnerOf(FolderOf(path), owners) is not { } owner || await ReadOrNullAsync(tree, path, ct) is not { } text)
                    continue;
                if (!found.TryGetValue(owner, out var said))
                    found[owner] = said = [];
                said.AddRange(Manifest.Read(path[(path.LastIndexOf('/') + 1)..], text));
            }
        }
        catch (SourceUnreachableException)
        {
            // The crawler says so already; what was observed before holds for its time.
        }

        return found;
    }

    private static async Task<string?> ReadOrNullAsync(ISourceSnapshot tree, string path, CancellationToken ct)
    {
        try
        {
            return await tree.ReadAsync(path, ct) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
        }
        catch (UnreadableFileException)
        {
            // Too large, or a link out of the source: then it is no manifest of this component.
            return null;
        }
    }

    private static EntityRef? OwnerOf(string folder, Dictionary<string, EntityRef?> owners)
    {
        for (; ; folder = FolderOf(folder))
        {
            if (owners.TryGetValue(folder, out var owner))
                return owner;
            if (folder.Length == 0)
                return null;
        }
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
}
