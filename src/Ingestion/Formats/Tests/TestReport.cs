using EventCatalog.Domain.Delivery;

namespace EventCatalog.Ingestion.Formats.Tests;

/// <summary>What a test tool wrote.</summary>
/// <param name="Format">Its format, for people.</param>
/// <param name="At">When the tests ran, where it says so.</param>
public sealed record TestReport(string Format, IReadOnlyList<TestCase> Cases, DateTimeOffset? At)
{
    /// <summary>More than any suite has; a report with more is refused rather than cut.</summary>
    public const int MostCases = 200_000;

    /// <summary>What a test says of its failure is kept so far.</summary>
    public const int LongestMessage = 2000;

    /// <summary>And its name so far; tools write whole values into the names of tests.</summary>
    public const int LongestName = 1000;

    internal static string? Message(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Clip(LongestMessage);
}
