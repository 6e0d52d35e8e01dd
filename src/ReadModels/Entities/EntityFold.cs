using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Entities;

/// <summary>One path of one entity while it had one value.</summary>
public sealed record FacetInterval(string Ref, FacetRow Row, long SeqFrom, DateTimeOffset ValidFrom, long SeqTo = long.MaxValue, DateTimeOffset? ValidTo = null);

/// <summary>
/// Folds a page of events over the latest stored versions, in memory: which stored rows end, which new ones begin.
/// An entity that was removed has no open version; its last one is where a return goes on from.
/// </summary>
public sealed class EntityFold(IReadOnlyDictionary<string, EntityVersion> stored)
{
    private readonly Dictionary<string, EntityVersion> latest = new(stored, StringComparer.Ordinal);
    private readonly Dictionary<(string Ref, long SeqFrom), EntityVersion> opened = [];
    private readonly List<(EntityVersion? Before, EntityVersion? After, long Position, DateTimeOffset At)> steps = [];

    /// <summary>Stored versions that end in this page.</summary>
    public List<EntityVersion> Closed { get; } = [];

    /// <summary>Versions that begin in this page, some of which end in it too.</summary>
    public IReadOnlyCollection<EntityVersion> Opened => opened.Values;

    public void Apply(string @ref, RecordedEvent recorded, EntityEvent happened)
    {
        var before = latest.GetValueOrDefault(@ref);
        var state = before switch
        {
            null => Entity.None,
            { SeqTo: long.MaxValue } => new Entity.Live(before.Descriptor, before.Location, before.Orphaned),
            _ => new Entity.Removed(before.Descriptor, before.Location),
        };

        // Within a stream effect never runs backwards here: a late fact takes effect when the one before it did.
        var at = before is not null && before.ValidFrom > recorded.EffectiveAt ? before.ValidFrom : recorded.EffectiveAt;
        var open = before is { SeqTo: long.MaxValue } ? before : null;
        if (open is not null)
            Close(open, recorded.Position, at);
        EntityVersion? after = null;
        if (EntityDecider.Evolve(state, happened) is Entity.Live live)
        {
            after = VersionOf(@ref, live, recorded, at, happened is EntityRegistered ? at : before?.RegisteredAt ?? at, before, happened);
            opened[(@ref, after.SeqFrom)] = after;
            latest[@ref] = after;
        }

        steps.Add((open, after, recorded.Position, at));
    }

    /// <summary>The facet intervals that end in and begin in this page.</summary>
    public (List<FacetInterval> Closed, List<FacetInterval> Opened) Facets()
    {
        var closed = new List<FacetInterval>();
        var begun = new Dictionary<(string, FacetRow), FacetInterval>();
        var ended = new List<FacetInterval>();
        foreach (var (before, after, position, at) in steps)
        {
            var was = RowsOf(before);
            var now = RowsOf(after);
            foreach (var row in was.Where(row => !now.Contains(row)))
            {
                var reference = before!.Ref;
                if (begun.Remove((reference, row), out var interval))
                    ended.Add(interval with { SeqTo = position, ValidTo = at });
                else
                    closed.Add(new FacetInterval(reference, row, 0, at, position, at));
            }

            foreach (var row in now.Where(row => !was.Contains(row)))
                begun[(after!.Ref, row)] = new FacetInterval(after.Ref, row, position, at);
        }

        return (closed, [.. ended, .. begun.Values]);
    }

    private void Close(EntityVersion version, long position, DateTimeOffset at)
    {
        var ended = version with { SeqTo = position, ValidTo = at };
        if (opened.ContainsKey((version.Ref, version.SeqFrom)))
            opened[(version.Ref, version.SeqFrom)] = ended;
        else
            Closed.Add(ended);
        latest[version.Ref] = ended;
    }

    private static EntityVersion VersionOf(
        string @ref, Entity.Live live, RecordedEvent recorded, DateTimeOffset at, DateTimeOffset registeredAt, EntityVersion? before, EntityEvent happened)
    {
        var read = recorded.Source;
        return EntityVersion.Of(live.Descriptor, live.Location, at) with
        {
            Ref = @ref,
            SeqFrom = recorded.Position,
            Orphaned = live.Orphaned,
            StreamVersion = (int)recorded.StreamVersion,
            RegisteredAt = registeredAt,
            Source = read is null || happened is EntityOrphaned
                ? before?.Source ?? new SourceOfVersion(null, null, null, null, null)
                : new SourceOfVersion(read.Repository, read.Commit, read.Path, read.Line, read.Url),
        };
    }

    private static HashSet<FacetRow> RowsOf(EntityVersion? version) => version is null
        ? []
        : [.. FacetRow.Of(FinalEntity.Of(version.Descriptor, version.Location, version.Orphaned), []).Where(row => !row.Key.EndsWith("." + LargeBodies.Marker, StringComparison.Ordinal))];
}
