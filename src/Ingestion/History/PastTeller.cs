using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;

namespace EventCatalog.Ingestion.History;

/// <summary>
/// Appends what commits did, as far as the log does not say it: by ordinary events where the log stands as the commits before it left the entity,
/// else as a version found of its past. What an entity is does not change by its past.
/// </summary>
/// <param name="source">Whose history it is.</param>
internal sealed class PastTeller(LogWriter writer, string source, AppendContext context)
{
    private const int Attempts = 6;
    private readonly Dictionary<EntityRef, KnownEntity> _known = [];

    /// <summary>Events appended until now.</summary>
    public int Found { get; private set; }

    /// <summary>Position of the last; null when there is none.</summary>
    public long? Position { get; private set; }

    /// <summary>Tells facts in the order given; the log gets all of a few thousand, or none.</summary>
    public async Task TellAsync(IReadOnlyList<PastFact> facts, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await LookUpAsync(facts, ct);
            var appends = facts.SelectMany(AppendsOf).ToList();
            if (appends.Count == 0)
                return;
            try
            {
                var result = await writer.ImportAsync(appends, facts.Select(fact => fact.Finding).OfType<Finding>(), context, ct);
                (Found, Position) = (Found + (int)result.Added, result.LastPosition ?? Position);
                return;
            }
            catch (StreamConflictException) when (attempt < Attempts)
            {
                _known.Clear(); // Someone else wrote to one of them meanwhile.
            }
        }
    }

    private async Task LookUpAsync(IReadOnlyList<PastFact> facts, CancellationToken ct)
    {
        var names = facts.SelectMany(fact => fact.RenamedFrom is { } old ? new[] { fact.Entity, old.Entity } : [fact.Entity]).Where(name => !_known.ContainsKey(name)).ToHashSet();
        var streams = (await writer.StreamsAsync(names, ct)).ToLookup(recorded => recorded.Stream, StringComparer.Ordinal);
        foreach (var name in names)
            _known[name] = KnownEntity.Of(streams[EntityDecider.StreamOf(name)]);
    }

    private IEnumerable<StreamAppend> AppendsOf(PastFact fact)
    {
        if (fact.RenamedFrom is not { } old)
            return Tell(fact);
        if (IsPresent(fact) && IsPresent(old) && RenameDecider.Decide(new RenameEntity(fact.Finding!.Stored), _known[old.Entity].Now, _known[fact.Entity].Now) is { } renaming)
            return [.. Append(fact, [renaming.Begin]), .. Append(old, [renaming.End]), .. Tell(fact with { Before = _known[fact.Entity].Now })];
        return [.. Tell(old), .. Tell(fact)];
    }

    private IEnumerable<StreamAppend> Tell(PastFact fact)
    {
        var known = _known[fact.Entity];
        // Who had it then keeps it.
        if (IsOfAnother(known.At(fact.At)) || known.Says(fact.At, fact.After))
            return [];
        if (IsPresent(fact))
            return Append(fact, fact.Decide(known.Now));
        return known.IsOverAt(fact.At) ? [] : Append(fact, [fact.AsFound()]);
    }

    private bool IsPresent(PastFact fact)
    {
        var known = _known[fact.Entity];
        return (known.Since is null || known.Since <= fact.At) && KnownEntity.IsSame(known.Now, fact.Before) && !IsOfAnother(known.Now);
    }

    private bool IsOfAnother(Entity state) => state is Entity.Live { Location.Source: var other } && !string.Equals(other, source, StringComparison.Ordinal);

    private IEnumerable<StreamAppend> Append(PastFact fact, IReadOnlyList<EntityEvent> events) => Append(fact, [.. events.Select(fact.Place)]);

    private StreamAppend[] Append(PastFact fact, NewEvent[] events)
    {
        if (events.Length == 0)
            return [];
        var entity = ((EntityEvent)events[0].Event).Entity;
        var known = _known[entity];
        var before = known.Version;
        foreach (var one in events)
            known.Add((EntityEvent)one.Event, fact.At);
        return [new StreamAppend(EntityDecider.StreamOf(entity), before, [.. events.Select(one => one with { Id = Guid.CreateVersion7() })])];
    }
}
