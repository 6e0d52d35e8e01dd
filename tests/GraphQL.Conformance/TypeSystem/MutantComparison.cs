using System.Text.Json;
using System.Text.RegularExpressions;

namespace EventCatalog.GraphQL.Conformance.TypeSystem;

/// <summary>Whether a schema with faults is refused, and with which faults: the messages as a multiset.</summary>
internal sealed partial class MutantComparison : ILineComparison
{
    private sealed record Recorded(string Id, string Sdl, string Stage, IReadOnlyList<string>? Errors);

    public string? Difference(JsonElement line)
    {
        var recorded = line.Deserialize<Recorded>(FreshDocuments.Json)!;
        var missing = (recorded.Errors ?? []).Select(SameEmptyObject).ToList();
        var added = Faults(recorded).Where(fault => !missing.Remove(SameEmptyObject(fault))).ToList();
        return missing.Count + added.Count == 0 || IsDecided(recorded, missing, added) ? null : $"{recorded.Id} {recorded.Stage}\n{recorded.Sdl}\n"
            + string.Concat(missing.Select(m => $"  only graphql-js: {m}\n")) + string.Concat(added.Select(a => $"  only here:       {a}\n"));
    }

    // Decision 4.
    private static string SameEmptyObject(string message) => message.Replace("{  }", "{}", StringComparison.Ordinal);

    // The decisions of DECISIONS.md by their numbers.
    private static bool IsDecided(Recorded recorded, List<string> missing, List<string> added) =>
        /* T3 */ added.Contains("A schema cannot hold operations or fragments.", StringComparer.Ordinal)
        /* T4 */ || added.Exists(a => BuiltInName().IsMatch(a))
        /* T5 */ || missing.Exists(m => ExtendedRoot().IsMatch(m))
        /* T5 */ || string.IsNullOrWhiteSpace(recorded.Sdl)
        /* T6 */ || (missing.Count == 0 && added.TrueForAll(a => Unlooked().IsMatch(a)))
        /* T7 */ || ((recorded.Errors ?? []).Any(e => WrongKind().IsMatch(e)) && missing.Concat(added).All(m => FollowsFromWrongKind().IsMatch(m)))
        /* T7 */ || (string.Equals(recorded.Stage, "threw", StringComparison.Ordinal) && added.Count > 0);

    private static IEnumerable<string> Faults(Recorded recorded)
    {
        try
        {
            new SchemaBuilder().Add(recorded.Sdl).Build();
            return [];
        }
        catch (SchemaException refused)
        {
            return string.Equals(recorded.Stage, "syntax", StringComparison.Ordinal) ? refused.Faults : refused.Faults.Select(fault => Place().Replace(fault, ""));
        }
    }

    [GeneratedRegex(@" \(\d+:\d+\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("^There can be only one type named \"(Int|Float|String|Boolean|ID|__\\w+)\"\\.$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuiltInName();

    [GeneratedRegex("^Cannot extend type \"(Query|Mutation|Subscription)\" because it is not defined", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExtendedRoot();

    [GeneratedRegex("^(Argument \"@\\w+\\(\\w+:\\)\" has invalid value|Directive @\\w+ must not reference itself|Directive \"@oneOf\" may not be added to)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unlooked();

    [GeneratedRegex(" must only implement Interface types, | can only include Object types, ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WrongKind();

    [GeneratedRegex("^(Type \\w+ must implement \\w+ because it is|Type \\w+ cannot implement \\w+ because it would|Interface field \\S+ expects type) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FollowsFromWrongKind();
}
