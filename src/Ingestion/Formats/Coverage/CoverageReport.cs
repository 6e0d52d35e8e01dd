namespace EventCatalog.Ingestion.Formats.Coverage;

/// <param name="Count">How many of them were reached.</param>
/// <param name="Valid">How many there are.</param>
public sealed record Covered(long Count, long Valid)
{
    /// <summary>In percent, to two decimals; null of nothing.</summary>
    public decimal? Percent => Valid == 0 ? null : Math.Round(100m * Count / Valid, 2, MidpointRounding.ToEven);
}

/// <summary>How much of the code a run of the tests reached.</summary>
/// <param name="Branches">Null where the report does not count them, which is not the same as none covered.</param>
public sealed record CoverageReport(string Format, Covered Lines, Covered? Branches, Covered? Functions, DateTimeOffset? At);
