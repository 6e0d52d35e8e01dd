using System.Text.Json;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Ingestion.History;

/// <summary>All that the log says of one entity: what it is, and what it was when. Asked in the order of time.</summary>
internal sealed class KnownEntity
{
    private readonly List<(DateTimeOffset At, Entity State, bool IsFound)> _was = [];

    // Where the question before this one found its answer: of two commits in one second, the second may undo the first.
    private int _next;

    /// <summary>Of its stream; 0 when nothing is known.</summary>
    public long Version { get; private set; }

    /// <summary>What it is.</summary>
    public Entity Now { get; private set; } = Entity.None;

    /// <summary>Since when that holds; null when nothing is known of it.</summary>
    public DateTimeOffset? Since { get; private set; }

    public static KnownEntity Of(IEnumerable<RecordedEvent> stream)
    {
        var known = new KnownEntity();
        foreach (var recorded in stream)
        {
            if (recorded.Event is EntityEvent happened)
                known.Add(happened, recorded.EffectiveAt);
            known.Version = recorded.StreamVersion;
        }

        known._next = 0;
        return known;
    }

    public void Add(EntityEvent happened, DateTimeOffset at)
    {
        Version++;
        if (happened is PastVersionFound found)
        {
            Was(at, found.Descriptor is { } descriptor ? new Entity.Live(descriptor, found.Location) : Entity.None, isFound: true);
            return;
        }

        Now = EntityDecider.Evolve(Now, happened);
        Since = Since > at ? Since : at;
        Was(Since.Value, Now, isFound: false);
    }

    public Entity At(DateTimeOffset at) => _was.FindLastIndex(version => version.At <= at) is >= 0 and var index ? _was[index].State : Entity.None;

    /// <summary>Whether it is known to have been so from an instant on.</summary>
    public bool Says(DateTimeOffset at, Entity state)
    {
        while (_next < _was.Count && _was[_next].At < at)
            _next++;
        if (_was.FindIndex(_next, version => version.At == at && IsSame(version.State, state)) is >= 0 and var index)
            _next = index + 1;
        else if (!IsSame(_next == 0 ? Entity.None : _was[_next - 1].State, state))
            return false;
        return true;
    }

    /// <summary>Whether it became something else at that very instant, so that what is found lasted no time.</summary>
    public bool IsOverAt(DateTimeOffset at) => _was.FindIndex(_next, version => version.At == at && !version.IsFound) >= 0;

    /// <summary>Whether two states show the same: the same descriptor in the same place, or none.</summary>
    public static bool IsSame(Entity one, Entity other) => (one, other) switch
    {
        (Entity.Live a, Entity.Live b) => a.Location == b.Location && JsonElement.DeepEquals(a.Descriptor, b.Descriptor),
        (Entity.Live, _) or (_, Entity.Live) => false,
        _ => true,
    };

    private void Was(DateTimeOffset at, Entity state, bool isFound)
    {
        _next = _was.FindLastIndex(version => version.At <= at) + 1;
        _was.Insert(_next++, (at, state, isFound));
    }
}
