using System.Text.Json.Nodes;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Domain.Sources;
using EventCatalog.EventStore;

namespace EventCatalog.Ingestion.Demo;

/// <summary>An event of the demo, decided, and not yet in the log.</summary>
internal sealed record PlannedEvent(string Stream, Guid Id, NewEvent Event, IReadOnlyDictionary<string, string> Bodies);

/// <summary>Runs the steps of the demo through the deciders, in memory: the events a crawler would have appended, in time order.</summary>
internal sealed class DemoPlan
{
    private static readonly IReadOnlyDictionary<string, string> NoBodies = new Dictionary<string, string>(StringComparer.Ordinal);

    private readonly string _source = SourceDecider.IdOf(DemoOrganisation.SourceType, DemoOrganisation.Target);
    private readonly Dictionary<EntityRef, Entity> _entities = [];
    private readonly Dictionary<ProblemKey, Problem> _problems = [];
    private readonly Dictionary<string, int> _lengths = new(StringComparer.Ordinal);
    private readonly List<PlannedEvent> _events = [];
    private Source _sourceState = Source.None;

    private DemoPlan() { }

    /// <summary>The same steps give the same events with the same ids.</summary>
    public static IReadOnlyList<PlannedEvent> Of(IReadOnlyList<DemoStep> steps)
    {
        var plan = new DemoPlan();
        plan.Register(steps[0].At);
        foreach (var step in steps)
            plan.Follow(step);
        return plan._events;
    }

    private void Register(DateTimeOffset at)
    {
        foreach (var happened in SourceDecider.Decide(
            new RegisterSource(DemoOrganisation.SourceType, DemoOrganisation.Target, Pattern: null, Origin: "demo"), _sourceState))
        {
            _sourceState = SourceDecider.Evolve(_sourceState, happened);
            Add(SourceDecider.StreamOf(_source), happened, at, source: null, DemoSource.Actor, NoBodies);
        }
    }

    private void Follow(DemoStep step)
    {
        switch (step.Change)
        {
            case DemoChange.Observe seen:
                var (descriptor, bodies) = LargeBodies.Detach(seen.Descriptor);
                var name = Descriptor.RefOf(descriptor);
                Happen(step, name, EntityDecider.Decide(new ObserveEntity(seen.Location, descriptor), StateOf(name)), bodies);
                break;
            case DemoChange.Rename renamed:
                Rename(step, renamed);
                break;
            case DemoChange.Remove gone:
                Happen(step, gone.Entity, EntityDecider.Decide(new RemoveEntity(gone.Reason), StateOf(gone.Entity)), NoBodies);
                break;
            case DemoChange.Orphan lost:
                Happen(step, lost.Entity, EntityDecider.Decide(new OrphanEntity(lost.Reason), StateOf(lost.Entity)), NoBodies);
                break;
            case DemoChange.Refuse refused:
                _problems[refused.Problem.Key] = refused.Problem;
                Report(step);
                break;
            case DemoChange.Resolve resolved:
                _problems.Remove(resolved.Problem);
                Report(step);
                break;
            default:
                throw new InvalidOperationException($"Unknown change {step.Change}");
        }
    }

    private void Rename(DemoStep step, DemoChange.Rename seen)
    {
        var name = Descriptor.RefOf(seen.Descriptor);
        var renaming = RenameDecider.Decide(new RenameEntity(seen.Descriptor), StateOf(seen.From), StateOf(name))
            ?? throw new InvalidOperationException($"{seen.From} cannot be renamed to {name}");
        Happen(step, name, [renaming.Begin], NoBodies);
        Happen(step, seen.From, [renaming.End], NoBodies);
        Happen(step, name, EntityDecider.Decide(new ObserveEntity(seen.Location, seen.Descriptor), StateOf(name)), NoBodies);
    }

    private void Happen(DemoStep step, EntityRef entity, IReadOnlyList<EntityEvent> events, IReadOnlyDictionary<string, string> bodies)
    {
        foreach (var happened in events)
        {
            _entities[entity] = EntityDecider.Evolve(StateOf(entity), happened);
            Add(EntityDecider.StreamOf(entity), happened, step.At, SourceOf(step, LineOf(step, happened)), step.Author, bodies);
        }
    }

    /// <summary>The line of the value that changed; of the document where it is about the whole.</summary>
    private static int? LineOf(DemoStep step, EntityEvent happened)
    {
        var pointer = happened switch
        {
            EntityEvent.OwnerChanged => "/spec/owner",
            EntityEvent.LifecycleChanged => "/spec/lifecycle",
            EntityEvent.DescriptorChanged changed => changed.Changes[0].Path,
            _ => null,
        };
        return pointer is not null && step.Change is DemoChange.Observe seen
            ? step.Line + DemoFile.LinesBefore(JsonNode.Parse(seen.Descriptor.GetRawText())!, pointer)
            : step.Line;
    }

    private void Report(DemoStep step)
    {
        foreach (var happened in SourceDecider.Decide(new ReportCrawl([.. _problems.Values]), _sourceState))
        {
            _sourceState = SourceDecider.Evolve(_sourceState, happened);
            Add(SourceDecider.StreamOf(_source), happened, step.At, SourceOf(step, step.Line), step.Author, NoBodies);
        }
    }

    private void Add(string stream, object happened, DateTimeOffset at, EventSource? source, string actor, IReadOnlyDictionary<string, string> bodies)
    {
        var number = _lengths[stream] = _lengths.GetValueOrDefault(stream) + 1;
        var id = DemoIds.Of($"{_source} {stream} {number} {at:O}");
        _events.Add(new PlannedEvent(stream, id, new NewEvent(happened, at, source, id, actor), bodies));
    }

    private Entity StateOf(EntityRef entity) => _entities.GetValueOrDefault(entity, Entity.None);

    private static EventSource SourceOf(DemoStep step, int? line) =>
        new(step.Repository, step.Commit, step.Path, line, $"{step.Repository}/blob/{step.Commit}/{step.Path}{(line is null ? "" : $"#L{line}")}");
}
