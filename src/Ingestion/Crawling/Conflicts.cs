using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.Ingestion.Memory;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>One reference has one place. Who has it keeps it.</summary>
internal static class Conflicts
{
    public const string Rule = "conflict";

    /// <summary>
    /// Refuses all but one of the findings that declare the same entity: the file it is known from keeps it, else the first in
    /// path order; within one file the last document, as in Backstage.
    /// </summary>
    public static void RefuseSecondPlaces(Harvest harvest, IReadOnlyDictionary<EntityRef, RememberedEntity> remembered)
    {
        foreach (var claims in harvest.Findings.GroupBy(finding => finding.Ref).Where(group => group.Skip(1).Any()).ToArray())
        {
            var known = remembered.GetValueOrDefault(claims.Key)?.Location?.Target;
            var ordered = claims
                .OrderBy(claim => string.Equals(claim.Location.Target, known, StringComparison.Ordinal) ? 0 : 1)
                .ThenBy(claim => claim.Path, StringComparer.Ordinal).ThenByDescending(claim => claim.Document.Number)
                .ToArray();
            foreach (var second in ordered[1..])
                harvest.Refuse(second, Rule, "", $"{second.Ref} is declared in {ordered[0].Place} and in {second.Place}; the first named keeps it");
        }
    }

    /// <summary>The problem of a finding whose entity another source has; null when it is free: unknown, removed, orphaned, or of this source.</summary>
    public static Problem? WithOtherSource(Finding finding, RememberedEntity? known) =>
        known?.State is Entity.Live { Orphaned: false } live && !string.Equals(live.Location.Source, finding.Location.Source, StringComparison.Ordinal)
            ? finding.Document.ProblemIn(finding.Path, Rule, "", $"{finding.Ref} is declared at {live.Location.Target} (source {live.Location.Source}) and at {finding.Location.Target}; the first keeps it")
            : null;
}
