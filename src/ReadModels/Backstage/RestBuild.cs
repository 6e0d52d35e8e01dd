using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Relations;
using static EventCatalog.Domain.Sources.SourceEvent;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>Folds the whole log in memory, about 5 KB an entity, and writes each text once, at the end.</summary>
internal sealed class RestBuild : IProjectionBuild
{
    private static readonly WriteRows Nothing = (_, _) => Task.CompletedTask;
    private readonly RestFold fold = new(new Dictionary<string, RestEntity>(StringComparer.Ordinal), []);
    private readonly Dictionary<(string Source, ProblemKey Key), DescriptorRejected> problems = [];

    public WriteRows Add(IReadOnlyList<RecordedEvent> page)
    {
        foreach (var recorded in page)
        {
            switch (recorded.Event)
            {
                case EntityEvent happened when RestFold.Counts(happened):
                    fold.Apply(recorded, happened);
                    break;
                case DescriptorRejected { Problem: { Entity: not null, Key: var problem } } rejected:
                    problems[(rejected.Source, problem)] = rejected;
                    break;
                case RejectionResolved resolved:
                    problems.Remove((resolved.Source, resolved.Problem));
                    break;
                case SourceWithdrawn withdrawn:
                    foreach (var gone in problems.Keys.Where(each => string.Equals(each.Source, withdrawn.Source, StringComparison.Ordinal)).ToArray())
                        problems.Remove(gone);
                    break;
            }
        }

        return Nothing;
    }

    public WriteRows Complete() => async (connection, ct) =>
    {
        var presentNames = PresentNames();
        var declared = fold.Entities.ToDictionary(entity => entity.Key, entity => RestFold.Resolve(entity.Key, entity.Value.Written, presentNames), StringComparer.Ordinal);
        var relations = declared.Values.SelectMany(edges => edges).Distinct().ToLookup(edge => edge.Source.ToString(), StringComparer.Ordinal);
        var refused = problems.Values.OrderBy(each => each.Source, StringComparer.Ordinal).ThenBy(each => each.Problem.Key.File, StringComparer.Ordinal)
            .ThenBy(each => each.Problem.Key.Document).ThenBy(each => each.Problem.Key.Rule, StringComparer.Ordinal).ThenBy(each => each.Problem.Key.Pointer, StringComparer.Ordinal)
            .ToLookup(each => each.Problem.Entity!.Value.ToString(), each => each.Problem.Message, StringComparer.Ordinal);
        foreach (var some in fold.Entities.Chunk(RestTexts.AtOnce))
        {
            var live = some.Where(entity => entity.Value.State is Entity.Live).ToDictionary(entity => entity.Key, entity => (Entity.Live)entity.Value.State, StringComparer.Ordinal);
            var longTexts = await RestTexts.LongTextsAsync([.. live.Values.SelectMany(entity => LargeBodies.HashesIn(entity.Descriptor))], connection, ct);
            var texts = live.ToDictionary(
                entity => entity.Key,
                entity => EntityText.Of(
                    fold.Entities[entity.Key].Id, entity.Value.Descriptor, entity.Value.Location, entity.Value.Orphaned, Sorted(relations[entity.Key]), [.. refused[entity.Key]], longTexts),
                StringComparer.Ordinal);
            await RestWriter.InsertAsync(some, texts, connection, ct);
        }

        await RestWriter.WriteFormerNamesAsync(fold.FormerNames, connection, ct);
        await RestWriter.InsertEdgesAsync(declared, connection, ct);
        await RestWriter.InsertProblemsAsync([.. problems.Values], connection, ct);
    };

    private Dictionary<string, EntityRef> PresentNames()
    {
        var names = fold.Entities.ToDictionary(entity => entity.Value.Id, entity => entity.Key, StringComparer.Ordinal);
        return fold.FormerNames.Where(name => name.Value is not null)
            .ToDictionary(name => name.Key, name => EntityRef.Parse(names[name.Value!]), StringComparer.Ordinal);
    }

    private static IEnumerable<RelationRow> Sorted(IEnumerable<Relation> edges) => edges
        .Select(edge => new RelationRow(edge.Type, edge.Target.ToString()))
        .OrderBy(edge => edge.Type, StringComparer.Ordinal).ThenBy(edge => edge.TargetRef, StringComparer.Ordinal);
}
