using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.Ingestion.Memory;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>An entity that its source did not show this time.</summary>
internal sealed record Lost(RememberedEntity Entity, Disappearance Fate);

/// <summary>What a crawl does about what its source does not show any more.</summary>
/// <param name="Decisions">Orphans and removals.</param>
/// <param name="Held">What stays because so much is gone at once that someone must say so first.</param>
/// <param name="Released">Sources that wait for something that is let go.</param>
internal sealed record Losses(IReadOnlyList<EntityDecision> Decisions, IReadOnlyList<EntityRef> Held, IReadOnlyList<string> Released)
{
    /// <param name="lost">Without what goes on under another name.</param>
    /// <param name="left">How many entities the source declares.</param>
    /// <param name="hasOthers">Whether another source could show what is gone from this one.</param>
    public static Losses Of(
        RememberedSource source, IReadOnlyList<Lost> lost, int of, int left, bool hasOthers, DateTimeOffset now, CrawlOptions options)
    {
        var said = source.State.Missing;
        var open = lost.Where(one => IsOpen(one, said, left)).ToArray();
        var held = DisappearanceDecider.IsMass(open.Length, of, left) ? open.Select(one => one.Entity.Ref).ToHashSet() : [];
        var decisions = new List<EntityDecision>();
        foreach (var (entity, fate) in lost.Where(one => !held.Contains(one.Entity.Ref) && said.GetValueOrDefault(one.Entity.Ref, Missing.Held) is not Missing.Kept || IsClaimed(one)))
        {
            decisions.Add(fate switch
            {
                Disappearance.Removed removed when !MayTurnUp(entity, said, hasOthers, now, options) =>
                    Loss(source.Id, entity, removed.Path, state => EntityDecider.Decide(new RemoveEntity(removed.Reason), state), isRemoval: true),
                Disappearance.Removed removed => Orphan(source.Id, entity, $"{removed.Reason}; it waits for another source to declare it"),
                Disappearance.Orphaned orphaned => Orphan(source.Id, entity, orphaned.Reason),
                _ => throw new InvalidOperationException($"{fate} is no loss"),
            });
        }

        var released = lost.Where(IsClaimed).SelectMany(one => ((Entity.Live)one.Entity.State).WaitedForBy);
        return new Losses(decisions, [.. held], [.. released.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether nobody said yet what is to become of it. Who is waited for by another source moves, and needs no answer.</summary>
    private static bool IsOpen(Lost one, IReadOnlyDictionary<EntityRef, Missing> said, int left) =>
        (one.Fate is Disappearance.Removed || left == 0) && !IsClaimed(one) && said.GetValueOrDefault(one.Entity.Ref, Missing.Held) is Missing.Held;

    private static bool IsClaimed(Lost one) => one.Entity.State is Entity.Live { IsWaitedFor: true };

    /// <summary>Whether another source has it in a moment, so that it moves and is not removed.</summary>
    private static bool MayTurnUp(RememberedEntity entity, IReadOnlyDictionary<EntityRef, Missing> said, bool hasOthers, DateTimeOffset now, CrawlOptions options) =>
        entity.State is Entity.Live { IsWaitedFor: true }
        || (hasOthers && !said.ContainsKey(entity.Ref) && (entity.OrphanedAt is not { } since || now - since < options.MoveGrace));

    private static EntityDecision Orphan(string source, RememberedEntity entity, string reason) =>
        Loss(source, entity, null, state => EntityDecider.Decide(new OrphanEntity(reason), state), isRemoval: false);

    private static EntityDecision Loss(string source, RememberedEntity entity, string? path, Func<Entity, IReadOnlyList<EntityEvent>> decide, bool isRemoval) => new(
        entity.Ref,
        known => string.Equals(known.Location?.Source, source, StringComparison.Ordinal) ? decide(known.State) : [],
        path is null ? [] : [path],
        (cause, happened) => cause.Of(happened, path, null),
        IsRemoval: isRemoval);
}
