using EventCatalog.EventStore;
using EventCatalog.Ingestion.Crawling;
using EventCatalog.Ingestion.Processors;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EventCatalog.Api.Telemetry;

public static class TelemetryServices
{
    /// <summary>Metrics for <c>/metrics</c>; traces and metrics by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services) => services
        .AddSingleton<StoreMeters>()
        .AddHostedService<OtlpExport>();
}

/// <summary>
/// Sends traces and metrics to the collector that the standard variables of OpenTelemetry name; nothing, at no cost, without one.
/// https://opentelemetry.io/docs/specs/otel/protocol/exporter/
/// </summary>
internal sealed class OtlpExport(IConfiguration configuration, StoreMeters meters) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Start();
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 })
            return Task.CompletedTask;
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Named)
            .AddSource(StoreTelemetry.Name, CrawlTelemetry.Name, "Microsoft.AspNetCore")
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Named)
            .AddMeter(StoreTelemetry.Name, ProcessorTelemetry.Name, "Microsoft.AspNetCore.Hosting")
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static void Named(ResourceBuilder resource) => resource.AddService("eventcatalog");
}
