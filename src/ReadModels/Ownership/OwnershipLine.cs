namespace EventCatalog.ReadModels.Ownership;

/// <summary>Whether something was owned.</summary>
public enum OwnershipState
{
    Owned,

    /// <summary>No owner was declared.</summary>
    Unowned,

    /// <summary>An owner was declared that was not in the catalog.</summary>
    OwnerUnknown,

    /// <summary>The entity itself was not in the catalog.</summary>
    Absent,
}

/// <summary>What made a span begin.</summary>
public enum OwnershipChangeKind
{
    Registered,
    OwnerChanged,

    /// <summary>The owner has another reference, or another title.</summary>
    OwnerRenamed,

    /// <summary>The owner goes on as part of another.</summary>
    OwnerMerged,

    /// <summary>The owner belongs to another parent.</summary>
    OwnerMoved,
    OwnerRemoved,
    OwnerRestored,
    EntityRemoved,
    EntityRestored,
}

/// <summary>Who owned something, as things were then.</summary>
/// <param name="OwnerRef">The owner by the name it had then; what was declared where it was not in the catalog.</param>
/// <param name="Title">Of the owner, then.</param>
/// <param name="Parent">Of the owner, then.</param>
internal sealed record Holding(OwnershipState State, string? OwnerRef = null, string? Title = null, string? Parent = null);

/// <summary>A span begins.</summary>
/// <param name="At">When: mostly when the cause took effect; where that came late and counts again, when it was recorded.</param>
/// <param name="Entity">The name of the owned entity then.</param>
/// <param name="Before">Null where it is the first.</param>
/// <param name="Cause">The fact that began it.</param>
internal sealed record Boundary(DateTimeOffset At, string Entity, OwnershipFact Cause, OwnershipChangeKind Kind, Holding? Before, Holding After);

/// <summary>Who owned an entity over time: spans without gap or overlap, from its registration on.</summary>
internal static class OwnershipLine
{
    private static readonly Holding Gone = new(OwnershipState.Absent);

    /// <summary>Where spans begin, oldest first; each reaches to the next one. None when nothing is known of the entity.</summary>
    public static IReadOnlyList<Boundary> Of(string id, OwnerLives lives)
    {
        if (lives.OfId(id) is not { } entity)
            return [];
        var owners = lives.Behind(entity.Refers).Where(life => life != entity).SelectMany(life => life.Steps);
        var boundaries = new List<Boundary>();
        foreach (var instant in entity.Steps.Concat(owners).Where(step => step.At >= entity.Start).GroupBy(step => step.At).OrderBy(instant => instant.Key))
        {
            var before = boundaries.Count == 0 ? null : boundaries[^1].After;
            var end = new Moment(instant.Key, long.MaxValue);
            var after = HoldingOf(entity, lives, end);
            if (after == (before ?? Gone))
                continue;
            var cause = CauseOf(instant.OrderBy(step => step.Fact.Position), entity, lives, before);
            boundaries.Add(new Boundary(instant.Key, entity.At(end).Name, cause, KindOf(cause, IsOf(cause, entity), before, after), before, after));
        }

        return boundaries;
    }

    private static Holding HoldingOf(Life entity, OwnerLives lives, Moment moment)
    {
        var state = entity.At(moment);
        if (!state.Exists)
            return Gone;
        if (state.Owner is null)
            return new Holding(OwnershipState.Unowned);
        var owner = lives.Find(state.Owner, moment);
        return owner is { Exists: true }
            ? new Holding(OwnershipState.Owned, owner.Name, owner.Title, owner.Parent)
            : new Holding(OwnershipState.OwnerUnknown, owner?.Name ?? state.Owner);
    }

    /// <summary>Of all that happened in one instant, what last made a difference; what the entity itself says goes before what befell its owner.</summary>
    private static OwnershipFact CauseOf(IEnumerable<LifeStep> instant, Life entity, OwnerLives lives, Holding? before)
    {
        var (held, made) = (before ?? Gone, new List<OwnershipFact>());
        foreach (var step in instant)
        {
            var now = HoldingOf(entity, lives, step.Moment);
            if (now != held)
                made.Add(step.Fact);
            held = now;
        }

        return made.FindLast(fact => IsOf(fact, entity)) ?? made[^1];
    }

    private static bool IsOf(OwnershipFact fact, Life entity) => string.Equals(fact.Id, entity.Id, StringComparison.Ordinal);

    private static OwnershipChangeKind KindOf(OwnershipFact cause, bool isOwn, Holding? before, Holding after) => (before, after) switch
    {
        (null, _) => OwnershipChangeKind.Registered,
        (_, { State: OwnershipState.Absent }) => OwnershipChangeKind.EntityRemoved,
        ({ State: OwnershipState.Absent }, _) => OwnershipChangeKind.EntityRestored,
        _ when isOwn => OwnershipChangeKind.OwnerChanged,
        _ when cause.Kind is FactKind.Merged => OwnershipChangeKind.OwnerMerged,
        (_, { State: OwnershipState.OwnerUnknown }) => OwnershipChangeKind.OwnerRemoved,
        ({ State: OwnershipState.OwnerUnknown }, _) => OwnershipChangeKind.OwnerRestored,
        _ when (before.OwnerRef, before.Title) == (after.OwnerRef, after.Title) => OwnershipChangeKind.OwnerMoved,
        _ => OwnershipChangeKind.OwnerRenamed,
    };
}
