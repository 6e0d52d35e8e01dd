using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Beliefs;

/// <summary>
/// One entity's events in the order in which they took effect: what it was when, as far as is known. A fact holds from when it took effect until a later
/// one about the same field; what was found of the past holds until anything else is known to have taken effect. The present is what the log said last:
/// where a late fact is the last word about a field and another took effect after it, it counts again from when it was recorded on (ADR 14).
/// </summary>
/// <param name="id">The identity of the entity.</param>
internal sealed class EffectOrder(string id)
{
    private readonly List<Entry> entries = [];
    private Entity present = Entity.None;

    /// <summary>The name it has at the end of the log; null when nothing but its past is known.</summary>
    public string? Name { get; private set; }

    /// <summary>When the last of its facts took effect, those about its past left out; null before the first.</summary>
    public DateTimeOffset? LastFact { get; private set; }

    /// <summary>Its states while it was in the catalog, in turn.</summary>
    public IEnumerable<Period<EntityVersion>> Periods
    {
        get
        {
            for (var place = 0; place < entries.Count; place++)
            {
                var (shown, from) = (entries[place].Shown, entries[place].At);
                // A later entry may change nothing, or take effect at the same time.
                while (place + 1 < entries.Count && ReferenceEquals(entries[place + 1].Shown, shown))
                    place++;
                var to = place + 1 < entries.Count ? entries[place + 1].At : (DateTimeOffset?)null;
                if (shown is { Live: true } && to != from)
                    yield return new(shown.Version, from, to);
            }
        }
    }

    /// <summary>Events arrive in the order of the log.</summary>
    /// <param name="at">When it took effect.</param>
    public void Add(RecordedEvent recorded, EntityEvent happened, DateTimeOffset at)
    {
        present = EntityDecider.Evolve(present, happened);
        if (happened is EntityRegistered or EntityRenamedFrom)
            Name = happened.Entity.ToString();
        var fact = Fact.Of(happened);
        if (fact is not null && !(LastFact > at))
            LastFact = at;
        Insert(new Entry(at, recorded, happened, fact));
        if (!ShowsPresent())
            Insert(new Entry(recorded.RecordedAt > entries[^1].At ? recorded.RecordedAt : entries[^1].At, recorded, happened, Difference()));
        if (entries[^1] is { Shown: { } last } now && now.Recorded != recorded && string.Equals(happened.Entity.ToString(), last.Version.Ref, StringComparison.Ordinal))
            Count(now, last, (int)recorded.StreamVersion);
    }

    private void Insert(Entry entry)
    {
        // Of what took effect at the same time the one recorded later counts.
        var place = entries.FindLastIndex(other => other.At <= entry.At) + 1;
        entries.Insert(place, entry);
        for (var each = place; each < entries.Count; each++)
        {
            if (!Fold(entries[each], each == 0 ? null : entries[each - 1]) && each > place)
                return;
        }
    }

    /// <returns>False when it is as it was.</returns>
    private bool Fold(Entry entry, Entry? before)
    {
        var @base = entry.Fact is null ? before?.Base : After(entry, entry.Fact, before?.Base);
        var isPast = entry.Fact is null || (entry.Fact.IsNothing && before is { IsPast: true });
        var shown = !isPast ? @base : entry.Fact is null ? Past(entry, (PastVersionFound)entry.Happened, before?.Shown) : before!.Shown;
        if (isPast == entry.IsPast && AreSame(@base, entry.Base) && AreSame(shown, entry.Shown))
            return false;
        (entry.Base, entry.Shown, entry.IsPast) = (@base, shown, isPast);
        return true;
    }

