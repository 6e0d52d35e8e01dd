using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Backstage;

/// <param name="Id">What stays the same when the name changes, as <see cref="EntityVersion.Id"/>.</param>
/// <param name="State">Live, or removed.</param>
internal sealed record RestEntity(string Id, Entity State)
{
    /// <summary>The edges it declares, as its descriptor writes them.</summary>
    public IReadOnlyList<Relation> Written => State is Entity.Live live ? Domain.Descriptors.Relations.Of(live.Descriptor) : [];

    public (JsonElement Descriptor, DescriptorLocation Location, bool Orphaned, bool Live) Row => State switch
    {
        Entity.Live live => (live.Descriptor, live.Location, live.Orphaned, true),
        Entity.Removed removed => (removed.Descriptor, removed.Location, false, false),
        _ => throw new InvalidOperationException($"{Id} is neither live nor removed"),
    };
}

/// <summary>Folds events over entities, and over the names they gave up: those of a page over what is stored, or the whole log over nothing.</summary>
/// <param name="stored">The entities of the names that the events are about.</param>
/// <param name="givenUp">Which of the names were given up before.</param>
internal sealed class RestFold(IReadOnlyDictionary<string, RestEntity> stored, IReadOnlyCollection<string> givenUp)
{
    private readonly Dictionary<string, RestEntity> entities = new(stored, StringComparer.Ordinal);
    private readonly Dictionary<string, string?> formerNames = new(StringComparer.Ordinal);

    /// <summary>By the name each has now; one that was given up is not there.</summary>
    public IReadOnlyDictionary<string, RestEntity> Entities => entities;

    /// <summary>The names whose meaning changed, each with the identity of the entity that gave it up; null where it is an entity's own again.</summary>
    public IReadOnlyDictionary<string, string?> FormerNames => formerNames;

    /// <summary>Whether an event changes anything here: what another source says of an entity does not, nor what it once was, and what gives up a name follows what took it along.</summary>
    public static bool Counts(EntityEvent happened) => happened is not (EntityContested or ContestEnded or EntityRenamed or PastVersionFound);

    /// <summary>The names that an event is about.</summary>
    public static IEnumerable<string> NamesOf(EntityEvent happened) =>
        happened switch
        {
            EntityRenamedFrom renamed => [renamed.Entity.ToString(), renamed.From.ToString()],
            EntityMerged merged => [merged.Entity.ToString(), merged.Into.ToString()],
            _ => [happened.Entity.ToString()],
        };

    public void Apply(RecordedEvent recorded, EntityEvent happened)
    {
        var name = happened.Entity.ToString();
        switch (happened)
        {
            case EntityRenamedFrom renamed:
                var from = renamed.From.ToString();
                if (!entities.Remove(from, out var was))
                    throw new InvalidOperationException($"{from} has no entity that could be named {name}");
                entities[name] = was with { State = EntityDecider.Evolve(Entity.None, happened) };
                formerNames[from] = was.Id;
                formerNames[name] = null;
                break;
            case EntityMerged merged:
                entities.Remove(name);
                formerNames[name] = entities.GetValueOrDefault(merged.Into.ToString())?.Id ?? merged.Into.ToString();
                break;
            // The name was another entity's before it was renamed.
            case EntityRegistered when formerNames.TryGetValue(name, out var former) ? former is not null : givenUp.Contains(name, StringComparer.Ordinal):
                entities[name] = new RestEntity(FormattableString.Invariant($"{name}~{recorded.StreamVersion}"), EntityDecider.Evolve(Entity.None, happened));
                formerNames[name] = null;
                break;
            default:
                var before = entities.GetValueOrDefault(name);
                if (EntityDecider.Evolve(before?.State ?? Entity.None, happened) is var state and (Entity.Live or Entity.Removed))
                    entities[name] = new RestEntity(before?.Id ?? name, state);
                break;
        }
    }

    /// <summary>The edges an entity declares, those to a name that was given up leading to the entity that had it.</summary>
    /// <param name="presentNames">The name of today for each name that was given up.</param>
    public static IReadOnlyList<Relation> Resolve(string name, IReadOnlyList<Relation> written, IReadOnlyDictionary<string, EntityRef> presentNames)
    {
        if (presentNames.Count == 0)
            return written;
        var self = EntityRef.Parse(name);
        return [.. written.Select(edge => edge.Source == self ? edge with { Target = Present(edge.Target) } : edge with { Source = Present(edge.Source) }).Distinct()];

        EntityRef Present(EntityRef end) => presentNames.GetValueOrDefault(end.ToString(), end);
    }
}
