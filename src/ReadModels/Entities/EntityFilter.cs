using EventCatalog.Domain;

namespace EventCatalog.ReadModels.Entities;

/// <summary>Every condition must hold; a list holds when one of its values does. Values compare without regard to case.</summary>
public sealed record EntityFilter
{
    public IReadOnlyList<EntityRef>? Refs { get; init; }
    public IReadOnlyList<string>? Kind { get; init; }
    public IReadOnlyList<string>? Namespace { get; init; }
    public IReadOnlyList<string>? Type { get; init; }
    public IReadOnlyList<string>? Lifecycle { get; init; }
    public IReadOnlyList<EntityRef>? Owner { get; init; }
    public bool? OwnerDescendants { get; init; }
    public IReadOnlyList<EntityRef>? System { get; init; }
    public IReadOnlyList<string>? Source { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public IReadOnlyList<PathFilter>? Paths { get; init; }
    public bool? HasProblems { get; init; }
    public IReadOnlyList<EntityFilter>? Any { get; init; }
    public EntityFilter? Not { get; init; }
}

internal static class EntityFilters
{
    /// <summary>Whether the filter or a part of it is so.</summary>
    public static bool Uses(this EntityFilter? filter, Func<EntityFilter, bool> isSo) =>
        filter is not null && (isSo(filter) || filter.Not.Uses(isSo) || (filter.Any?.Any(part => part.Uses(isSo)) ?? false));
}

/// <param name="Path">Any path of the entity, such as <c>spec.type</c> or <c>relations.dependsOn</c>.</param>
/// <param name="Values">One of these; the path merely exists when left out.</param>
public sealed record PathFilter(string Path, IReadOnlyList<string>? Values);

public sealed record EntityOrder(string Path, Direction Direction);

public enum Direction
{
    Asc,
    Desc,
}
