using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Entities;

/// <summary>What an entity showed while nothing about it changed: one path with one value, or the text that search looks at.</summary>
/// <param name="SeqFrom">0 for one that is stored already and known by its row alone.</param>
public sealed record Interval<T>(string Ref, T Row, long SeqFrom, DateTimeOffset ValidFrom, long SeqTo = long.MaxValue, DateTimeOffset? ValidTo = null, long? KnownTo = null);

/// <summary>
/// Folds events over the latest versions, in memory: which stored rows end, which new ones begin. What has ended can be written at once; what
/// still holds is kept, so that it is written once, with its end, if that comes soon enough. It takes every event to have taken effect after those before it;
/// where one did not, it says of which entity, and <see cref="EntityCorrections"/> writes that one's rows anew.
/// </summary>
/// <param name="stored">The latest stored version of every entity that the events are about; none when nothing is stored.</param>
public sealed class EntityFold(IReadOnlyDictionary<string, EntityVersion> stored)
{
    private static readonly IReadOnlyList<string> OwnersPlace = [EntityVersion.OwnerPlace];
    private static readonly IReadOnlyList<string> LifecyclesPlace = ["/spec/lifecycle"];
    private readonly Dictionary<string, Folded> entities = new(StringComparer.Ordinal);
    private readonly HashSet<string> late = new(StringComparer.Ordinal);
    private readonly Rows rows = new();

    /// <summary>The entities of which something became known late.</summary>
    public IReadOnlyCollection<string> Late => late;

    /// <summary>Events of one entity arrive in the order of its stream.</summary>
    public void Apply(string @ref, RecordedEvent recorded, EntityEvent happened)
    {
        // What was found of the past changes nothing that holds now.
        if (happened is PastVersionFound)
        {
            late.Add(@ref);
            return;
        }

        if (happened is EntityRenamedFrom renamed)
        {
            Rename(renamed, recorded);
            return;
        }

        var entity = FoldedOf(@ref);
        var before = entity.Latest;
        var state = before switch
        {
            null => Entity.None,
            { SeqTo: long.MaxValue } => new Entity.Live(before.Descriptor, before.Location, before.Orphaned),
            _ => new Entity.Removed(before.Descriptor, before.Location),
        };

        var at = NotBefore(before, recorded.EffectiveAt);
        // Registered where there was something: another entity gave up the name, and nobody has it before that.
        if (at != recorded.EffectiveAt && happened is not EntityRegistered)
            late.Add(@ref);
        if (before is { SeqTo: long.MaxValue })
            entity.End(recorded.Position, at, rows);
        var places = PlacesOf(happened);
        if (EntityDecider.Evolve(state, happened) is Entity.Live live)
            entity.Begin(VersionOf(@ref, live, recorded, at, happened is EntityRegistered ? at : before?.RegisteredAt ?? at, before, happened, places));
        entity.Show(before, places, recorded.Position, at, rows);
    }

    /// <summary>The version under the old name ends where the one under the new name begins: there is no instant without, and none with both.</summary>
    private void Rename(EntityRenamedFrom renamed, RecordedEvent recorded)
    {
        var (old, entity) = (FoldedOf(renamed.From.ToString()), FoldedOf(renamed.Entity.ToString()));
        var was = old.Latest!;
        var at = NotBefore(entity.Latest, NotBefore(was, recorded.EffectiveAt));
        old.End(recorded.Position, at, rows);
        old.Show(was, null, recorded.Position, at, rows);
        var @ref = renamed.Entity.ToString();
        entity.Begin(VersionOf(@ref, new Entity.Live(renamed.Descriptor, renamed.Location), recorded, at, was.RegisteredAt, was, renamed, places: null) with
        {
            Identity = string.Equals(was.Id, @ref, StringComparison.Ordinal) ? null : was.Id,
        });
        entity.Show(null, null, recorded.Position, at, rows);
    }

    private static DateTimeOffset NotBefore(EntityVersion? last, DateTimeOffset at) => last is not null && (last.ValidTo ?? last.ValidFrom) is var end && end > at ? end : at;

    private Folded FoldedOf(string @ref)
    {
        if (!entities.TryGetValue(@ref, out var entity))
            entities.Add(@ref, entity = stored.TryGetValue(@ref, out var latest) ? Folded.Stored(latest) : new Folded());
        return entity;
    }

