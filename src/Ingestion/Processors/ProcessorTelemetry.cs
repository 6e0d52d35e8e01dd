using System.Diagnostics.Metrics;

namespace EventCatalog.Ingestion.Processors;

/// <summary>What runs of processors tell whoever measures them.</summary>
public static class ProcessorTelemetry
{
    public const string Name = "EventCatalog.Processors";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("eventcatalog.processor.runs", "{run}", "Runs of processors in this process, by their end.");
    private static readonly Counter<long> News = Meter.CreateCounter<long>("eventcatalog.processor.news", "{fact}", "Facts that were news.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("eventcatalog.processor.duration", "s", "Time of a run.");

    internal static void Ended(string processor, bool isGood, int news, TimeSpan duration)
    {
        Runs.Add(1, new KeyValuePair<string, object?>("processor", processor), new KeyValuePair<string, object?>("end", isGood ? "good" : "failed"));
        News.Add(news, new KeyValuePair<string, object?>("processor", processor));
        Duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("processor", processor));
    }
}
