namespace EventCatalog.Domain.Ownership;

/// <summary>A Group that may well be the owner.</summary>
/// <param name="Confidence">From 0 to 1.</param>
/// <param name="Reasons">What speaks for it, for people, the strongest first.</param>
public sealed record OwnerProposal(EntityRef Owner, double Confidence, IReadOnlyList<string> Reasons);

/// <summary>What was found out about who owns what. These records are the stored contract.</summary>
public abstract record OwnershipEvent
{
    private OwnershipEvent() { }

    /// <summary>The declared owner does not hold, and these speak up instead; none when nobody does any more.</summary>
    /// <param name="Proposals">The most likely first.</param>
    public sealed record OwnerProposed(EntityRef Entity, IReadOnlyList<OwnerProposal> Proposals) : OwnershipEvent;
}
