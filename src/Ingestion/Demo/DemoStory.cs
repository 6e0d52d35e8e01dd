using System.Globalization;

namespace EventCatalog.Ingestion.Demo;

/// <summary>Collects the commits of the year, in any order.</summary>
internal sealed class DemoStory
{
    private readonly List<DemoCommit> _commits = [];

    public IReadOnlyList<DemoCommit> Commits => _commits;

    /// <summary>A commit that someone in particular made; everything it edits must exist that day.</summary>
    /// <param name="day">A working day, <c>yyyy-MM-dd</c>.</param>
    /// <param name="author">Name of the user.</param>
    /// <param name="message">First line of the commit message.</param>
    public DemoCommit On(string day, string author, string message) => Add(new DemoCommit(Day(day), author, message, whereItApplies: false));

    /// <summary>A commit by someone of the squad that then owns what it edits; passes over what is not there.</summary>
    public DemoCommit Around(DateOnly day, string message) => Add(new DemoCommit(day, author: null, message, whereItApplies: true));

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private DemoCommit Add(DemoCommit commit)
    {
        _commits.Add(commit);
        return commit;
    }
}
