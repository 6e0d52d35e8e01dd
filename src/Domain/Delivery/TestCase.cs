using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventCatalog.Domain.Delivery;

/// <summary>How one test of a run ended.</summary>
public enum TestOutcome
{
    Passed,
    Failed,
    Errored,
    Skipped,

    /// <summary>It failed and, run again at once, passed.</summary>
    Flaky,
}

/// <summary>One test of a run. The cases of a run are a body beside the log: thousands a run, and few ever looked at.</summary>
/// <param name="Suite">The class, file or package it is in.</param>
/// <param name="Message">What a test that did not pass said.</param>
public sealed record TestCase(string Suite, string Name, TestOutcome Outcome, decimal? Seconds = null, string? Message = null);

/// <summary>The list of cases as its body holds it: JSON in UTF-8, an array in the order of the report.</summary>
public static class TestCases
{
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static byte[] Write(IReadOnlyList<TestCase> cases) => JsonSerializer.SerializeToUtf8Bytes(cases, Stored);

    public static IReadOnlyList<TestCase> Read(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<List<TestCase>>(body, Stored) ?? [];

    public static TestCounts Count(IReadOnlyList<TestCase> cases)
    {
        var counts = cases.CountBy(one => one.Outcome).ToDictionary();
        var flaky = counts.GetValueOrDefault(TestOutcome.Flaky);
        return new TestCounts(
            counts.GetValueOrDefault(TestOutcome.Passed) + flaky, counts.GetValueOrDefault(TestOutcome.Failed),
            counts.GetValueOrDefault(TestOutcome.Errored), counts.GetValueOrDefault(TestOutcome.Skipped), flaky);
    }

    public static RunOutcome OutcomeOf(TestCounts counts) => counts switch
    {
        { Failed: > 0 } => RunOutcome.Failed,
        { Errored: > 0 } => RunOutcome.Errored,
        { Passed: > 0 } => RunOutcome.Passed,
        // Nothing was tried: whoever takes that for passed is told that it is not known.
        _ => RunOutcome.Unknown,
    };
}
