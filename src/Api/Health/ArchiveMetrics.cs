using System.Globalization;
using System.Text;
using EventCatalog.Api.Hosting;

namespace EventCatalog.Api.Health;

internal static class ArchiveMetrics
{
    /// <summary>In Prometheus' text format; nothing before the first look.</summary>
    public static string Text(ArchiveWatch watch)
    {
        var text = new StringBuilder();
        if (watch.Epoch is { } epoch)
            Metric("eventcatalog_store_epoch", "gauge", "1, and one more for each time the log was restored from a backup.", epoch);
        if (watch.Latest is not { } archive)
            return text.ToString();
        Metric("eventcatalog_archive_on", "gauge", "1 when the write-ahead log is archived.", archive.On ? 1 : 0);
        Metric("eventcatalog_archive_failing", "gauge", "1 when it should be and does not reach the archive.", archive.Problem is null ? 0 : 1);
        Metric("eventcatalog_archive_failures_total", "counter", "Attempts to archive that failed.", archive.Failures);
        if (archive.Waiting is { } waiting)
            Metric("eventcatalog_archive_waiting_segments", "gauge", "Finished pieces of write-ahead log not yet archived.", waiting);
        if (archive.LastArchivedAt is { } at)
            Metric("eventcatalog_archive_last_timestamp_seconds", "gauge", "When a piece was last archived.", at.ToUnixTimeSeconds());
        return text.ToString();

        void Metric(string name, string type, string help, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
    }
}
