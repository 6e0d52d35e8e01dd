using EventCatalog.Domain;
using EventCatalog.Ingestion.Formats.Events;
using EventCatalog.Ingestion.Intake;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace EventCatalog.Api.Intake;

/// <summary>What became of a request of events: how many of each, and each by itself.</summary>
public sealed record EventsReceipt(int Accepted, int Duplicates, int Refused, IReadOnlyList<ReceiptItem> Items);

/// <param name="About">The entity or repository it is about.</param>
/// <param name="Attached">False while that entity is not in the catalog: the event is kept, and found when the entity appears.</param>
public sealed record ReceiptItem(int Index, string? Source, string? Id, string Status, string? Reason, string? About, bool? Attached);

/// <summary>Where machines tell what they did: CloudEvents, and the files that tools write. What is acknowledged is in the log.</summary>
public static class IntakeEndpoints
{
    private const long MostEventBytes = 10_000_000;
    private const long MostReportBytes = 50_000_000;
    private const long MostCostBytes = 1_000_000_000;

    private static readonly string[] Xml = ["application/xml", "text/xml", "application/octet-stream"];
    private static readonly string[] Text = [.. Xml, "text/plain"];
    private static readonly string[] Json = ["application/json", "application/vnd.cyclonedx+json", "application/spdx+json", "application/octet-stream"];
    private static readonly string[] Csv = ["text/csv", "text/plain", "application/octet-stream"];

    public static void MapIntake(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").AddEndpointFilter<IntakeRefusals>();
        api.MapPost("/events", TakeEventsAsync).WithMetadata(new RequestSizeLimitAttribute(MostEventBytes));
        api.MapPost("/reports/tests/{**entity}", (string entity, [AsParameters] ReportQuery query, HttpContext http, ReportIntake intake, CancellationToken ct) =>
            ReportAsync(http, Xml, (file, about) => intake.TestsAsync(about, file, query.Details, ct), entity, ct)).WithMetadata(new RequestSizeLimitAttribute(MostReportBytes));
        api.MapPost("/reports/coverage/{**entity}", (string entity, [AsParameters] ReportQuery query, HttpContext http, ReportIntake intake, CancellationToken ct) =>
            ReportAsync(http, Text, (file, about) => intake.CoverageAsync(about, file, query.Details, ct), entity, ct)).WithMetadata(new RequestSizeLimitAttribute(MostReportBytes));
        api.MapPost("/reports/sbom/{**entity}", (string entity, [AsParameters] ReportQuery query, HttpContext http, ReportIntake intake, CancellationToken ct) =>
            ReportAsync(http, Json, (file, about) => intake.SbomAsync(about, file, query.Details, ct), entity, ct)).WithMetadata(new RequestSizeLimitAttribute(MostReportBytes));
        api.MapPost("/reports/costs", async (HttpContext http, ReportIntake intake, CancellationToken ct) =>
            TypedResults.Ok(ReportAnswer.Of(await intake.CostsAsync(await ReportBody.OpenAsync(http, Csv, ct), ct)))).WithMetadata(new RequestSizeLimitAttribute(MostCostBytes));
        api.MapPost("/facts/{**entity}", TakeFactsAsync).WithMetadata(new RequestSizeLimitAttribute(MostEventBytes));
    }

    private static async Task<Results<Ok<EventsReceipt>, ProblemHttpResult>> TakeEventsAsync(HttpContext http, EventIntake intake, CancellationToken ct)
    {
        var body = await ReportBody.ReadAsync(http, ct);
        var attributes = http.Request.Headers.Where(header => header.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key[3..].ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
        if (CloudEventReader.Read(ReportBody.MediaTypeOf(http), attributes, body) is not { } received)
        {
            return TypedResults.Problem(
                $"This is no CloudEvent: send the content type {CloudEventReader.Structured} or {CloudEventReader.Batch}, or the attributes as headers (ce-specversion: 1.0, ce-id, ce-source, ce-type).",
                statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        if (received.Count > EventIntake.MostEvents)
            return TypedResults.Problem($"The batch has {received.Count} events; at most {EventIntake.MostEvents} are taken at once. None was taken: send it in parts.", statusCode: StatusCodes.Status413PayloadTooLarge);
        var items = await intake.TakeAsync(received, ct);
        // Alone in its request, an event that is refused is the request refused.
        return items is [{ Status: IntakeStatus.Refused } alone] && !string.Equals(ReportBody.MediaTypeOf(http), CloudEventReader.Batch, StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Problem(alone.Reason, statusCode: StatusCodes.Status422UnprocessableEntity)
            : TypedResults.Ok(ReceiptOf(items));
    }

    private static async Task<Ok<ReportAnswer>> TakeFactsAsync(string entity, HttpContext http, FactIntake intake, CancellationToken ct)
    {
        ReportBody.Require(http, Json);
        return TypedResults.Ok(ReportAnswer.Of(await intake.TakeAsync(RefOf(entity), await ReportBody.ReadAsync(http, ct), ct)));
    }

    private static async Task<Ok<ReportAnswer>> ReportAsync(
        HttpContext http, string[] mediaTypes, Func<Stream, EntityRef, Task<ReportReceipt>> take, string entity, CancellationToken ct)
    {
        var about = RefOf(entity);
        return TypedResults.Ok(ReportAnswer.Of(await take(await ReportBody.OpenAsync(http, mediaTypes, ct), about)));
    }

    /// <summary>A slash of the reference may be written as itself or as %2F.</summary>
    private static EntityRef RefOf(string path) => EntityRef.Parse(Uri.UnescapeDataString(path));

    private static EventsReceipt ReceiptOf(IReadOnlyList<IntakeItem> items) => new(
        items.Count(item => item.Status is IntakeStatus.Accepted), items.Count(item => item.Status is IntakeStatus.Duplicate), items.Count(item => item.Status is IntakeStatus.Refused),
        [.. items.Select(item => new ReceiptItem(item.Index, item.Source, item.Id, item.Status.ToString().ToLowerInvariant(), item.Reason, item.Subject?.ToString(), item.Attached))]);
}
