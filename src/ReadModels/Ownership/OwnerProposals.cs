using EventCatalog.Domain;
using EventCatalog.Domain.Ownership;
using EventCatalog.EventStore;
using static EventCatalog.Domain.Ownership.OwnershipEvent;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>Reads who may own what from the log: few ask, of few entities.</summary>
public static class OwnerProposals
{
    /// <summary>The latest of each entity; those without any are left out.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, OwnerProposed>> OfAsync(EventLog log, IReadOnlyCollection<string> refs, CancellationToken ct)
    {
        var recorded = await log.ReadStreamsAsync([.. refs.Select(reference => ProposalDecider.StreamOf(EntityRef.Parse(reference)))], ct: ct);
        return recorded.Select(one => one.Event).OfType<OwnerProposed>()
            .GroupBy(proposed => proposed.Entity.ToString(), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
    }
}
