using System.Globalization;
using System.Text.Json;

namespace EventCatalog.GraphQL.Conformance;

/// <summary>
/// Resolvers that wait, alone or for a batch, change neither the data nor what is promised about errors. Which errors are
/// reported below a nulled position is left to the order of events: https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors
/// </summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task Answers_that_come_later_change_no_data_and_break_no_promise_about_errors()
    {
        var broken = new List<string>();
        foreach (var recorded in CorpusTests.Corpus.Answers.Where(a => string.Equals(a.Stage, "executed", StringComparison.Ordinal)))
        {
            var result = await Comparison.ExecuteAsync(recorded, waits: true, TestContext.Current.CancellationToken);
            // Decisions 5 and 8: refused here, executed there.
            if (result.IsRequestError)
                continue;
            foreach (var promise in BrokenPromises(recorded, Comparison.Data(result), [.. result.Errors.Select(e => (Position(e.Path!), e.Message))]))
                broken.Add($"{recorded.Id} on {recorded.Schema}: {promise}\n{recorded.Text}\nvariables {recorded.Variables}");
        }

        broken.Count.ShouldBe(0, string.Join('\n', broken.Take(5)));
    }

    private static IEnumerable<string> BrokenPromises(RecordedAnswer atOnce, string data, List<(string At, string Message)> errors)
    {
        var expected = Comparison.RecordedData(atOnce);
        if (!string.Equals(data, expected, StringComparison.Ordinal))
            yield return $"the data is\n{data}\ninstead of\n{expected}";
        var known = (atOnce.Errors ?? []).Select(e => (At: Position(e.Path!.Select(p => (object)p.ToString())), e.Message)).ToHashSet();
        var nulled = Nulls("", atOnce.Data).Where(n => known.Any(e => IsAtOrBelow(e.At, n))).ToHashSet(StringComparer.Ordinal);
        foreach (var silent in nulled.Where(n => !errors.Exists(e => IsAtOrBelow(e.At, n))))
            yield return $"no error tells why {silent} is null";
        foreach (var error in errors.Where(e => !known.Contains(e) && !nulled.Any(n => IsBelow(e.At, n))))
            yield return $"{error.Message} at {error.At} is no error of the answer at once, nor below a position nulled there";
        foreach (var position in errors.GroupBy(e => e.At, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return $"{position.Count()} errors at {position.Key}";
    }

    private static IEnumerable<string> Nulls(string at, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [at],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Nulls($"{at}/{p.Name}", p.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Nulls(FormattableString.Invariant($"{at}/{i}"), item)),
        _ => [],
    };

    private static string Position(IEnumerable<object> path) => string.Concat(path.Select(p => "/" + Convert.ToString(p, CultureInfo.InvariantCulture)));

    private static bool IsAtOrBelow(string position, string above) => string.Equals(position, above, StringComparison.Ordinal) || IsBelow(position, above);

    private static bool IsBelow(string position, string above) => position.StartsWith(above + "/", StringComparison.Ordinal);
}
