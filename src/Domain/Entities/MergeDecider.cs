using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.Domain.Entities;

/// <summary>Someone says that an entity that is declared no more goes on as part of another.</summary>
public sealed record MergeEntity(EntityRef Entity, EntityRef Into, string Reason);

/// <summary>Decides whether an entity goes on as part of another.</summary>
public static class MergeDecider
{
    /// <summary>None when the log says the same already.</summary>
    /// <param name="entity">What is to go on as part of the other.</param>
    /// <param name="into">The other.</param>
    /// <exception cref="RuleViolation">
    /// The two are of different kinds; the one is not known, or still declared, so that the next crawl would bring it back; the other is not in the catalog.
    /// </exception>
    public static IReadOnlyList<EntityEvent> Decide(MergeEntity merge, Entity entity, Entity into)
    {
        if (entity is Entity.Renamed known && known.To == merge.Into)
            return [];
        if (merge.Entity == merge.Into || !string.Equals(merge.Entity.Kind, merge.Into.Kind, StringComparison.Ordinal))
            throw new RuleViolation($"{merge.Entity} cannot be merged into {merge.Into}: name another {merge.Entity.Kind}");
        if (into is not Entity.Live)
            throw new RuleViolation($"{merge.Into} is not in the catalog: name one that is, for what {merge.Entity} owned is its from then on");
        return entity switch
        {
            Entity.Removed or Entity.Live { Orphaned: true } => [new EntityMerged(merge.Entity, merge.Into, merge.Reason)],
            Entity.Live live => throw new RuleViolation(
                $"{merge.Entity} is still declared in {live.Location.Target}: delete it there and crawl first, for the next crawl would bring it back"),
            Entity.Renamed other => throw new RuleViolation($"{merge.Entity} goes on as {other.To} already"),
            _ => throw new RuleViolation($"{merge.Entity} was never in the catalog: check the name"),
        };
    }
}
