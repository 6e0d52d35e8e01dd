using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using static EventCatalog.EventStore.Tests.Orders;

namespace EventCatalog.EventStore.Tests;

public sealed class TelemetryTests : LogTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly ActivitySource _callers = new(Guid.NewGuid().ToString());

    public TelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is StoreTelemetry.Name || ReferenceEquals(source, _callers),
            // Of this test alone: others run in the same process.
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                ReferenceEquals(options.Source, _callers) || options.Parent != default || options.Links?.Any() is true
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public override ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _callers.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_read_model_that_shows_an_event_is_part_of_the_trace_it_was_appended_in()
    {
        ActivityTraceId trace;
        using (var request = _callers.StartActivity("request"))
        {
            trace = request!.TraceId;
            await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        }

        await FollowAsync();

        var append = Of("append", trace).ShouldHaveSingleItem();
        Of("apply quantities/1", trace).ShouldHaveSingleItem().ParentSpanId.ShouldBe(append.SpanId);
    }

    [Fact]
    public async Task A_page_of_several_traces_links_to_each()
    {
        var traces = new List<ActivityTraceId>();
        foreach (var order in (string[])["order-1", "order-2"])
        {
            using var request = _callers.StartActivity("request");
            traces.Add(request!.TraceId);
            await Log.AppendAsync(To(order, Placed()), Ann, Ct);
        }

        await FollowAsync();

        _ended.Single(activity => activity.OperationName is "apply quantities/1" && activity.Links.Any(link => link.Context.TraceId == traces[0]))
            .Links.Select(link => link.Context.TraceId).ShouldBe(traces, ignoreOrder: true);
    }

    [Fact]
    public async Task Outside_of_a_trace_nothing_is_added_to_an_event_and_a_refused_append_says_so_in_its_own()
    {
        await Log.AppendAsync(To("order-1", Placed()), Ann, Ct);
        (await ScalarAsync<bool>("select headers ? 'tp' from events.mt_events")).ShouldBeFalse();

        using var request = _callers.StartActivity("request");
        await Should.ThrowAsync<StreamConflictException>(() => Log.AppendAsync(To("order-1", 7, Placed()), Ann, Ct));
        Of("append", request!.TraceId).ShouldHaveSingleItem().StatusDescription.ShouldBe(nameof(StreamConflictException));
    }

    [Fact]
    public async Task What_was_appended_read_and_applied_is_counted()
    {
        var counted = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name is StoreTelemetry.Name)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => counted.AddOrUpdate(Name(instrument, tags), value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => counted.AddOrUpdate(Name(instrument, tags), 1, (_, count) => count + 1));
        listener.Start();

        await Log.AppendAsync(To("order-1", Placed(), Placed(), Placed()), Ann, Ct);
        await FollowAsync("telling/1");

        // Other tests of this process count too; the projection is this test's own.
        counted["eventcatalog.read_model.applied telling/1"].ShouldBe(3);
        counted["eventcatalog.events.appended"].ShouldBeGreaterThanOrEqualTo(3);
        counted["eventcatalog.events.read"].ShouldBeGreaterThanOrEqualTo(3);
        counted["eventcatalog.append.duration"].ShouldBeGreaterThanOrEqualTo(1);

        static string Name(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
    }

    private List<Activity> Of(string name, ActivityTraceId trace) => [.. _ended.Where(activity => activity.OperationName == name && activity.TraceId == trace)];

    private async Task FollowAsync(string projection = "quantities/1")
    {
        await using var running = new RunningFollowers(Log, Db, [new Quantities(projection)]);
        (await running.Followers.WaitForAsync(await Log.MarkAsync(Ct), Long, Ct)).ShouldBeTrue();
    }
}
