using System.Text;

namespace EventCatalog.Api.Commands.Verdicts;

/// <summary>For people: place and words first, as compilers do, then document, pointer and rule, then what to do.</summary>
internal static class TextVerdicts
{
    public static string Write(IReadOnlyList<Verdict> verdicts)
    {
        var text = new StringBuilder();
        foreach (var verdict in verdicts.Where(verdict => verdict.Preview.Unreachable is null))
        {
            foreach (var problem in verdict.Preview.Problems)
            {
                text.AppendLine(Inv($"{verdict.PathOf(problem)}:{problem.Line ?? 1}:{problem.Column ?? 1}: {problem.Message}"));
                text.AppendLine(Inv($"  document {problem.Key.Document}, at {(problem.Key.Pointer.Length == 0 ? "its root" : problem.Key.Pointer)}, rule {problem.Key.Rule}"));
                if (Verdict.RemedyOf(problem) is { } remedy)
                    text.AppendLine($"  {remedy}");
            }

            text.AppendLine(Inv($"{verdict.Target}: {verdict.Preview.Entities.Count} sound, {verdict.Preview.Problems.Count} refused"));
        }

        return text.ToString();
    }

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);
}
