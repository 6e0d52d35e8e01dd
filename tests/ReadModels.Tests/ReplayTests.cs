using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;
using static EventCatalog.ReadModels.Tests.Descriptors;
using DomainRelations = EventCatalog.Domain.Descriptors.Relations;

namespace EventCatalog.ReadModels.Tests;

public sealed class ReplayTests
{
    private static readonly string[] Owners = ["shop", "stock", "user:ann"];

    /// <summary>Replay is the reference: whatever the read models say of an instant, folding the log up to it says too.</summary>
    [Fact]
    public async Task As_of_any_position_the_read_models_say_what_a_replay_of_the_log_says()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var catalog = await Catalog.CreateAsync();
        var chance = new Random(7);
        for (var step = 0; step < 150; step++)
        {
            var name = $"c{chance.Next(8)}";
            if (chance.Next(6) == 0)
                await catalog.RemoveAsync($"component:{name}");
            else if (chance.Next(12) == 0)
                await catalog.OrphanAsync($"component:{name}");
            else
                await catalog.SeeAsync(Component(
                    name, Owners[chance.Next(3)], lifecycle: chance.Next(2) == 0 ? "production" : "experimental",
                    dependsOn: [.. Enumerable.Range(0, chance.Next(3)).Select(_ => $"component:c{chance.Next(8)}")],
                    tags: chance.Next(3) == 0 ? ["java"] : null));
        }

        await catalog.AskAsync("{ position }");
        var log = await catalog.Log.ReadAsync(0, 10_000, ct);
        log.Count.ShouldBeGreaterThan(150);
        var (entities, relations) = (catalog.Query<EntityQueries>(), catalog.Query<RelationQueries>());
        var refs = Enumerable.Range(0, 8).Select(number => $"component:default/c{number}").ToArray();
        foreach (var position in log.Select(recorded => recorded.Position).Where((_, index) => index % 7 == 0))
        {
            var at = new AsOf.AtPosition(position);
            var replayed = Replay(log.TakeWhile(recorded => recorded.Position <= position));
            var found = await entities.FindAsync(refs, at, ct);
            found.Keys.Order(StringComparer.Ordinal).ShouldBe(replayed.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
            foreach (var (reference, live) in replayed)
            {
                var version = found[reference.ToString()];
                JsonElement.DeepEquals(version.Descriptor, live.Descriptor).ShouldBeTrue($"{reference} at {at}");
                version.Orphaned.ShouldBe(live.Orphaned);
            }

            var edges = (await relations.OfAsync(refs, at, ct))
                .SelectMany(of => of.Value.Select(relation => $"{of.Key} {relation.Type} {relation.TargetRef}")).Order(StringComparer.Ordinal);
            edges.ShouldBe(replayed.Values
                .SelectMany(live => DomainRelations.Of(live.Descriptor))
                .Where(edge => refs.Contains(edge.Source.ToString(), StringComparer.Ordinal))
                .Select(edge => $"{edge.Source} {edge.Type} {edge.Target}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), $"at {at}");

            var experimental = await entities.FacetsAsync(["spec.lifecycle"], null, null, at, ct);
            experimental[0].Values.OrderBy(value => value.Value, StringComparer.Ordinal).ShouldBe(replayed.Values
                .GroupBy(live => Descriptor.LifecycleOf(live.Descriptor)!, StringComparer.Ordinal)
                .Select(group => new FacetValue(group.Key, group.Count())).OrderBy(value => value.Value, StringComparer.Ordinal));
        }
    }

    private static Dictionary<EntityRef, Entity.Live> Replay(IEnumerable<RecordedEvent> events) => events
        .Select(recorded => recorded.Event).OfType<EntityEvent>()
        .GroupBy(happened => happened.Entity)
        .Select(group => (group.Key, State: group.Aggregate(Entity.None, EntityDecider.Evolve)))
        .Where(entity => entity.State is Entity.Live)
        .ToDictionary(entity => entity.Key, entity => (Entity.Live)entity.State);
}
