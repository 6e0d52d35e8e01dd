using System.Globalization;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>Where the specification decides against graphql-js 17.1.0, or decides nothing. Each has its sentence in DECISIONS.md.</summary>
internal static class AcceptedDifferences
{
    private const string OneOf = "Did you mean to use an inline fragment on ";

    /// <summary>Decisions 1 to 3.</summary>
    /// <param name="missing">Errors only graphql-js reports, as the comparison writes them.</param>
    /// <param name="added">Errors only the engine reports.</param>
    public static bool Explain(string text, IReadOnlyList<string> missing, IReadOnlyList<string> added, IReadOnlyList<GraphQLError> errors)
    {
        if (added.Count == 1 && added[0].StartsWith("Syntax Error: Expected Name, found \"}\".", StringComparison.Ordinal))
            return IsEmptySet(text, errors[0]);
        if (added.Count > 0)
            return false;
        return missing.Count > 0 && missing.All(m => IsTypeOfDefinition(m, errors) || IsStreamedFragment(m, errors));
    }

    /// <summary>Decision 4: a message without what is no promise in it.</summary>
    public static string Plain(string message)
    {
        message = message.Replace("{  }", "{}", StringComparison.Ordinal);
        foreach (var start in new[] { " value: {", " value: [" })
        {
            if (message.IndexOf(start, StringComparison.Ordinal) is >= 0 and var literal)
                return message[..(literal + start.Length)];
        }

        var at = message.IndexOf(OneOf, StringComparison.Ordinal);
        return at < 0 ? message : message[..at] + string.Join(' ', message[at..].Split('"').Where((_, i) => i % 2 == 1).Order(StringComparer.Ordinal));
    }

    // Decision 1.
    private static bool IsEmptySet(string text, GraphQLError error)
    {
        var place = error.Locations[0];
        var lines = text.Split('\n');
        var before = string.Join('\n', lines.Take(place.Line - 1).Append(lines[place.Line - 1][..(place.Column - 1)]));
        return before.TrimEnd(' ', '\t', '\n', '\r', ',').EndsWith('{');
    }

    // Decision 2.
    private static bool IsTypeOfDefinition(string missing, IReadOnlyList<GraphQLError> errors) =>
        missing.StartsWith("Unknown type ", StringComparison.Ordinal)
        && errors.Any(e => e.Message.EndsWith("definition is not executable.", StringComparison.Ordinal));

    // Decision 3.
    private static bool IsStreamedFragment(string missing, IReadOnlyList<GraphQLError> errors) =>
        missing.StartsWith("Directive \"@stream\" cannot be used on non-list field ", StringComparison.Ordinal)
        && errors.Any(e => (e.Message.StartsWith("Unknown directive \"@stream\"", StringComparison.Ordinal)
                || e.Message.StartsWith("Directive \"@stream\" may not be used on ", StringComparison.Ordinal))
            && missing.Contains(string.Create(CultureInfo.InvariantCulture, $" at {e.Locations[0].Line}:{e.Locations[0].Column} "), StringComparison.Ordinal));
}