    /// <summary>The places of the descriptor that an event changes; null for any.</summary>
    private static IReadOnlyList<string>? PlacesOf(EntityEvent happened) => happened switch
    {
        OwnerChanged => OwnersPlace,
        LifecycleChanged => LifecyclesPlace,
        DescriptorChanged { Changes: [var change] } => [change.Path],
        DescriptorChanged changed => [.. changed.Changes.Select(change => change.Path)],
        EntityMoved or EntityOrphaned or EntityContested or ContestEnded => [],
        _ => null,
    };

    /// <summary>The rows to write now. Each is handed out once as new, and once more when it ends after that.</summary>
    /// <param name="all">Those that still hold, too; else only those whose end is known.</param>
    public Rows Take(bool all)
    {
        if (all)
        {
            foreach (var entity in entities.Values)
                entity.HandOut(rows);
        }

        return rows.Take();
    }

    private static EntityVersion VersionOf(
        string @ref, Entity.Live live, RecordedEvent recorded, DateTimeOffset at, DateTimeOffset registeredAt, EntityVersion? before, EntityEvent happened,
        IReadOnlyList<string>? places)
    {
        var read = recorded.Source;
        // What another source says changes nothing about the entity.
        var isOfAnother = happened is EntityContested or ContestEnded;
        var version = before is { SeqTo: long.MaxValue } && places is not null ? before.Changed(live.Descriptor, places) : EntityVersion.Of(live.Descriptor, live.Location, at);
        return version with
        {
            Ref = @ref,
            // A name that is registered again was another entity's before it was renamed.
            Identity = happened is not EntityRegistered ? before?.Identity : before is null ? null : FormattableString.Invariant($"{@ref}~{recorded.StreamVersion}"),
            SeqFrom = recorded.Position,
            ValidFrom = at,
            ChangedAt = isOfAnother ? before!.ChangedAt : at,
            Location = live.Location,
            Orphaned = live.Orphaned,
            StreamVersion = (int)recorded.StreamVersion,
            RegisteredAt = registeredAt,
            Source = read is null || isOfAnother || happened is EntityOrphaned ? before?.Source ?? SourceOfVersion.Unknown : SourceOfVersion.Of(read),
        };
    }

    /// <summary>Rows to write: those that begin, whole, and the ends of those written before.</summary>
    public sealed class Rows
    {
        public List<EntityVersion> Versions { get; private init; } = [];
        public List<EntityVersion> EndedVersions { get; private init; } = [];
        public List<Interval<FacetRow>> Facets { get; private init; } = [];
        public List<Interval<FacetRow>> EndedFacets { get; private init; } = [];
        public List<Interval<string>> Texts { get; private init; } = [];
        public List<Interval<string>> EndedTexts { get; private init; } = [];

        internal Rows Take()
        {
            var taken = new Rows
            {
                Versions = [.. Versions], EndedVersions = [.. EndedVersions],
                Facets = [.. Facets], EndedFacets = [.. EndedFacets],
                Texts = [.. Texts], EndedTexts = [.. EndedTexts],
            };
            foreach (System.Collections.IList list in new System.Collections.IList[] { Versions, EndedVersions, Facets, EndedFacets, Texts, EndedTexts })
                list.Clear();
            return taken;
        }
    }

    /// <summary>One entity: its latest version and what it shows, each written already or not yet.</summary>
    private sealed class Folded
    {
        private readonly Dictionary<FacetRow, Held<FacetRow>> facets = [];
        private Held<string>? text;
        private bool isWritten;

        public EntityVersion? Latest { get; private set; }

        public static Folded Stored(EntityVersion latest)
        {
            var entity = new Folded { Latest = latest, isWritten = true };
            if (latest.SeqTo != long.MaxValue)
                return entity;
            foreach (var row in FacetsOf(latest))
                entity.Count(row, latest.Ref, 0, latest.ValidFrom);
            foreach (var held in entity.facets.Values)
                held.IsWritten = true;
            entity.text = new Held<string>(new(latest.Ref, latest.SearchText, 0, latest.ValidFrom)) { IsWritten = true };
            return entity;
        }

        public void End(long position, DateTimeOffset at, Rows rows)
        {
            Latest = Latest! with { SeqTo = position, ValidTo = at };
            (isWritten ? rows.EndedVersions : rows.Versions).Add(Latest);
        }

