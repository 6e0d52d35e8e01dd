using EventCatalog.Domain;
using EventCatalog.Ingestion.Intake;

namespace EventCatalog.Api.Intake;

/// <summary>What stands in the address of a report beside the entity.</summary>
/// <param name="Run">Id of the run it comes from, as the build server counts them.</param>
/// <param name="Name">Of the pipeline.</param>
/// <param name="At">When it was made, where the file does not say.</param>
public sealed record ReportQuery(string? Run, string? Name, string? Commit, string? Branch, string? Url, DateTimeOffset? At)
{
    /// <exception cref="RuleViolation">The address is none a page could link to.</exception>
    public ReportDetails Details => Url is null || (Uri.TryCreate(Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        ? new ReportDetails(Run, Name, Commit, Branch, Url, At)
        : throw new RuleViolation($"url=\"{Url}\" is no http address.");
}

/// <summary>What a sender of a report is told.</summary>
/// <param name="Status"><c>accepted</c>, or <c>duplicate</c> when the log said the same before.</param>
/// <param name="Attached">False while the entity is not in the catalog: the report is kept, and found when the entity appears.</param>
public sealed record ReportAnswer(string Status, EntityRef? Entity, bool? Attached, string Format, string Summary)
{
    public static ReportAnswer Of(ReportReceipt receipt) => new(receipt.Status.ToString().ToLowerInvariant(), receipt.Entity, receipt.Attached, receipt.Format, receipt.Summary);
}
