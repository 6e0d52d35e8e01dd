using EventCatalog.Api.Hosting;
using EventCatalog.Domain;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Audit;

namespace EventCatalog.Api.Audit;

/// <summary>The export as a download: <c>GET /api/export?from=2026-01-01&amp;to=2026-03-31&amp;scope=tag:pci</c>, with <c>format=csv</c> as a table for people.</summary>
public static class ExportEndpoints
{
    public const string Path = "/api/export";

    public static void MapExport(this IEndpointRouteBuilder app) => app.MapGet(Path, ExportAsync);

    /// <summary>Streams the file; what is cut short lacks its end, and a check says so.</summary>
    private static async Task<IResult> ExportAsync(
        string? from, string? to, string? scope, string? format, AuditQueries queries, AuditExport export, EventTable table, SigningKeyFile key, OpenCatalog catalog, CancellationToken ct)
    {
        if (format is not (null or "jsonl" or "csv"))
            return Refused($"\"{format}\" is no format: write jsonl or csv.");
        try
        {
            var wanted = AuditScope.Parse(scope);
            var range = await queries.RangeAsync(AuditInstants.From(from), AuditInstants.To(to), ct);
            var streams = await queries.StreamsAsync(wanted, range, ct);
            var name = FormattableString.Invariant($"eventcatalog-{range.From}-{range.To}");
            if (format is "csv")
                return Results.Stream(body => table.WriteAsync(body, range, streams, ct), "text/csv; charset=utf-8", $"{name}.csv");
            if (catalog.IsReadOnly && await catalog.Anchors.LastAsync(ct) < range.To)
                return Refused(FormattableString.Invariant($"What came after @{await catalog.Anchors.LastAsync(ct)} is not anchored yet, and this portal is read-only: end there, or ask an ordinary portal."));
            key.Open();
            var request = new AuditRequest(range.From, range.To, wanted?.Text, streams, ProgramName.Text);
            return Results.Stream(body => export.WriteAsync(body, request, null, ct), "application/jsonl", $"{name}.jsonl");
        }
        catch (Exception fault) when (fault is RuleViolation or SigningKeyException)
        {
            return Refused(fault.Message);
        }
    }

    private static IResult Refused(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status400BadRequest);
}
