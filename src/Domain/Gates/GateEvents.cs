namespace EventCatalog.Domain.Gates;

/// <summary>What a gate said.</summary>
public enum GateVerdict
{
    Allowed,
    Refused,

    /// <summary>The catalog cannot know.</summary>
    Unknown,
}

/// <summary>Decisions of gates. These records are the stored contract.</summary>
public abstract record GateEvent
{
    private GateEvent() { }

    /// <summary>Someone asked whether an entity may pass, and was told.</summary>
    /// <param name="Gate">Which gate, such as <c>deploy</c>.</param>
    /// <param name="Owner">Who answers for it, where that is known and right.</param>
    /// <param name="Reasons">Why, for people.</param>
    /// <param name="KnownAt">The position of the log the decision rests on.</param>
    public sealed record GateDecided(string Gate, EntityRef Entity, GateVerdict Verdict, EntityRef? Owner, IReadOnlyList<string> Reasons, long KnownAt) : GateEvent;
}
