using EventCatalog.Domain;
using EventCatalog.Domain.Delivery;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.Ingestion.Intake;
using static EventCatalog.Ingestion.Tests.Intake.IntakeStage;

namespace EventCatalog.Ingestion.Tests.Intake;

public sealed class EventIntakeTests
{
    [Fact]
    public async Task What_is_sound_is_in_the_log_once_however_often_it_is_sent_and_the_rest_is_named_with_its_reason()
    {
        await using var stage = await StartAsync();

        var first = await stage.Events.TakeAsync([Told("1"), Told("2", type: "branch.created"), Told("1"), Told("3", entity: "component:ship")], Ct);
        var again = await stage.Events.TakeAsync([Told("3", entity: "component:ship"), Told("4"), Told("1")], Ct);

        first.Select(item => item.Status).ShouldBe([IntakeStatus.Accepted, IntakeStatus.Refused, IntakeStatus.Duplicate, IntakeStatus.Accepted]);
        first[1].Reason.ShouldNotBeNull().ShouldStartWith("Events of type branch.created are not kept");
        again.Select(item => item.Status).ShouldBe([IntakeStatus.Duplicate, IntakeStatus.Accepted, IntakeStatus.Duplicate]);
        var recorded = await stage.RecordedAsync();
        recorded.Select(one => (one.Stream, one.Type)).ShouldBe(
            [("delivery-component:default/cart", "build-finished"), ("delivery-component:default/ship", "build-finished"), ("delivery-component:default/cart", "build-finished")]);
        recorded.ShouldAllBe(one => one.EffectiveAt == new DateTimeOffset(2026, 6, 1, 11, 0, 0, TimeSpan.Zero) && one.Actor == "https://ci.example.com" && one.Source!.Commit == "c1");
    }

    [Fact]
    public async Task Requests_that_overlap_at_the_same_moment_keep_every_event_once()
    {
        await using var stage = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(() =>
            stage.Events.TakeAsync([.. Enumerable.Range(sender * 10, 50).Select(number => Told($"{number}", entity: $"component:c{number % 7}"))], Ct))));

        (await stage.RecordedAsync()).Count.ShouldBe(120);
        answers.Sum(items => items.Count(item => item.Status is IntakeStatus.Accepted)).ShouldBe(120);
    }

    [Fact]
    public async Task An_event_of_an_entity_nobody_knows_says_so_and_of_one_in_the_catalog_too()
    {
        await using var stage = await StartAsync();
        (await stage.Events.TakeAsync([Told("1")], Ct))[0].Attached.ShouldBe(false);

        var cart = EntityRef.Parse("component:cart");
        var descriptor = System.Text.Json.JsonElement.Parse("""{"kind":"Component","metadata":{"name":"cart"},"spec":{"owner":"shop"}}""");
        await stage.Log.AppendAsync(
            new StreamAppend(EntityDecider.StreamOf(cart), ExpectedVersion.NoStream, [new NewEvent(new EntityEvent.EntityRegistered(cart, new DescriptorLocation("s", "file:/a", "file:/a"), descriptor), stage.Clock.GetUtcNow())]),
            new AppendContext("test"), Ct);
        (await stage.Followers.WaitForAsync(await stage.Log.MarkAsync(Ct), TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();

        (await stage.Events.TakeAsync([Told("1"), Told("2")], Ct)).Select(item => (item.Status, item.Attached)).ShouldBe([(IntakeStatus.Duplicate, true), (IntakeStatus.Accepted, true)]);
    }

    [Fact]
    public async Task What_a_pipeline_tells_of_the_old_name_is_of_the_entity_under_the_new_one()
    {
        await using var stage = await StartAsync();
        var (cart, basket) = (EntityRef.Parse("component:cart"), EntityRef.Parse("component:basket"));
        var (place, descriptor) = (new DescriptorLocation("s", "file:/a", "file:/a"), System.Text.Json.JsonElement.Parse("""{"kind":"Component","metadata":{"name":"basket"},"spec":{"owner":"shop"}}"""));
        var now = stage.Clock.GetUtcNow();
        await stage.Log.AppendAsync(
            [
                new StreamAppend(EntityDecider.StreamOf(cart), ExpectedVersion.NoStream, [new NewEvent(new EntityEvent.EntityRegistered(cart, place, descriptor), now), new NewEvent(new EntityEvent.EntityRenamed(cart, basket), now)]),
                new StreamAppend(EntityDecider.StreamOf(basket), ExpectedVersion.NoStream, [new NewEvent(new EntityEvent.EntityRenamedFrom(basket, cart, place, descriptor), now)]),
            ],
            new AppendContext("test"), Ct);
        (await stage.Followers.WaitForAsync(await stage.Log.MarkAsync(Ct), TimeSpan.FromSeconds(20), Ct)).ShouldBeTrue();

        var item = (await stage.Events.TakeAsync([Told("1")], Ct)).ShouldHaveSingleItem();
        (item.Subject, item.Attached).ShouldBe((new DeliverySubject(basket), true));
        (await stage.RecordedAsync())[^1].Stream.ShouldBe("delivery-component:default/basket");
    }

    [Fact]
    public async Task The_future_is_refused()
    {
        await using var stage = await StartAsync();
        (await stage.Events.TakeAsync([Told("1", time: "2026-06-01T13:00:00Z")], Ct))[0].Reason.ShouldNotBeNull().ShouldContain("the clock of the sender is ahead");
    }

    [Fact]
    public async Task What_no_index_could_hold_is_refused_alone_and_a_character_is_never_cut_in_half()
    {
        await using var stage = await StartAsync();
        var items = await stage.Events.TakeAsync([Told(new string('x', 201)), Told("2", entity: $"component:{new string('y', 300)}"), Told("3", commit: new string('z', 101)), Told("4")], Ct);
        items.Select(item => item.Status).ShouldBe([IntakeStatus.Refused, IntakeStatus.Refused, IntakeStatus.Refused, IntakeStatus.Accepted]);
        items[1].Reason.ShouldNotBeNull().ShouldStartWith("The reference \"component:default/yyy");

        var name = new string('n', 999) + "🛒";
        await stage.Reports.TestsAsync(EntityRef.Parse("component:cart"), Text($"<testsuite><testcase name='{name}'><failure>{new string('m', 1999)}🛒</failure></testcase></testsuite>"), new ReportDetails(), Ct);
        (await stage.RecordedAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Deployments_and_incidents_keep_their_shape()
    {
        await using var stage = await StartAsync();
        await stage.Events.TakeAsync([Told("d", "service.deployed"), Told("i", "incident.detected")], Ct);
        var recorded = await stage.RecordedAsync();
        recorded[0].Event.ShouldBeOfType<DeliveryEvent.DeploymentFinished>().Deployment.ShouldBe(new Deployment("production", DeploymentKind.Deployed));
        recorded[1].Event.ShouldBeOfType<DeliveryEvent.IncidentDetected>().Incident.Environment.ShouldBe("production");
    }
}