        public void Begin(EntityVersion version) => (Latest, isWritten) = (version, false);

        /// <summary>Ends what the entity no longer shows and begins what it shows now.</summary>
        /// <param name="places">Where its descriptor may have changed; null for anywhere.</param>
        public void Show(EntityVersion? before, IReadOnlyList<string>? places, long position, DateTimeOffset at, Rows rows)
        {
            var was = before is { SeqTo: long.MaxValue } ? before : null;
            var now = Latest is { SeqTo: long.MaxValue } ? Latest : null;
            var (gone, come) = PartsOf(was, now, places) ?? (FacetsOf(was), FacetsOf(now));
            foreach (var row in gone)
                facets[row].Count--;
            foreach (var row in come)
                Count(row, Latest!.Ref, position, at);
            foreach (var row in gone)
            {
                if (!facets.TryGetValue(row, out var held) || held.Count > 0)
                    continue;
                held.End(position, at, rows.Facets, rows.EndedFacets);
                facets.Remove(row);
            }

            if (was is not null && now is not null && places is not null && !EntityVersion.IsSearched(places))
                return;
            var search = now?.SearchText;
            if (string.Equals(search, text?.Interval.Row, StringComparison.Ordinal))
                return;
            text?.End(position, at, rows.Texts, rows.EndedTexts);
            text = search is null ? null : new Held<string>(new(now!.Ref, search, position, at));
        }

        public void HandOut(Rows rows)
        {
            if (!isWritten && Latest is { SeqTo: long.MaxValue })
                rows.Versions.Add(Latest);
            isWritten = true;
            foreach (var facet in facets.Values)
                facet.HandOut(rows.Facets);
            text?.HandOut(rows.Texts);
        }

        private void Count(FacetRow row, string @ref, long position, DateTimeOffset at)
        {
            if (!facets.TryGetValue(row, out var held))
                facets.Add(row, held = new Held<FacetRow>(new(@ref, row, position, at)));
            held.Count++;
        }

        /// <summary>
        /// The rows that some places of the descriptor, and what the catalog writes into it, gave and give now; null when that does not tell the whole
        /// difference.
        /// </summary>
        private static (List<FacetRow> Gone, List<FacetRow> Come)? PartsOf(EntityVersion? was, EntityVersion? now, IReadOnlyList<string>? places)
        {
            if (was is null || now is null || places is null || AreNested(places))
                return null;
            List<FacetRow> gone = [], come = [];
            foreach (var place in places)
            {
                if (FacetRow.At(was.Descriptor, place) is not { } before || FacetRow.At(now.Descriptor, place) is not { } after)
                    return null;
                gone.AddRange(before.Where(EntityVersion.IsFacet));
                come.AddRange(after.Where(EntityVersion.IsFacet));
            }

            if (was.Location != now.Location || was.Orphaned != now.Orphaned)
            {
                gone.AddRange(FacetRow.OfWritten(WrittenInto(was)));
                come.AddRange(FacetRow.OfWritten(WrittenInto(now)));
            }

            return (gone, come);
        }

        private static bool AreNested(IReadOnlyList<string> places) => places.Count > 1 && places.Where((place, index) => places.Where((_, other) => other != index)
            .Any(other => other.Equals(place, StringComparison.Ordinal) || other.StartsWith(place + "/", StringComparison.Ordinal))).Any();

        private static List<FacetRow> FacetsOf(EntityVersion? version) => version is null ? [] : [.. version.Facets];

        private static IReadOnlyDictionary<string, string> WrittenInto(EntityVersion version) =>
            FinalEntity.AnnotationsOf(version.Descriptor, version.Location, version.Orphaned);
    }

    private sealed class Held<T>(Interval<T> interval)
    {
        public Interval<T> Interval => interval;
        public bool IsWritten { get; set; }

        /// <summary>How many places of the descriptor show it.</summary>
        public int Count { get; set; }

        public void End(long position, DateTimeOffset at, List<Interval<T>> begun, List<Interval<T>> ended) =>
            (IsWritten ? ended : begun).Add(interval with { SeqTo = position, ValidTo = at });

        public void HandOut(List<Interval<T>> begun)
        {
            if (!IsWritten)
                begun.Add(interval);
            IsWritten = true;
        }
    }
}
