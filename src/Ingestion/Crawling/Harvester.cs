using System.Collections.Concurrent;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Descriptors.Kinds;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>Looks through one source: lists it, reads its descriptors, follows its Locations.</summary>
/// <param name="source">Id of the source.</param>
/// <param name="tree">The source.</param>
/// <param name="web">Addresses on allowed hosts, which Locations may name.</param>
/// <param name="files">What is known from the crawl before.</param>
internal sealed class Harvester(string source, ISourceSnapshot tree, ISourceSnapshot web, DescriptorFiles files, CrawlOptions options)
{
    private Harvest _harvest = new();
    private readonly Dictionary<string, int> _waiting = new(StringComparer.Ordinal);
    private readonly List<(Finding Location, LocationTarget Target, string Path)> _references = [];
    private readonly HashSet<string> _required = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>Told how many files are read.</summary>
    public CrawlProgress? Progress { get; set; }

    /// <param name="pattern">What a folder or repository is searched for; null for the default.</param>
    /// <param name="remembered">The source's entities, whose Locations are followed as they last were when they cannot be read now.</param>
    /// <param name="known">The kinds in force; those that the source itself declares hold for it at once.</param>
    /// <exception cref="SourceUnreachableException">The source cannot be read, or no further.</exception>
    public async Task<Harvest> RunAsync(string? pattern, IReadOnlyCollection<RememberedEntity> remembered, CancellationToken ct, CatalogModel? known = null)
    {
        var model = known ?? CatalogModel.BuiltIn;
        var harvest = await RunAsync(model, pattern, remembered, ct);
        var declared = model.With(harvest.Findings.Where(finding => finding.Ref.Kind is "kind").Select(finding => finding.Document.Descriptor!.Value));
        if (string.Equals(declared.Fingerprint, model.Fingerprint, StringComparison.Ordinal))
            return harvest;
        _harvest = new Harvest();
        _waiting.Clear();
        _references.Clear();
        _required.Clear();
        return await RunAsync(declared, pattern, remembered, ct);
    }

    private async Task<Harvest> RunAsync(CatalogModel model, string? pattern, IReadOnlyCollection<RememberedEntity> remembered, CancellationToken ct)
    {
        files.Begin(model);
        var listing = await tree.ListAsync(pattern, ct);
        foreach (var refused in listing.Refused)
        {
            _harvest.Unread.Add(refused.Path);
            _harvest.Problems.Add(new Problem(new ProblemKey(refused.Path, 0, refused.Rule, ""), refused.Message));
        }

        foreach (var path in listing.Paths)
            _waiting[path] = 0;
        await ReadWaitingAsync(ct);
        await FollowLastGoodAsync(remembered, ct);
        RefuseLocationsWithoutTarget();
        // Their last good version goes on, with the targets it had.
        await FollowLastGoodAsync(remembered, ct);
        foreach (var path in _required)
            _harvest.Files[path].Required = true;
        return _harvest;
    }

