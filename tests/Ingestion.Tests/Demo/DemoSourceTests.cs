using System.Diagnostics;
using System.Text;
using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Demo;
using static EventCatalog.Domain.Entities.EntityEvent;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.Ingestion.Tests.Demo;

public sealed class DemoSourceTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_year_is_appended_in_time_order_and_once()
    {
        var (database, log) = await CatalogLog.NewAsync();
        var source = new DemoSource(log, new BodyStore(database));
        var watch = Stopwatch.StartNew();
        var appended = await source.AppendAsync("run-1", ct: Stop);
        var first = watch.Elapsed;
        watch.Restart();
        (await source.AppendAsync("run-2", ct: Stop)).ShouldBe(0);
        var second = watch.Elapsed;
        var events = await AllAsync(log);
        output.WriteLine($"{appended} events appended in {first.TotalMilliseconds:F0} ms; nothing to do told in {second.TotalMilliseconds:F0} ms");
        foreach (var type in events.CountBy(e => e.Type).OrderByDescending(type => type.Value))
            output.WriteLine($"{type.Value,5} {type.Key}");

        events.Count.ShouldBe(appended);
        appended.ShouldBeInRange(600, 900);
        events.Select(e => e.EffectiveAt).ShouldBe(events.Select(e => e.EffectiveAt).Order());
        events.ShouldAllBe(e => e.Correlation == "run-1");
        events[0].Event.ShouldBeOfType<SourceRegistered>().Origin.ShouldBe("demo");
        events.Skip(1).ShouldAllBe(e => e.Actor.StartsWith("user:default/", StringComparison.Ordinal) && e.Source!.Commit!.Length == 40);
        (await log.VerifyAsync(ct: Stop)).FirstBreak.ShouldBeNull();
    }

    [Fact]
    public async Task Every_step_adds_something()
    {
        var (database, log) = await CatalogLog.NewAsync();
        await new DemoSource(log, new BodyStore(database)).AppendAsync(ct: Stop);
        var told = (await AllAsync(log)).Skip(1).Select(e => (e.EffectiveAt, e.Source!.Path, e.Stream)).ToHashSet();
        foreach (var step in DemoOrganisation.Generate())
            told.ShouldContain((step.At, step.Path, StreamOf(step.Change)), step.Message);
    }

    [Fact]
    public async Task A_change_is_placed_on_the_line_of_its_value()
    {
        var (database, log) = await CatalogLog.NewAsync();
        await new DemoSource(log, new BodyStore(database)).AppendAsync(ct: Stop);
        var events = await AllAsync(log);

        // apiVersion, kind, metadata, name, title …, spec: an owner never stands on the first lines of a document.
        events.Where(e => e.Event is EntityEvent.OwnerChanged).ShouldAllBe(e => e.Source!.Line > 5);
        events.Where(e => e.Event is EntityEvent.DescriptorChanged).Select(e => e.Source!.Line).Distinct().Count().ShouldBeGreaterThan(10);
        events.Where(e => e.Event is EntityEvent.OwnerChanged).ShouldAllBe(e => e.Source!.Url!.EndsWith($"#L{e.Source.Line}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_folds_to_what_was_last_read()
    {
        var (database, log) = await CatalogLog.NewAsync();
        var bodies = new BodyStore(database);
        await new DemoSource(log, bodies).AppendAsync(ct: Stop);

        var entities = new Dictionary<EntityRef, Entity>();
        foreach (var happened in (await AllAsync(log)).Select(e => e.Event).OfType<EntityEvent>())
            entities[happened.Entity] = EntityDecider.Evolve(entities.GetValueOrDefault(happened.Entity, Entity.None), happened);
        var read = DemoOrganisation.Generate().Select(step => step.Change is DemoChange.Rename renamed ? new DemoChange.Observe(renamed.Location, renamed.Descriptor) : step.Change)
            .OfType<DemoChange.Observe>()
            .GroupBy(seen => Descriptor.RefOf(seen.Descriptor)).ToDictionary(seen => seen.Key, seen => seen.Last());
        foreach (var (name, live) in entities.Where(entity => entity.Value is Entity.Live).Select(entity => (entity.Key, (Entity.Live)entity.Value)))
        {
            var texts = (await bodies.GetAsync([.. LargeBodies.HashesIn(live.Descriptor)], Stop))
                .ToDictionary(body => body.Key, body => Encoding.UTF8.GetString(body.Value), StringComparer.Ordinal);
            JsonElement.DeepEquals(LargeBodies.Attach(live.Descriptor, texts), read[name].Descriptor).ShouldBeTrue(name.ToString());
            live.Location.ShouldBe(read[name].Location);
            live.Orphaned.ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    public async Task Stopped_in_the_middle_it_goes_on_to_the_same_log(int batches)
    {
        var (whole, wholeLog) = await CatalogLog.NewAsync();
        await new DemoSource(wholeLog, new BodyStore(whole)).AppendAsync(ct: Stop);

        var (database, log) = await CatalogLog.NewAsync();
        using var kill = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(
            new DemoSource(log, new BodyStore(database)).AppendAsync(progress: new StopsAfter(batches, kill), ct: kill.Token));
        var before = (await AllAsync(log)).Count;
        before.ShouldBeGreaterThan(0);
        var rest = await new DemoSource(log, new BodyStore(database)).AppendAsync(ct: Stop);

        rest.ShouldBeGreaterThan(0);
        var resumed = await AllAsync(log);
        resumed.Count.ShouldBe(before + rest);
        Told(resumed).ShouldBe(Told(await AllAsync(wholeLog)));
    }

    [Fact]
    public async Task Two_processes_at_once_append_one_demo()
    {
        var (database, log) = await CatalogLog.NewAsync();
        var counts = await Task.WhenAll(
            new DemoSource(log, new BodyStore(database)).AppendAsync("a", ct: Stop),
            new DemoSource(log, new BodyStore(database)).AppendAsync("b", ct: Stop));
        var events = await AllAsync(log);
        events.Count.ShouldBe(counts.Sum());
        events.Select(e => e.EffectiveAt).ShouldBe(events.Select(e => e.EffectiveAt).Order());
        (await new DemoSource(log, new BodyStore(database)).AppendAsync(ct: Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_something_else_wrote_to_meanwhile_is_continued()
    {
        var (database, log) = await CatalogLog.NewAsync();
        using var kill = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(
            new DemoSource(log, new BodyStore(database)).AppendAsync(progress: new StopsAfter(8, kill), ct: kill.Token));
        var checkout = EntityRef.Parse("component:checkout");
        await log.AppendAsync(
            new StreamAppend(EntityDecider.StreamOf(checkout), ExpectedVersion.MustExist, [new NewEvent(new EntityOrphaned(checkout, "by hand"), DateTimeOffset.UnixEpoch)]),
            new AppendContext("user:default/guest"), Stop);

        (await new DemoSource(log, new BodyStore(database)).AppendAsync(ct: Stop)).ShouldBeGreaterThan(0);
        (await new DemoSource(log, new BodyStore(database)).AppendAsync(ct: Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task The_year_holds_what_the_portal_is_there_to_show()
    {
        var (database, log) = await CatalogLog.NewAsync();
        await new DemoSource(log, new BodyStore(database)).AppendAsync(ct: Stop);
        var events = (await AllAsync(log)).ConvertAll(e => e.Event!);

        events.OfType<OwnerChanged>().Count().ShouldBeGreaterThanOrEqualTo(15);
        events.OfType<EntityRemoved>().Select(e => e.Entity.ToString()).ShouldBe(
            ["component:default/night-jobs", "group:default/web-shop", "group:default/pocket", "user:default/casimir.bloom"]);
        events.OfType<EntityOrphaned>().ShouldHaveSingleItem().Entity.ToString().ShouldBe("resource:default/tape-bridge");
        events.OfType<EntityRestored>().ShouldHaveSingleItem().Entity.ToString().ShouldBe("resource:default/tape-bridge");
        events.OfType<EntityRenamed>().ShouldHaveSingleItem().To.ToString().ShouldBe("group:default/returns");
        events.OfType<EntityMoved>().ShouldHaveSingleItem().Entity.ToString().ShouldBe("component:default/ui-kit");
        events.OfType<LifecycleChanged>().Select(e => e.To).Distinct(StringComparer.Ordinal).ShouldBe(["production", "deprecated"], ignoreOrder: true);

        var source = events.OfType<SourceEvent>().Aggregate(Source.None, SourceDecider.Evolve);
        source.Problems.Keys.Select(key => $"{key.File} {key.Rule}").Order(StringComparer.Ordinal)
            .ShouldBe(["loyalty-badges/catalog-info.yaml name-is-valid", "size-guide/catalog-info.yaml api-spec"]);
        events.OfType<RejectionResolved>().ShouldHaveSingleItem();
    }

    private static string StreamOf(DemoChange change) => change switch
    {
        DemoChange.Observe seen => EntityDecider.StreamOf(Descriptor.RefOf(seen.Descriptor)),
        DemoChange.Rename renamed => EntityDecider.StreamOf(Descriptor.RefOf(renamed.Descriptor)),
        DemoChange.Remove gone => EntityDecider.StreamOf(gone.Entity),
        DemoChange.Orphan lost => EntityDecider.StreamOf(lost.Entity),
        _ => SourceDecider.StreamOf(SourceDecider.IdOf(DemoOrganisation.SourceType, DemoOrganisation.Target)),
    };

    private static List<string> Told(List<RecordedEvent> events) =>
        events.ConvertAll(e => $"{e.Id} {e.Stream} {e.StreamVersion} {e.Type} {e.EffectiveAt:O} {e.Actor} {e.Source} {e.Data.GetRawText()}");

    private static async Task<List<RecordedEvent>> AllAsync(EventLog log)
    {
        var all = new List<RecordedEvent>();
        while (await log.ReadAsync(all.Count == 0 ? 0 : all[^1].Position, 500, Stop) is { Count: > 0 } page)
            all.AddRange(page);
        return all;
    }

    /// <summary>Cancels after some batches, on the thread that appends.</summary>
    private sealed class StopsAfter(int batches, CancellationTokenSource kill) : IProgress<DemoProgress>
    {
        private int _left = batches;

        public void Report(DemoProgress value)
        {
            if (--_left == 0)
                kill.Cancel();
        }
    }
}
