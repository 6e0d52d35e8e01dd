using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Ownership;
using EventCatalog.Ingestion.Memory;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>The rule that the owner must be an existing Group, applied to what a source brings.</summary>
internal static class Owners
{
    /// <summary>
    /// Refuses the descriptors whose owner is not an existing Group: one of the catalog, under the name it has or had, or one that the same source
    /// brings.
    /// </summary>
    /// <returns>How many were refused; another source may bring their owner any time.</returns>
    public static async Task<int> RefuseAsync(Harvest harvest, CrawlerMemory memory, CancellationToken ct)
    {
        var owners = harvest.Findings.Select(OwnerOf).OfType<EntityRef>().Distinct().ToArray();
        var known = await memory.FindAsync(owners, ct);
        var brought = harvest.Findings.Select(finding => finding.Ref).ToHashSet();
        var refused = harvest.Findings
            .Select(finding => (Finding: finding, Owner: OwnerOf(finding)))
            .Select(one => (one.Finding, one.Owner, Fault: OwnerRule.Judge(one.Finding.Ref.Kind, one.Owner, one.Owner is { } owner && Exists(owner))))
            .Where(one => one.Fault is not null)
            .ToArray();
        foreach (var (finding, owner, fault) in refused)
            harvest.Refuse(finding, OwnerRule.NameOf(fault!.Value), "/spec/owner", OwnerRule.Message(fault.Value, finding.Ref, owner));
        return refused.Length;

        bool Exists(EntityRef owner) => brought.Contains(owner) || known[owner].State is Entity.Live or Entity.Renamed;
    }

    public static EntityRef? OwnerOf(Finding finding) => Descriptor.OwnerOf(finding.Stored);
}
