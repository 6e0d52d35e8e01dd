using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventCatalog.Domain;
using EventCatalog.Domain.Delivery;
using EventCatalog.Domain.Facts;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Facts;
using EventCatalog.Ingestion.Formats.Costs;
using EventCatalog.Ingestion.Formats.Coverage;
using EventCatalog.Ingestion.Formats.Sbom;
using EventCatalog.Ingestion.Formats.Tests;

namespace EventCatalog.Ingestion.Intake;

/// <summary>What a sender says about a report beside it.</summary>
/// <param name="Run">The run it comes from; null for one known by the file itself.</param>
/// <param name="At">When it was made; null for what the file says, else now.</param>
public sealed record ReportDetails(string? Run = null, string? Name = null, string? Commit = null, string? Branch = null, string? Url = null, DateTimeOffset? At = null);

/// <summary>What became of a report.</summary>
/// <param name="Attached">False while the entity is not in the catalog: the report is kept, and found when the entity appears.</param>
/// <param name="Summary">What was in it, for people.</param>
public sealed record ReportReceipt(IntakeStatus Status, EntityRef? Entity, bool? Attached, string Format, string Summary);

/// <summary>Takes the files that tools write. What an answer accepts is in the log; the same file again adds nothing.</summary>
/// <remarks>The readers throw <see cref="Formats.UnreadableReportException"/>: nothing of the file is then kept.</remarks>
public sealed class ReportIntake(DeliveryWriter deliveries, FactWriter facts, CostWriter costs, BodyStore bodies, Addressees addressees, TimeProvider clock)
{
    /// <summary>How long coverage and parts hold when nobody reports them again; then they are unknown.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromDays(90);

    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="file">One that can be put back to its start.</param>
    public async Task<ReportReceipt> TestsAsync(EntityRef name, Stream file, ReportDetails details, CancellationToken ct)
    {
        var report = TestReportReader.Read(file);
        var entity = await addressees.FindAsync(name, ct);
        var digest = await DigestAsync(file, ct);
        var counts = TestCases.Count(report.Cases);
        var hash = await bodies.PutAsync(TestCases.Write(report.Cases), ct);
        // A run may send several files: each is a run of tests of its own.
        var run = new Run(details.Run is null ? digest[..16] : $"{details.Run}/{digest[..8]}", "report", details.Name, details.Commit, details.Branch, details.Url);
        var told = new DeliveryEvent.TestsFinished(new DeliverySubject(entity.Ref), run, TestCases.OutcomeOf(counts), counts, hash);
        var id = RepeatableId.Of("tests", name.ToString(), details.Run ?? "", details.Commit ?? "", digest);
        var isNew = await deliveries.AppendAsync([new TellDelivery(id, told, Past(details.At ?? report.At), EventIntake.Actor)], new AppendContext(EventIntake.Actor), ct);
        return Receipt(isNew[0], entity, report.Format, $"{counts.Passed} passed, {counts.Failed + counts.Errored} failed, {counts.Skipped} skipped");
    }

    /// <inheritdoc cref="TestsAsync"/>
    public async Task<ReportReceipt> CoverageAsync(EntityRef name, Stream file, ReportDetails details, CancellationToken ct)
    {
        var report = CoverageReader.Read(file);
        var entity = await addressees.FindAsync(name, ct);
        var at = Past(details.At ?? report.At);
        (string Name, Covered? Covered)[] parts = [("coverage.line", report.Lines), ("coverage.branch", report.Branches), ("coverage.function", report.Functions)];
        Fact[] found = [.. parts.Where(part => part.Covered?.Percent is not null).Select(part => new Fact(part.Name, new FactValue.Number(part.Covered!.Percent!.Value), at + Validity, details.Url))];
        var news = await facts.ObserveAsync(new ObserveFacts(entity.Ref, "coverage", found, at), EventIntake.Actor, ct);
        return Receipt(news > 0, entity, report.Format, FormattableString.Invariant($"{report.Lines.Count} of {report.Lines.Valid} lines covered"));
    }

    /// <inheritdoc cref="TestsAsync"/>
    public async Task<ReportReceipt> SbomAsync(EntityRef name, Stream file, ReportDetails details, CancellationToken ct)
    {
        var report = SbomReader.Read(file);
        var entity = await addressees.FindAsync(name, ct);
        var at = Past(details.At ?? report.At);
        // In one order, so that a tool that shuffles them does not make news.
        Part[] parts = [.. report.Parts.OrderBy(part => part.Purl, StringComparer.Ordinal).ThenBy(part => part.Name, StringComparer.Ordinal).ThenBy(part => part.Version, StringComparer.Ordinal)];
        var hash = await bodies.PutAsync(JsonSerializer.SerializeToUtf8Bytes(parts, Stored), ct);
        Fact[] found =
        [
            new("sbom", new FactValue.Json(JsonSerializer.SerializeToElement(new { format = report.Format, parts = hash })), at + Validity, details.Url),
            new("sbom.parts", new FactValue.Number(parts.Length), at + Validity, details.Url),
        ];
        var news = await facts.ObserveAsync(new ObserveFacts(entity.Ref, "sbom", found, at), EventIntake.Actor, ct);
        return Receipt(news > 0, entity, report.Format, $"{parts.Length} parts");
    }

    /// <summary>Whole days of accounts: what an export says of a day takes the place of what one before it said.</summary>
    public async Task<ReportReceipt> CostsAsync(Stream file, CancellationToken ct)
    {
        var days = DailyCosts.Of(FocusReader.Read(file));
        var news = await costs.AppendAsync(days, new AppendContext(EventIntake.Actor), ct);
        return new ReportReceipt(news > 0 ? IntakeStatus.Accepted : IntakeStatus.Duplicate, null, null, "FOCUS", $"{days.Sum(day => day.Rows)} rows of {days.Count} days, {news} of them new or corrected");
    }

    private static ReportReceipt Receipt(bool isNew, Addressee entity, string format, string summary) =>
        new(isNew ? IntakeStatus.Accepted : IntakeStatus.Duplicate, entity.Ref, entity.IsThere, format, summary);

    /// <summary>Nothing that is told can have happened later than now, whatever a clock elsewhere says.</summary>
    private DateTimeOffset Past(DateTimeOffset? at) => at is { } given && given < clock.GetUtcNow() ? given : clock.GetUtcNow();

    private static async Task<string> DigestAsync(Stream file, CancellationToken ct)
    {
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }
}
