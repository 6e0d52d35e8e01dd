using System.Text;

namespace EventCatalog.Api.Commands.Verdicts;

/// <summary>Annotations of a GitHub Actions run. Source: GitHub's "Workflow commands".</summary>
internal static class GitHubVerdicts
{
    public static string Write(IReadOnlyList<Verdict> verdicts)
    {
        var text = new StringBuilder();
        foreach (var verdict in verdicts)
        {
            foreach (var problem in verdict.Preview.Problems)
            {
                var place = FormattableString.Invariant($"file={Property(verdict.PathOf(problem))},line={problem.Line ?? 1},col={problem.Column ?? 1},title={Property(problem.Key.Rule)}");
                text.AppendLine($"::error {place}::{Data($"{problem.Message}\n{Verdict.RemedyOf(problem)}".TrimEnd())}");
            }
        }

        return text.ToString();
    }

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
