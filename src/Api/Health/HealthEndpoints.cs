using System.Globalization;
using System.Text;
using EventCatalog.Api.Hosting;
using EventCatalog.Api.Telemetry;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Processors;

namespace EventCatalog.Api.Health;

/// <summary>How far one read model is, as <c>/health/ready</c> shows it.</summary>
public sealed record ReadModelHealth(string Name, long Position, long Lag, double LagSeconds, string State, string? Failure, string? Node);

public static class HealthEndpoints
{
    /// <summary>A read model further behind than this is not ready.</summary>
    public const long LagLimit = 5_000;

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("ok"));
        app.MapGet("/health/ready", (Followers followers, OpenCatalog catalog, ArchiveWatch archive) =>
        {
            var models = followers.Status.Select(Of).ToList();
            var ready = models.TrueForAll(model => model.Failure is null && model.Position >= 0 && model.Lag <= LagLimit);
            // A build beside the served one may be behind or stopped: nobody reads it.
            return Results.Json(
                new
                {
                    ready,
                    node = catalog.Leases.Node,
                    readOnly = catalog.IsReadOnly,
                    epoch = archive.Epoch,
                    archive = archive.Latest,
                    readModels = models,
                    beside = followers.Beside.Select(Of).ToList(),
                },
                statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        app.MapGet("/metrics", (Followers followers, Leases leases, StoreMeters meters, ArchiveWatch archive, ProcessorSchedule processors) => TypedResults.Text(
            Prometheus([.. followers.Status, .. followers.Beside]) + Prometheus(leases) + Prometheus(processors) + meters.Prometheus() + ArchiveMetrics.Text(archive),
            "text/plain; version=0.0.4"));
    }

    private static ReadModelHealth Of(FollowerStatus follower) => new(
        follower.Name, follower.Position, follower.Lag, follower.LagSeconds, follower.State.ToString().ToLowerInvariant(),
        follower.Failure switch
        {
            null => null,
            { Position: null } failure => failure.Message,
            var failure => $"@{failure.Position} {failure.Type}: {failure.Message}",
        },
        follower.Node);

    private static string Prometheus(Leases leases) => string.Create(CultureInfo.InvariantCulture,
        $"""
        # HELP eventcatalog_leases_held Shared work this node does.
        # TYPE eventcatalog_leases_held gauge
        eventcatalog_leases_held {leases.Held.Count}
        # HELP eventcatalog_leases_taken_total How often this node took shared work over.
        # TYPE eventcatalog_leases_taken_total counter
        eventcatalog_leases_taken_total {leases.Taken}

        """);

    private static string Prometheus(ProcessorSchedule processors) =>
        """
        # HELP eventcatalog_processor_last_good_timestamp_seconds When the last good run of a processor on this node began.
        # TYPE eventcatalog_processor_last_good_timestamp_seconds gauge

        """ + string.Concat(processors.LastGood.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one =>
            string.Create(CultureInfo.InvariantCulture, $"eventcatalog_processor_last_good_timestamp_seconds{{processor=\"{one.Key}\"}} {one.Value.ToUnixTimeSeconds()}\n")));

    private static string Prometheus(IReadOnlyList<FollowerStatus> followers)
    {
        var text = new StringBuilder();
        Family("eventcatalog_log_position", "Last readable position of the log.", followers.Take(1), follower => follower.Mark, labelled: false);
        Family("eventcatalog_read_model_position", "Last position a read model has committed.", followers, follower => follower.Position);
        Family("eventcatalog_read_model_lag_events", "Events a read model is behind.", followers, follower => follower.Lag);
        Family("eventcatalog_read_model_lag_seconds", "Age of the oldest event a read model has not applied.", followers, follower => follower.LagSeconds);
        Family("eventcatalog_read_model_stopped", "1 when a read model stopped at an event or was parked.", followers, follower => follower.Failure is null ? 0 : 1);
        return text.ToString();

        void Family(string name, string help, IEnumerable<FollowerStatus> rows, Func<FollowerStatus, double> value, bool labelled = true)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
            foreach (var row in rows)
                text.Append(CultureInfo.InvariantCulture, $"{name}{(labelled ? $"{{read_model=\"{row.Name}\"}}" : "")} {value(row)}\n");
        }
    }
}