    private State? After(Entry entry, Fact fact, State? before)
    {
        if (fact.Whole is null && before is null)
            return null;
        var descriptor = fact.Whole ?? FieldChange.Apply(before!.Version.Descriptor, fact.Changes);
        var location = fact.Location ?? before!.Version.Location;
        var isNew = fact.Whole is not null;
        var version = !isNew && fact.Changes.Count == 0 ? before!.Version : EntityVersion.Of(descriptor, location, entry.At);
        return new State(Named(version, fact.Name ?? before!.Version.Ref) with
        {
            ValidFrom = entry.At,
            ChangedAt = fact.IsNothing ? before!.Version.ChangedAt : entry.At,
            RegisteredAt = isNew || before is null ? entry.At : before.Version.RegisteredAt,
            Location = location,
            Orphaned = fact.Orphaned ?? before!.Version.Orphaned,
            StreamVersion = entry.StreamVersion,
            Source = fact.IsNothing || entry.Happened is EntityOrphaned || entry.Recorded.Source is null
                ? before?.Version.Source ?? SourceOfVersion.Unknown
                : SourceOfVersion.Of(entry.Recorded.Source),
        }, fact.Live ?? before!.Live);
    }

    private State? Past(Entry entry, PastVersionFound found, State? before) => found.Descriptor is not { } descriptor ? null : new State(
        Named(EntityVersion.Of(descriptor, found.Location, entry.At), found.Entity.ToString()) with
        {
            RegisteredAt = before is { Live: true } ? before.Version.RegisteredAt : entry.At,
            StreamVersion = entry.StreamVersion,
            Source = SourceOfVersion.Of(entry.Recorded.Source),
        }, Live: true);

    private EntityVersion Named(EntityVersion version, string name) => version with { Ref = name, Identity = string.Equals(name, id, StringComparison.Ordinal) ? null : id };

    private bool ShowsPresent() => (present, entries[^1].Shown) switch
    {
        (Entity.Live live, { Live: true } shown) => shown.Version.Location == live.Location && shown.Version.Orphaned == live.Orphaned
            && string.Equals(shown.Version.Ref, Name, StringComparison.Ordinal) && JsonElement.DeepEquals(shown.Version.Descriptor, live.Descriptor),
        (Entity.Live, _) => false,
        (_, { Live: true }) => false,
        _ => true,
    };

    /// <summary>What makes the present of what is known otherwise, and no more: facts yet to come may be about the rest.</summary>
    private Fact Difference()
    {
        if (present is not Entity.Live live)
            return new Fact { Live = false };
        if (entries[^1].Base is not { } known)
            return new Fact { Whole = live.Descriptor, Location = live.Location, Orphaned = live.Orphaned, Live = true, Name = Name };
        return new Fact
        {
            Changes = FieldChange.Between(known.Version.Descriptor, live.Descriptor),
            Location = known.Version.Location == live.Location ? null : live.Location,
            Orphaned = known.Version.Orphaned == live.Orphaned ? null : live.Orphaned,
            Live = known.Live ? null : true,
            Name = string.Equals(known.Version.Ref, Name, StringComparison.Ordinal) ? null : Name,
        };
    }

    /// <summary>The present counts every event, late ones too.</summary>
    private static void Count(Entry now, State last, int streamVersion)
    {
        var counted = last with { Version = last.Version with { StreamVersion = streamVersion } };
        if (ReferenceEquals(now.Base, now.Shown))
            now.Base = counted;
        (now.Shown, now.StreamVersion) = (counted, streamVersion);
    }

    private static bool AreSame(State? one, State? other) => ReferenceEquals(one, other)
        || (one is not null && other is not null && one.Live == other.Live && one.Version.Orphaned == other.Version.Orphaned && one.Version.Location == other.Version.Location
            && one.Version.RegisteredAt == other.Version.RegisteredAt && string.Equals(one.Version.Ref, other.Version.Ref, StringComparison.Ordinal)
            && JsonElement.DeepEquals(one.Version.Descriptor, other.Version.Descriptor));

    private sealed record State(EntityVersion Version, bool Live);

    private sealed class Entry(DateTimeOffset at, RecordedEvent recorded, EntityEvent happened, Fact? fact)
    {
        public DateTimeOffset At => at;
        public RecordedEvent Recorded => recorded;
        public EntityEvent Happened => happened;

        /// <summary>Null for what was found of the past: nothing that comes after rests on it.</summary>
        public Fact? Fact => fact;
        public int StreamVersion { get; set; } = (int)recorded.StreamVersion;

        /// <summary>What the facts until then make of it.</summary>
        public State? Base { get; set; }

        /// <summary>The same, or what was found of the past.</summary>
        public State? Shown { get; set; }
        public bool IsPast { get; set; }
    }
}
