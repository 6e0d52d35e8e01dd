using System.Text.Json;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.EventStore;
using EventCatalog.ReadModels.Entities;
using static EventCatalog.Domain.Entities.EntityEvent;

namespace EventCatalog.ReadModels.Provenance;

/// <summary>Works out from an entity's events why one of its fields has the value it has.</summary>
internal static class Explaining
{
    /// <param name="events">Everything about the entity, under all its names.</param>
    /// <param name="until">What was recorded later does not count again yet.</param>
    /// <param name="path">Reads the path, given the entity as it is shown.</param>
    public static Explanation? Of(string entity, IReadOnlyCollection<RecordedEvent> events, DateTimeOffset until, Func<JsonElement, FieldPath> path)
    {
        var states = States(events, until).ToList();
        if (states.FindLast(state => state.State is Entity.Live).State is not Entity.Live live)
            return null;
        var field = path(Shown(live)!.Value);
        var chain = Chain(states, field);
        // The present is what was said last: a late fact that is the last word counts again from when it was recorded (ADR 14).
        if (Chain(InLogOrder(events), field) is [var last, ..] && last.Event.RecordedAt <= until && chain is [var newest, ..] && !AreSame(newest.After, last.After))
            chain.Insert(0, new ValueStep(last.Event, newest.After, last.After));
        var value = chain is [var step, ..] ? step.After : null;
        var candidates = Candidates(live, field, value);
        return new Explanation(entity, field.Pointer, value, chain is [var first, ..] ? SourceOf(first.Event, live, field, value, candidates) : null, candidates, chain);
    }

    /// <summary>
    /// What the entity was after each event, in the order of effect. A past that was found later holds until the next event; after the last, until it was
    /// recorded that it is otherwise now.
    /// </summary>
    private static IEnumerable<(RecordedEvent Event, Entity State)> States(IEnumerable<RecordedEvent> events, DateTimeOffset until)
    {
        var ordered = events.Where(recorded => recorded.Event is EntityEvent and not EntityRenamed).OrderBy(recorded => recorded.EffectiveAt).ThenBy(recorded => recorded.Position).ToList();
        var state = Entity.None;
        foreach (var recorded in ordered[..(ordered.FindLastIndex(recorded => recorded.Event is not PastVersionFound || recorded.RecordedAt > until) + 1)])
        {
            state = EntityDecider.Evolve(state, (EntityEvent)recorded.Event!);
            yield return (recorded, recorded.Event switch
            {
                PastVersionFound { Descriptor: { } was } past => new Entity.Live(was, past.Location),
                PastVersionFound => Entity.None,
                _ => state,
            });
        }
    }

    private static IEnumerable<(RecordedEvent Event, Entity State)> InLogOrder(IEnumerable<RecordedEvent> events)
    {
        var state = Entity.None;
        foreach (var recorded in events.Where(recorded => recorded.Event is EntityEvent and not (EntityRenamed or PastVersionFound)).OrderBy(recorded => recorded.Position))
            yield return (recorded, state = EntityDecider.Evolve(state, (EntityEvent)recorded.Event!));
    }

    private static List<ValueStep> Chain(IEnumerable<(RecordedEvent Event, Entity State)> states, FieldPath field)
    {
        var chain = new List<ValueStep>();
        JsonElement? before = null;
        foreach (var (happened, state) in states)
        {
            var after = Shown(state) is { } entity ? field.In(entity) : null;
            if (!AreSame(before, after))
                chain.Add(new ValueStep(happened, before, after));
            before = after;
        }

        chain.Reverse();
        return chain;
    }

    private static JsonElement? Shown(Entity state) => state is Entity.Live live ? FinalEntity.Of(live.Descriptor, live.Location, live.Orphaned) : null;

    private static List<ValueCandidate> Candidates(Entity.Live live, FieldPath field, JsonElement? value)
    {
        var own = live.Overruled?.Descriptor ?? live.Descriptor;
        var said = live.Claims.Where(claim => !IsOwn(claim.Location, live)).Prepend(new Claim(live.Location, own))
            .Select(claim => (claim.Location, Value: field.In(claim.Descriptor))).Where(claim => claim.Value is not null).ToList();
        var chosen = said.FindIndex(claim => AreSame(claim.Value, value));
        return
        [
            .. said.Select((claim, index) => new ValueCandidate(
                    claim.Location.Source, claim.Location.Target, claim.Value!.Value, index == chosen, Reason(IsOwn(claim.Location, live), index == chosen, live)))
                .OrderByDescending(candidate => candidate.Chosen),
        ];
    }

    private static string Reason(bool isOwn, bool isChosen, Entity.Live live) => (isOwn, isChosen) switch
    {
        (true, true) => "It has the entity",
        (true, false) => "The configuration (Catalog:Precedence) lets another source go before it here",
        (false, true) => $"The configuration (Catalog:Precedence) lets it go before {live.Location.Target} here",
        _ => $"{live.Location.Target} had the entity first",
    };

    private static ValueSource SourceOf(RecordedEvent last, Entity.Live live, FieldPath field, JsonElement? value, List<ValueCandidate> candidates)
    {
        var rule = DefaultRules.NameOf(field, live, value);
        var (source, target) = candidates is [{ Chosen: true } chosen, ..] ? (chosen.Source, chosen.Target) : (live.Location.Source, live.Location.Target);
        var read = last.Source;
        var kind = rule is not null ? ValueSourceKind.Rule : read is null && last.Event is not EntityRegistered ? ValueSourceKind.Action : ValueSourceKind.File;
        return new ValueSource(
            kind, rule, source, target, read?.Repository, read?.Commit, read?.Path, OwnerLine(last, field) ?? read?.Line,
            read?.Line is null && OwnerLine(last, field) is null ? null : IsLineOf(last, field) ? LineOf.Value : LineOf.Document, read?.Url);
    }

    /// <summary>A registration knows where its owner stands; any other change, where its first value does.</summary>
    private static bool IsLineOf(RecordedEvent last, FieldPath field) => last.Event switch
    {
        OwnerChanged => field.Pointer is EntityVersion.OwnerPlace,
        LifecycleChanged => field.Pointer is "/spec/lifecycle",
        DescriptorChanged { Changes: [var first, ..] } => string.Equals(first.Path, field.Pointer, StringComparison.Ordinal),
        _ => OwnerLine(last, field) is not null,
    };

    private static int? OwnerLine(RecordedEvent last, FieldPath field) => last.Event is EntityRegistered registered && field.Pointer is EntityVersion.OwnerPlace ? registered.OwnerLine : null;

    private static bool IsOwn(DescriptorLocation place, Entity.Live live) => string.Equals(place.Source, live.Location.Source, StringComparison.Ordinal);

    private static bool AreSame(JsonElement? one, JsonElement? other) =>
        one is { } a && other is { } b ? JsonElement.DeepEquals(a, b) : one is null && other is null;
}
