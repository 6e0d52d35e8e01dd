using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Descriptors.Kinds;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Memory;
using EventCatalog.Ingestion.Sources;
using static EventCatalog.Ingestion.Crawling.Crawler;

namespace EventCatalog.Ingestion.History;

/// <summary>
/// A source as it was, moved from commit to commit: each is a crawl of the past that says what the commit did. Where a commit touches descriptors that
/// have nothing to do with other files, only those are read; else the whole tree is looked through, of which only what changed is parsed.
/// </summary>
internal sealed class PastFold
{
    private readonly string _source;
    private readonly string? _pattern;
    private readonly CatalogModel _model;
    private readonly CrawlOptions _options;
    private readonly Func<string, bool> _fits;
    private readonly GitTree _tree;
    private readonly DescriptorFiles _files = new();
    private readonly Dictionary<EntityRef, RememberedEntity> _entities = [];
    private readonly Dictionary<EntityRef, JudgedDocument> _seen = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private GitPast _past;
    private PastTree _now;
    private bool _isPlain = true;
    private DateTimeOffset? _at;

    /// <param name="source">Id of the source.</param>
    /// <param name="model">The kinds in force now, by which what was then is judged.</param>
    public PastFold(string source, GitPast past, string? pattern, CatalogModel model, CrawlOptions options)
    {
        (_source, _past, _pattern, _model, _options, _fits) = (source, past, pattern, model, options, DescriptorNames.Matcher(pattern));
        _tree = new GitTree(past.Blobs);
        _now = new PastTree(past.Now, _tree);
    }

    /// <summary>The last commit it moved over; null at the beginning.</summary>
    public string? Commit { get; private set; }

    /// <summary>Documents that were refused in the commits it moved over.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Goes on with what the source says now.</summary>
    /// <returns>False when it is searched or judged otherwise than before: then nothing that was read counts any more.</returns>
    public bool GoOn(GitPast past, string? pattern, CatalogModel model)
    {
        (_past, _tree.Blobs) = (past, past.Blobs);
        _now = new PastTree(past.Now, _tree);
        return string.Equals(pattern, _pattern, StringComparison.Ordinal) && string.Equals(model.Fingerprint, _model.Fingerprint, StringComparison.Ordinal);
    }

    /// <summary>Moves over the next commit.</summary>
    /// <returns>What it did, in the order in which it can be told; null when it touches no descriptor.</returns>
    public async Task<IReadOnlyList<PastFact>?> MoveAsync(PastCommit commit, DateTimeOffset now, CancellationToken ct)
    {
        var at = EffectOf(commit, now);
        _at = at;
        var touched = commit.Changes.Where(IsDescriptor).ToArray();
        foreach (var change in commit.Changes)
        {
            if (change.Blob is null)
                _tree.Remove(change.Path);
            else
                _tree.Set(change.Path, change.Mode, change.Blob);
        }

        Commit = commit.Hash;
        if (touched.Length == 0)
            return null;
        var look = await FewFilesAsync(touched, ct) ?? await WholeAsync(touched, ct);
        return await FactsAsync(commit, at, look, ct);
    }

    /// <summary>
    /// Time does not run backwards on a branch: a commit whose clock says so takes effect with the one before it, and so does one that says it was
    /// committed later than now.
    /// </summary>
    private DateTimeOffset EffectOf(PastCommit commit, DateTimeOffset now) =>
        commit.At > now ? _at ?? now : _at is { } before && before > commit.At ? before : commit.At;

    private bool IsDescriptor(PastChange change) => _fits(change.Path) || _read.Contains(change.Path) || (!_isPlain && IsNewOrGone(change) && IsYaml(change.Path));

    // A Location may have waited for it, or its pattern may fit.
    private bool IsNewOrGone(PastChange change) => change.Blob is null || !_tree.Holds(change.Path);

