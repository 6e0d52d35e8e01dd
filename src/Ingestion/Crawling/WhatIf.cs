using System.Text.Json;
using EventCatalog.Domain;
using EventCatalog.Domain.Descriptors;
using EventCatalog.Domain.Entities;
using EventCatalog.Ingestion.Memory;

namespace EventCatalog.Ingestion.Crawling;

/// <summary>Descriptors someone thinks of.</summary>
/// <param name="Source">The registered source they would stand in, whose other entities would go; null: what is not named stays.</param>
/// <param name="Descriptors">Sound ones.</param>
/// <param name="Refused">Entities whose documents are refused: their last good versions stay.</param>
public sealed record ProposedChange(string? Source, IReadOnlyList<JsonElement> Descriptors, IReadOnlyCollection<EntityRef>? Refused = null);

/// <summary>A descriptor that would not count, because another source has the entity.</summary>
public sealed record PreviewedConflict(EntityRef Entity, string Source, string Location);

/// <summary>What a proposed change would do to the live graph.</summary>
/// <param name="Position">The position of the log this is said of.</param>
public sealed record ChangePreview(long Position, GraphChange Change, IReadOnlyList<PreviewedConflict> Conflicts);

/// <summary>Says what comes of a change that a crawl reads now, once nobody else shows what it takes away. Nothing is written.</summary>
public sealed class WhatIf(LogWriter writer, CrawlerMemory memory)
{
    /// <summary>Past so many comings and goings the whole catalog is read once instead of being searched for their names.</summary>
    private const int ManyNames = 200;

    /// <exception cref="RuleViolation">No such source is registered.</exception>
    public async Task<ChangePreview> AskAsync(ProposedChange proposed, CancellationToken ct)
    {
        var position = await writer.SettleAsync(ct);
        if (proposed.Source is { } id && await memory.SourceAsync(id, ct) is not { State.Registered: true })
            throw new RuleViolation($"No source \"{id}\" is registered");

        var wanted = proposed.Descriptors.Select(descriptor => LargeBodies.Detach(descriptor).Descriptor).GroupBy(Descriptor.RefOf).ToDictionary(same => same.Key, same => same.Last());
        var states = await memory.FindAsync(wanted.Keys, ct);
        var live = Descriptors(states);
        var conflicts = states.Values
            .Where(state => proposed.Source is not null && state.State is Entity.Live { Orphaned: false } one && !string.Equals(one.Location.Source, proposed.Source, StringComparison.Ordinal))
            .Select(state => new PreviewedConflict(state.Ref, state.Location!.Source, state.Location.Target))
            .OrderBy(conflict => conflict.Entity.ToString(), StringComparer.Ordinal)
            .ToArray();

        var after = wanted.Where(each => !conflicts.Any(conflict => conflict.Entity == each.Key)).ToDictionary(each => each.Key, each => (JsonElement?)each.Value);
        if (proposed.Source is not null)
        {
            foreach (var (entity, descriptor) in Descriptors(await memory.OfSourceAsync(proposed.Source, ct)).Where(each => !wanted.ContainsKey(each.Key) && proposed.Refused?.Contains(each.Key) is not true))
                (live[entity], after[entity]) = (descriptor, null);
        }

        return new ChangePreview(position, GraphChange.Of(await WithNeighboursAsync(live, after, ct), after), conflicts);
    }

    /// <summary>What changes, what it is or would be related to, and all that refer to what comes or goes.</summary>
    private async Task<Dictionary<EntityRef, JsonElement>> WithNeighboursAsync(Dictionary<EntityRef, JsonElement> live, Dictionary<EntityRef, JsonElement?> after, CancellationToken ct)
    {
        var ends = live.Where(each => after.ContainsKey(each.Key)).Select(each => each.Value).Concat(after.Values.OfType<JsonElement>())
            .SelectMany(Relations.Of).Select(edge => edge.Target).Where(entity => !live.ContainsKey(entity)).ToHashSet();
        var comeOrGo = after.Where(each => each.Value is null || !live.ContainsKey(each.Key)).Select(each => each.Key.Name).ToHashSet(StringComparer.Ordinal);
        var known = new Dictionary<EntityRef, JsonElement>(live);
        Add(await memory.FindAsync(ends, ct));
        if (comeOrGo.Count > 0)
            Add(await memory.MentioningAsync(comeOrGo.Count > ManyNames ? [""] : comeOrGo, ct));
        return known;

        void Add(Dictionary<EntityRef, RememberedEntity> more)
        {
            foreach (var (entity, descriptor) in Descriptors(more))
                known.TryAdd(entity, descriptor);
        }
    }

    private static Dictionary<EntityRef, JsonElement> Descriptors(Dictionary<EntityRef, RememberedEntity> entities) =>
        entities.Values.Where(entity => entity.State is Entity.Live).ToDictionary(entity => entity.Ref, entity => ((Entity.Live)entity.State).Descriptor);
}
