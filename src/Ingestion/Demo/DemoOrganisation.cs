using EventCatalog.Domain.Sources;

namespace EventCatalog.Ingestion.Demo;

/// <summary>
/// Meridian Hearthgoods, an invented seller of things for the home, from 3 November 2025 to 13 November 2026: what a
/// crawler would have read of its repositories, commit by commit.
/// </summary>
public static class DemoOrganisation
{
    public const string SourceType = "demo";

    /// <summary>The company's name. Nobody of that name is meant.</summary>
    public const string Target = "Meridian Hearthgoods";

    /// <summary>The whole year in time order. The same seed gives the same steps, to the byte, on every machine.</summary>
    /// <param name="seed">Decides times of day, who of a squad did the housekeeping, and when.</param>
    public static IReadOnlyList<DemoStep> Generate(ulong seed = 1)
    {
        var story = new DemoStory();
        DemoBeginning.Tell(story);
        DemoYear.Tell(story);
        DemoReorganisation.Tell(story);
        DemoProblems.Tell(story);
        new DemoHousekeeping(story, seed).Tell();
        return new DemoWorktree(seed, SourceDecider.IdOf(SourceType, Target), $"{SourceType}:{Target}").Play(story.Commits);
    }
}
