using System.Globalization;
using System.Text.RegularExpressions;
using EventCatalog.GraphQL.Language;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>Where the specification decides against graphql-js 17.1.0, or decides nothing. Each has its sentence in DECISIONS.md.</summary>
internal static partial class AcceptedDifferences
{
    /// <summary>How many errors each decision has explained.</summary>
    public static SortedDictionary<int, int> Met { get; } = [];

    private const string OneOf = "Did you mean to use an inline fragment on ";

    /// <summary>All decisions but the fourth.</summary>
    /// <param name="missing">Errors only graphql-js reports.</param>
    /// <param name="added">Errors only the engine reports.</param>
    /// <param name="errors">All the engine reports.</param>
    public static bool Explain(
        RecordedAnswer recorded, IReadOnlyList<RecordedError> missing, IReadOnlyList<GraphQLError> added, IReadOnlyList<GraphQLError> errors)
    {
        if (added.Count == 1 && added[0].Message.StartsWith("Syntax Error: Expected Name, found \"}\".", StringComparison.Ordinal))
            return Note(1, IsEmptySet(recorded.Text, added[0]));
        if (added.Any(error => error.Path is not null))
            return false;
        var document = Parser.Parse(recorded.Text);
        var defined = document.Definitions.OfType<DirectiveDefinitionNode>().Select(d => d.Name.Value).ToList();
        if (!added.All(a => Note(8, IsInfinite(a)) || Note(5, IsNullableInOneOf(a)) || Note(2, IsSuggestedOtherwise(a, missing, errors) || IsAbout(defined, a.Message))))
            return false;
        // What is valid there goes on to be executed, and its errors are those of another stage.
        if (added.Count > 0 && !string.Equals(recorded.Stage, "invalid", StringComparison.Ordinal))
            return true;
        var untyped = UntypedValues.In(MockSchema.Executor(recorded.Schema).Schema, document);
        return missing.All(m => Note(2, IsTypeOfDefinition(m, errors) || IsAbout(defined, m.Message)) || Note(3, IsStreamedFragment(m, errors))
            || Note(6, IsUntyped(m, untyped)) || Note(7, IsComparedWithItself(m, errors)));
    }

    private static bool Note(int decision, bool isSo)
    {
        if (isSo)
        {
            lock (Met)
                Met[decision] = Met.GetValueOrDefault(decision) + 1;
        }

        return isSo;
    }

    /// <summary>Decision 4: a message without what is no promise in it.</summary>
    public static string Plain(string message)
    {
        foreach (var start in new[] { " value: {", " value: [" })
        {
            if (message.IndexOf(start, StringComparison.Ordinal) is >= 0 and var literal)
                return message[..(literal + start.Length)];
        }

        // Two characters more or less decide whether a quoted literal is broken into lines.
        if (message.Contains("{  }", StringComparison.Ordinal) || message.Contains("{}", StringComparison.Ordinal))
            message = Layout().Replace(message, "");
        var at = message.IndexOf(OneOf, StringComparison.Ordinal);
        return at < 0 ? message : message[..at] + string.Join(' ', message[at..].Split('"').Where((_, i) => i % 2 == 1).Order(StringComparer.Ordinal));
    }

    /// <summary>Decision 4, in what introspection says of default values.</summary>
    public static string PlainData(string json) => json.Replace("{  }", "{}", StringComparison.Ordinal);

    // Decision 1.
    private static bool IsEmptySet(string text, GraphQLError error)
    {
        var place = error.Locations[0];
        var start = place.Line == 1 ? 0 : LineEnd().Matches(text).Skip(place.Line - 2).Select(end => end.Index + end.Length).First();
        return EndsWithOpenSet().IsMatch(text[..(start + place.Column - 1)]);
    }

    [GeneratedRegex("\r\n|\n|\r", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"\{([\s,\uFEFF]|#[^\r\n]*[\r\n])*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex EndsWithOpenSet();

    [GeneratedRegex(@"[\s,]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Layout();

    // Decision 2.
    private static bool IsTypeOfDefinition(RecordedError missing, IReadOnlyList<GraphQLError> errors) =>
        missing.Message.StartsWith("Unknown type ", StringComparison.Ordinal)
        && errors.Any(e => e.Message.EndsWith("definition is not executable.", StringComparison.Ordinal));

    // Decision 2: what is defined in the document is not suggested either.
    private static bool IsSuggestedOtherwise(GraphQLError added, IReadOnlyList<RecordedError> missing, IReadOnlyList<GraphQLError> errors) =>
        added.Message.StartsWith("Unknown type ", StringComparison.Ordinal)
        && missing.Any(m => IsTypeOfDefinition(m, errors) && m.At is [var place] && string.Equals(place, At(added.Locations[0]), StringComparison.Ordinal));

    // Decision 2, of directives the document defines.
    private static bool IsAbout(IReadOnlyList<string> directives, string message) => directives.Any(name =>
        message.Contains($"\"@{name}\"", StringComparison.Ordinal) || message.Contains($"\"@{name}(", StringComparison.Ordinal));

    // Decision 3.
    private static bool IsStreamedFragment(RecordedError missing, IReadOnlyList<GraphQLError> errors) =>
        missing.Message.StartsWith("Directive \"@stream\" cannot be used on non-list field ", StringComparison.Ordinal)
        && errors.Any(e => (e.Message.StartsWith("Unknown directive \"@stream\"", StringComparison.Ordinal)
                || e.Message.StartsWith("Directive \"@stream\" may not be used on ", StringComparison.Ordinal))
            && string.Equals(missing.At?[0], At(e.Locations[0]), StringComparison.Ordinal));

    // Decision 6. The value is the last place: a message about a variable's type names the variable's definition first.
    private static bool IsUntyped(RecordedError missing, IReadOnlySet<Location> untyped) =>
        missing.At is [.., var value] && untyped.Any(place => string.Equals(At(place), value, StringComparison.Ordinal));

    // Decision 7. The first half of the places is the one field, the second half the other; a conflict told already is told again.
    private static bool IsComparedWithItself(RecordedError missing, IReadOnlyList<GraphQLError> errors) =>
        missing.Message.StartsWith("Fields \"", StringComparison.Ordinal)
        && missing.At is { } places
        && (string.Equals(places[0], places[places.Count / 2], StringComparison.Ordinal)
            || errors.Any(e => e.Message.StartsWith("Fields \"", StringComparison.Ordinal) && e.Locations.Select(At).ToHashSet(StringComparer.Ordinal).SetEquals(places)))
        && errors.Any(e => e.Message.StartsWith("Fragment \"", StringComparison.Ordinal)
            && e.Message.Contains("\" cannot condition on non composite type \"", StringComparison.Ordinal));

    // Decision 5.
    private static bool IsNullableInOneOf(GraphQLError added) =>
        added.Message.StartsWith("Variable \"$", StringComparison.Ordinal)
        && added.Message.Contains("\" but must be non-nullable to be used for OneOf Input Object \"", StringComparison.Ordinal);

    // Decision 8.
    private static bool IsInfinite(GraphQLError added)
    {
        const string start = "Float cannot represent non numeric value: ";
        return added.Message.StartsWith(start, StringComparison.Ordinal)
            && double.TryParse(added.Message.AsSpan(start.Length), CultureInfo.InvariantCulture, out var number) && double.IsInfinity(number);
    }

    private static string At(Location place) => string.Create(CultureInfo.InvariantCulture, $"{place.Line}:{place.Column}");
}