    private static bool IsYaml(string path) => path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the touched files alone; null when that would not tell all.</summary>
    private async Task<Look?> FewFilesAsync(PastChange[] touched, CancellationToken ct)
    {
        var look = new Look(new Harvest(), []);
        foreach (var change in touched)
        {
            var before = _files.Last(change.Path);
            if (before?.Any(IsMoreThanItself) is true || _tree.IsLink(change.Path))
                return null;
            if (before is not null)
                look.Candidates.UnionWith(before.Select(document => document.Ref!.Value));
            if (change.Blob is null)
            {
                if (!_isPlain)
                    return null;
                look.Harvest.Files[change.Path] = new FileOutcome { Missing = true };
                continue;
            }

            if (await JudgeAsync(change, ct) is not { } documents || (!_isPlain && before?.Select(document => document.Ref).SequenceEqual(documents.Select(document => document.Ref)) is not true))
                return null;
            look.Harvest.Files[change.Path] = new FileOutcome();
            _read.Add(change.Path);
            var location = new DescriptorLocation(_source, _now.LocationOf(change.Path), _now.Origin);
            look.Harvest.Findings.AddRange(documents.Select(document => new Finding(document.Ref!.Value, change.Path, location, document)));
        }

        return look.Harvest.Findings.DistinctBy(finding => finding.Ref).Count() == look.Harvest.Findings.Count && look.Harvest.Findings.TrueForAll(finding => IsFree(finding, look)) ? look : null;
    }

    private async Task<IReadOnlyList<JudgedDocument>?> JudgeAsync(PastChange change, CancellationToken ct)
    {
        try
        {
            var documents = await _files.JudgeAsync(
                change.Path, (await _now.ReadAsync(change.Path, ct))!, change.Blob, (_, _) => throw new UnreadableFileException("placeholder", "It brings another file"), ct);
            return documents.Any(IsMoreThanItself) || !documents.All(document => _options.KindRules.Allow(document.Descriptor!.Value, _now.Origin)) ? null : documents;
        }
        catch (UnreadableFileException)
        {
            return null; // Looking through the whole says why.
        }
    }

    /// <summary>Whether no file that the commit left alone declares the entity.</summary>
    private bool IsFree(Finding finding, Look look) => _entities.GetValueOrDefault(finding.Ref)?.Location is not { } place
        || string.Equals(place.Target, finding.Location.Target, StringComparison.Ordinal) || look.Candidates.Contains(finding.Ref);

    private async Task<Look> WholeAsync(PastChange[] touched, CancellationToken ct)
    {
        var harvester = new Harvester(_source, _now, new NoPages(), _files, _options);
        var harvest = await harvester.RunAsync(_pattern, [.. _entities.Values.Where(entity => entity.Location is not null)], ct, _model);
        Conflicts.RefuseSecondPlaces(harvest, _entities);
        Unreadable += harvest.Problems.Count(problem => touched.Any(change => string.Equals(change.Path, problem.Key.File, StringComparison.Ordinal)));
        _isPlain = !harvest.Problems.Exists(problem => problem.Key.Rule is Conflicts.Rule) && !harvest.Findings.Exists(finding => IsMoreThanItself(finding.Document));
        _read.Clear();
        _read.UnionWith(harvest.Files.Keys);
        _read.UnionWith(harvest.Files.Keys.SelectMany(path => _files.Last(path) ?? []).SelectMany(document => document.Files));
        return new Look(harvest, [.. _entities.Values.Where(entity => entity.Location is not null).Select(entity => entity.Ref)]);
    }

    private async Task<IReadOnlyList<PastFact>> FactsAsync(PastCommit commit, DateTimeOffset at, Look look, CancellationToken ct)
    {
        var harvest = look.Harvest;
        foreach (var finding in harvest.Findings)
            _entities.TryAdd(finding.Ref, new RememberedEntity(finding.Ref, 0, Entity.None));
        var lost = await LostAsync(look, at, ct);
        var renamed = Renames.Of([.. lost.Where(one => one.Fate is Disappearance.Removed { Path: not null }).Select(one => one.Entity)], harvest, _entities)
            .ToDictionary(rename => rename.Finding.Ref, rename => lost.Single(one => one.Entity.Ref == rename.From));
        var place = new Placing(new Cause(commit.Changes.ToDictionary(change => change.Path, change => _past.ProvenanceOf(commit, change.Path, at), StringComparer.Ordinal), at), commit, _past.Repository, at);
        var facts = new List<PastFact>();
        foreach (var finding in harvest.Findings.OrderByDescending(finding => renamed.ContainsKey(finding.Ref)))
        {
            var old = renamed.TryGetValue(finding.Ref, out var one) ? Fact(one, place) : null;
            if (Fact(finding, old, place) is { } fact)
                facts.Add(fact);
        }

        return [.. facts, .. lost.Where(one => !renamed.ContainsValue(one)).Select(one => Fact(one, place)).OfType<PastFact>()];
    }