    private async Task ReadWaitingAsync(CancellationToken ct)
    {
        while (_waiting.Count > 0)
        {
            var batch = _waiting.Where(file => !_harvest.Files.ContainsKey(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal).ToArray();
            _waiting.Clear();
            await tree.PrepareAsync([.. batch.Where(file => !IsAddress(file.Key) && !files.IsKnown(file.Key, tree.StampOf(file.Key))).Select(file => file.Key)], ct);
            Progress?.Enter(CrawlStage.Reading, batch.Length);
            var readings = new ConcurrentDictionary<string, Reading>(StringComparer.Ordinal);
            await Parallel.ForEachAsync(batch.Select(file => file.Key), ct, async (path, stop) =>
            {
                readings[path] = await JudgeAsync(path, stop);
                Progress?.Count();
            });
            foreach (var (path, depth) in batch)
                await TakeAsync(path, readings[path], depth, ct);
        }
    }

    /// <summary>Files are judged by all processors, and read one after another: a snapshot serves one reader.</summary>
    private async Task<Reading> JudgeAsync(string path, CancellationToken ct)
    {
        var stamp = SnapshotOf(path).StampOf(path);
        if (files.IsKnown(path, stamp) && await files.KnownAsync(path, (target, stop) => ReadPlaceholderAsync(path, target, stop), ct) is { } known)
            return new Reading(known);
        try
        {
            return await ReadAsync(path, ct) is { } content
                ? new Reading(await files.JudgeAsync(path, content, stamp, (target, stop) => ReadPlaceholderAsync(path, target, stop), ct))
                : new Reading(null);
        }
        catch (UnreadableFileException e)
        {
            return new Reading(null, e);
        }
    }

    private async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            return await SnapshotOf(path).ReadAsync(path, ct);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task TakeAsync(string path, Reading reading, int depth, CancellationToken ct)
    {
        var outcome = _harvest.Files[path] = new FileOutcome();
        if (reading.Refusal is { } e)
        {
            outcome.MayHoldMore = true;
            outcome.Refusal = e;
            // Nobody can open an address at a line: its problem is told where a Location names it.
            if (!IsAddress(path) || !_references.Exists(reference => string.Equals(reference.Path, path, StringComparison.Ordinal)))
                _harvest.Problems.Add(new Problem(new ProblemKey(path, 0, e.Rule, ""), e.Message));
            return;
        }

        if (reading.Documents is null)
        {
            outcome.Missing = true;
            return;
        }

        var location = new DescriptorLocation(source, SnapshotOf(path).LocationOf(path), tree.Origin);
        foreach (var document in reading.Documents)
        {
            if (document.ProblemIn(path) is { } problem)
            {
                _harvest.Problems.Add(problem);
                if (document.Ref is { } refused)
                    outcome.Refused.Add(refused);
                else
                    outcome.MayHoldMore = true;
                continue;
            }

            if (!options.KindRules.Allow(document.Descriptor!.Value, location.Origin))
            {
                outcome.Refused.Add(document.Ref!.Value);
                _harvest.Problems.Add(document.ProblemIn(
                    path, KindRules.Rule, "/kind", $"Entity {document.Ref} at {location.Target}, originated at {location.Origin}, is not of an allowed kind for that location"));
                continue;
            }

            var finding = new Finding(document.Ref!.Value, path, location, document);
            _harvest.Findings.Add(finding);
            if (LocationTargets.Of(document.Descriptor!.Value) is { } targets)
                await FollowAsync(finding, targets, depth + 1, ct);
        }
    }

    private async Task FollowAsync(Finding location, LocationTargets targets, int depth, CancellationToken ct)
    {
        if (depth > options.MaxDepth)
        {
            _harvest.Refuse(location, "too-deep", "/spec", $"More than {options.MaxDepth} Locations lead here; those below are not followed");
            return;
        }

        foreach (var target in targets.Targets)
        {
            try
            {
                var paths = await PathsAsync(location.Path, targets.Type, target.Text, ct);
                if (paths.Count == 0 && targets.Required)
                    throw NotFound(target.Text);
                Await(paths, targets, depth);
                if (targets.Required)
                    _references.AddRange(paths.Select(path => (location, target, path)));
            }
            catch (UnreadableFileException e)
            {
                // One bad target must not hide what the others lead to.
                _harvest.Refuse(location, e.Rule, target.Pointer, e.Message);
            }
        }
    }

    private async Task<IReadOnlyList<string>> PathsAsync(string from, string? type, string target, CancellationToken ct)
    {
        if (type is not (null or SourceTypes.File or SourceTypes.Url or SourceTypes.Git))
            throw new UnreadableFileException("location-type-is-known", $"No reader was able to handle {type}:{target}; known are file, url and git");
        var path = Resolve(from, target);
        return !IsAddress(path) && Glob.IsGlob(path) && !await tree.ExistsAsync(path, ct) ? await tree.MatchAsync(new Glob(path), ct) : [path];
    }

    private string Resolve(string from, string target)
    {
        if (IsAddress(from))
            return web.Resolve(from, target);
        if (!IsAddress(target))
            return tree.Resolve(from, target);
        try
        {
            return tree.Resolve(from, target);
        }
        catch (UnreadableFileException)
        {
            return web.Resolve(target, target);
        }
    }

    private async ValueTask<DescriptorFiles.PlaceholderFile> ReadPlaceholderAsync(string from, string target, CancellationToken ct)
    {
        try
        {
            var path = IsAddress(from) ? web.Resolve(from, target) : tree.Resolve(from, target);
            if (IsAddress(from) && CodeHosts.AreOfDifferentRepositories(from, path))
                return new DescriptorFiles.PlaceholderFile(null, null, "it is in another repository than the descriptor");
            var content = await ReadAsync(path, ct);
            return new DescriptorFiles.PlaceholderFile(path, content, content is null ? "the file does not exist" : null);
        }
        catch (UnreadableFileException e)
        {
            return new DescriptorFiles.PlaceholderFile(null, null, e.Message);
        }
    }

    private async Task FollowLastGoodAsync(IReadOnlyCollection<RememberedEntity> remembered, CancellationToken ct)
    {
        var followed = new HashSet<RememberedEntity>();
        while (true)
        {
            var found = _harvest.Findings.Select(finding => finding.Ref).ToHashSet();
            var kept = remembered
                .Where(entity => entity.Ref.Kind is "location" && entity is { Location: not null, IsOrphan: false } && !found.Contains(entity.Ref) && !followed.Contains(entity))
                .Where(entity => PathOf(entity.Location!.Target) is { } path && (_harvest.IsUnread(path) || (_harvest.Files.GetValueOrDefault(path)?.MayHold(entity.Ref) ?? false)))
                .ToArray();
            if (kept.Length == 0)
                return;
            foreach (var entity in kept)
            {
                followed.Add(entity);
                await FollowQuietlyAsync(PathOf(entity.Location!.Target)!, LocationTargets.Of(((Entity.Live)entity.State).Descriptor)!, ct);
            }

            await ReadWaitingAsync(ct);
        }
    }

    /// <summary>Follows what can be followed; the problems of what cannot are told where they were new.</summary>
    private async Task FollowQuietlyAsync(string from, LocationTargets targets, CancellationToken ct)
    {
        foreach (var target in targets.Targets)
        {
            try
            {
                Await(await PathsAsync(from, targets.Type, target.Text, ct), targets, depth: 1);
            }
            catch (UnreadableFileException)
            {
                continue;
            }
        }
    }

    private void Await(IReadOnlyList<string> paths, LocationTargets targets, int depth)
    {
        foreach (var path in paths)
        {
            _waiting.TryAdd(path, depth);
            if (targets.Required)
                _required.Add(path);
        }
    }

    private void RefuseLocationsWithoutTarget()
    {
        foreach (var (location, target, path) in _references)
        {
            var file = _harvest.Files[path];
            var refusal = file.Missing ? NotFound(target.Text) : IsAddress(path) ? file.Refusal : null;
            if (refusal is not null)
                _harvest.Refuse(location, refusal.Rule, target.Pointer, refusal.Message);
        }
    }

    internal string? PathOf(string location) => tree.PathOf(location) ?? web.PathOf(location);

    internal static bool IsAddress(string path) =>
        path.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private ISourceSnapshot SnapshotOf(string path) => IsAddress(path) ? web : tree;

    /// <param name="Documents">Null when there is no such file, or it cannot be read.</param>
    private sealed record Reading(IReadOnlyList<JudgedDocument>? Documents, UnreadableFileException? Refusal = null);

    private static UnreadableFileException NotFound(string target) =>
        new("target-exists", $"Nothing was found at \"{target}\"; correct the target, or write presence: optional if it may be missing");
}
