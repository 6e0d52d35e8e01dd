using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace EventCatalog.EndToEnd.Tests;

/// <summary>What a portal tells those who watch over it.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_crawl_its_appends_and_the_read_models_that_show_them_reach_the_collector_that_is_configured()
    {
        using var collector = new HttpListener();
        var address = Portal.FreeAddress();
        collector.Prefixes.Add(address.ToString());
        collector.Start();
        var received = new ConcurrentQueue<string>();
        var collecting = CollectAsync(collector, received);
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.At("catalog-info.yaml"), Descriptor.Component("cart", "shop"), Ct);

        await using (var portal = await Portal.StartAsync(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            },
            "--source", folder.Root))
        {
            await portal.SettledAsync();
            foreach (var name in (string[])["crawl", "append", "apply entities/4", "eventcatalog"])
                await Eventually.IsAsync($"a trace that tells of '{name}'", () => Task.FromResult(received.Any(body => body.Contains(name, StringComparison.Ordinal))));

            var metrics = await portal.Http.GetStringAsync("/metrics", Ct);
            metrics.ShouldContain("eventcatalog_read_model_applied_total{read_model=\"entities/4\"} ");
            metrics.ShouldMatch(@"eventcatalog_events_appended_total [1-9]");
            metrics.ShouldMatch(@"eventcatalog_append_duration_seconds_count [1-9]");
        }

        collector.Stop();
        await collecting;
    }

    /// <summary>Names stand in the protobuf as they are.</summary>
    private static async Task CollectAsync(HttpListener collector, ConcurrentQueue<string> received)
    {
        try
        {
            while (true)
            {
                var call = await collector.GetContextAsync();
                using var body = new StreamReader(call.Request.InputStream, Encoding.Latin1);
                received.Enqueue(await body.ReadToEndAsync(Ct));
                call.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test has seen enough.
        }
    }
}
