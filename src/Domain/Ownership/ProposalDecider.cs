using static EventCatalog.Domain.Ownership.OwnershipEvent;

namespace EventCatalog.Domain.Ownership;

/// <summary>Something that speaks for a Group as the owner.</summary>
/// <param name="Weight">How likely it alone makes that, from 0 to 1.</param>
public sealed record OwnerEvidence(EntityRef Group, double Weight, string Reason);

/// <summary>All that speaks for owners of an entity now.</summary>
public sealed record ProposeOwners(EntityRef Entity, IReadOnlyList<OwnerEvidence> Evidence);

/// <summary>Weighs what speaks for whom.</summary>
public static class ProposalDecider
{
    /// <summary>Weight of a team that CODEOWNERS names.</summary>
    public const double NamedTeam = 0.9;

    /// <summary>Weight of the team of a person that CODEOWNERS names.</summary>
    public const double NamedPerson = 0.6;

    /// <summary>Weight of a team that made every commit; less, in proportion, for fewer.</summary>
    public const double AllCommits = 0.7;

    private const int Most = 3;

    public static string StreamOf(EntityRef entity) => $"proposal-{entity}";

    /// <summary>None when the same was proposed last.</summary>
    /// <param name="last">Null when nothing ever was.</param>
    public static IReadOnlyList<OwnershipEvent> Decide(ProposeOwners found, OwnerProposed? last)
    {
        var proposals = Weigh(found.Evidence);
        return last is null ? (proposals.Count == 0 ? [] : [new OwnerProposed(found.Entity, proposals)])
            : AreSame(last.Proposals, proposals) ? [] : [new OwnerProposed(found.Entity, proposals)];
    }

    /// <summary>Pieces of evidence for one Group add up as if they were independent: two of a half make three quarters.</summary>
    public static IReadOnlyList<OwnerProposal> Weigh(IReadOnlyList<OwnerEvidence> evidence) =>
    [
        .. evidence.GroupBy(piece => piece.Group)
            .Select(pieces => new OwnerProposal(
                pieces.Key,
                Math.Round(1 - pieces.Aggregate(1.0, (doubt, piece) => doubt * (1 - piece.Weight)), 2),
                [.. pieces.OrderByDescending(piece => piece.Weight).Select(piece => piece.Reason)]))
            .OrderByDescending(proposal => proposal.Confidence).ThenBy(proposal => proposal.Owner.ToString(), StringComparer.Ordinal)
            .Take(Most),
    ];

    private static bool AreSame(IReadOnlyList<OwnerProposal> one, IReadOnlyList<OwnerProposal> other) =>
        one.Count == other.Count && one.Zip(other).All(pair =>
            pair.First.Owner == pair.Second.Owner && Math.Abs(pair.First.Confidence - pair.Second.Confidence) < 0.005
            && pair.First.Reasons.SequenceEqual(pair.Second.Reasons, StringComparer.Ordinal));
}
