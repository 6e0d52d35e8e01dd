using EventCatalog.Domain;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Memory;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>An entity that goes on under the name a finding gives it.</summary>
internal sealed record Rename(EntityRef From, Finding Finding);

/// <summary>
/// Tells a new name from a removal and an addition in one crawl. In one file, half of what the descriptors say must be alike; where the file
/// is another one, too, nearly all of it, and more than type, lifecycle and owner. Where two fit equally well, nothing is guessed.
/// </summary>
internal static class Renames
{
    /// <summary>Beyond so many comparisons only descriptors of one file are compared: that was no renaming of a few things.</summary>
    private const int MostComparisons = 10_000;

    private sealed record Pair(RememberedEntity Old, Finding New, double Score);

    /// <param name="gone">What is in the catalog and is not declared any more.</param>
    /// <param name="known">What is known of every finding.</param>
    public static IReadOnlyList<Rename> Of(
        IReadOnlyCollection<RememberedEntity> gone, Harvest harvest, IReadOnlyDictionary<EntityRef, RememberedEntity> known)
    {
        Finding[] fresh = [.. harvest.Findings.Where(finding => known[finding.Ref].State is Entity.Unknown or Entity.Renamed)];
        var everywhere = gone.Count * (long)fresh.Length <= MostComparisons;
        var pairs = gone.SelectMany(old => fresh
            .Where(finding => everywhere || IsInFileOf(old, finding))
            .Select(finding => new Pair(old, finding, Score(old, finding))))
            .Where(pair => pair.Score > 0)
            .ToList();
        var renames = new List<Rename>();
        while (pairs.MaxBy(pair => pair.Score) is { } best)
        {
            var rivals = pairs.FindAll(pair => pair.Score >= best.Score && (pair.Old == best.Old || pair.New == best.New));
            if (rivals.Count == 1)
                renames.Add(new Rename(best.Old.Ref, best.New));
            pairs.RemoveAll(pair => rivals.Exists(rival => rival.Old == pair.Old || rival.New == pair.New));
        }

        return renames;
    }

    /// <summary>How well a finding fits; 0 when it does not. One in the same file goes before any in another.</summary>
    private static double Score(RememberedEntity old, Finding finding)
    {
        var likeness = RenameDecider.Likeness(((Entity.Live)old.State).Descriptor, finding.Stored);
        if (IsInFileOf(old, finding))
            return likeness >= RenameDecider.AlikeInOneFile ? 1 + likeness : 0;
        return likeness >= RenameDecider.AlikeElsewhere && RenameDecider.IsTelling(finding.Stored) ? likeness : 0;
    }

    private static bool IsInFileOf(RememberedEntity old, Finding finding) =>
        string.Equals(old.Location?.Target, finding.Location.Target, StringComparison.Ordinal);
}
