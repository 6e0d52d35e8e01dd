using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventCatalog.EventStore;

/// <summary>
/// What the store tells whoever measures it, through .NET's own meters and activities; nobody listening costs next to nothing. An append made within a sampled
/// trace leaves the trace in its events, so that the read models that show them join it, in whichever process.
/// </summary>
public static class StoreTelemetry
{
    /// <summary>The name of both the meter and the activity source.</summary>
    public const string Name = "EventCatalog.EventStore";

    /// <summary>An activity links to no more than this many traces.</summary>
    private const int MostLinks = 32;

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Activities = new(Name);

    internal static readonly Counter<long> Appended = Meter.CreateCounter<long>("eventcatalog.events.appended", "{event}", "Events appended by this process.");
    internal static readonly Counter<long> Read = Meter.CreateCounter<long>("eventcatalog.events.read", "{event}", "Events read from the log by this process.");
    internal static readonly Histogram<double> AppendTime = Meter.CreateHistogram<double>("eventcatalog.append.duration", "s", "Time of an append, refused ones included.");
    internal static readonly Counter<long> Holds = Meter.CreateCounter<long>("eventcatalog.mark.holds", "{hold}", "Times the mark had to wait for an append that was still open.");
    internal static readonly Counter<long> Holes = Meter.CreateCounter<long>("eventcatalog.mark.holes", "{hole}", "Runs of numbers that belong to no event, passed by this process.");
    internal static readonly Counter<long> Applied = Meter.CreateCounter<long>("eventcatalog.read_model.applied", "{event}", "Events a read model applied in this process.");

    internal static Activity? StartAppend(IReadOnlyList<StreamAppend> appends)
    {
        var activity = Activities.StartActivity("append", ActivityKind.Producer);
        activity?.SetTag("eventcatalog.stream", appends[0].Stream).SetTag("eventcatalog.streams", appends.Count);
        return activity;
    }

    /// <summary>The trace to leave in events that are appended now; null outside of a sampled one.</summary>
    internal static string? TraceParent => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>A page of one trace goes on in it; a page of several links to them.</summary>
    internal static Activity? StartApply(string projection, IReadOnlyList<RecordedEvent> page)
    {
        if (!Activities.HasListeners())
            return null;
        var traces = page.Select(recorded => recorded.TraceParent).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostLinks)
            .Select(parent => ActivityContext.TryParse(parent, null, isRemote: true, out var context) ? context : default)
            .Where(context => context != default).ToList();
        var activity = Activities.StartActivity(
            $"apply {projection}", ActivityKind.Consumer, traces is [var only] ? only : default, links: traces.Count > 1 ? traces.Select(context => new ActivityLink(context)) : null);
        return activity?.SetTag("eventcatalog.events", page.Count).SetTag("eventcatalog.position", page[^1].Position);
    }
}