    private async Task<List<Lost>> LostAsync(Look look, DateTimeOffset at, CancellationToken ct)
    {
        var found = look.Harvest.Findings.Select(finding => finding.Ref).ToHashSet();
        var lost = new List<Lost>();
        foreach (var name in look.Candidates.Where(name => !found.Contains(name)).OrderBy(name => name.ToString(), StringComparer.Ordinal))
        {
            var entity = _entities[name];
            if (entity.Location is not { } place)
                continue;
            if (await Disappearance.OfAsync(entity, _now.PathOf(place.Target), look.Harvest, _now, at, _options, ct) is var fate and not Disappearance.Stays)
                lost.Add(new Lost(entity, fate));
        }

        return lost;
    }

    private PastFact? Fact(Finding finding, PastFact? old, Placing place)
    {
        var before = _entities[finding.Ref].State;
        var isNew = !ReferenceEquals(_seen.GetValueOrDefault(finding.Ref), finding.Document);
        _seen[finding.Ref] = finding.Document;
        if (!isNew && old is null && before is Entity.Live { Orphaned: false, Location: var stands } && stands == finding.Location)
            return null;
        var observed = new ObserveEntity(finding.Location, finding.Stored, finding.OwnerLine);
        var from = before;
        if (old is not null && RenameDecider.Decide(new RenameEntity(finding.Stored), old.Before, before) is { } renaming)
        {
            from = EntityDecider.Evolve(before, renaming.Begin);
            _entities[old.Entity] = _entities[old.Entity] with { State = EntityDecider.Evolve(old.Before, renaming.End) };
        }

        var events = EntityDecider.Decide(observed, from);
        if (events.Count == 0 && old is null)
            return null;
        var after = events.Aggregate(from, EntityDecider.Evolve);
        _entities[finding.Ref] = new RememberedEntity(finding.Ref, 0, after);
        return new PastFact(finding.Ref, place.At, before, after, state => EntityDecider.Decide(observed, state), happened => place.Of(happened, finding), finding) { RenamedFrom = old };
    }

    private PastFact? Fact(Lost lost, Placing place)
    {
        var (entity, before) = (lost.Entity.Ref, lost.Entity.State);
        var path = lost.Fate is Disappearance.Removed removed ? removed.Path : null;
        Func<Entity, IReadOnlyList<EntityEvent>> decide = lost.Fate switch
        {
            Disappearance.Removed gone => state => EntityDecider.Decide(new RemoveEntity(gone.Reason), state),
            Disappearance.Orphaned left => state => EntityDecider.Decide(new OrphanEntity(left.Reason), state),
            _ => throw new InvalidOperationException($"{lost.Fate} is no loss"),
        };
        var events = decide(before);
        if (events.Count == 0)
            return null;
        var after = events.Aggregate(before, EntityDecider.Evolve);
        _entities[entity] = new RememberedEntity(entity, 0, after, after is Entity.Live { Orphaned: true } ? place.At : null);
        return new PastFact(entity, place.At, before, after, decide, happened => place.Of(happened, path));
    }

    /// <param name="Candidates">The entities that are lost where they are not found.</param>
    private sealed record Look(Harvest Harvest, HashSet<EntityRef> Candidates);

    /// <summary>Says of events that they came by a commit, whichever file they came by.</summary>
    private sealed record Placing(Cause Cause, PastCommit Commit, string Repository, DateTimeOffset At)
    {
        public NewEvent Of(EntityEvent happened, Finding finding) => Whole(Cause.OfDocument(happened, finding));

        public NewEvent Of(EntityEvent happened, string? path) => Whole(Cause.Of(happened, path, null));

        private NewEvent Whole(NewEvent placed) => placed with
        {
            EffectiveAt = At,
            Actor = Commit.Author,
            Source = placed.Source is { Commit: not null } ? placed.Source : new EventSource(Repository, Commit.Hash, placed.Source?.Path, placed.Source?.Line),
        };
    }
}
