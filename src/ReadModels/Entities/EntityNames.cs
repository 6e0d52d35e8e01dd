using EventCatalog.ReadModels.Instants;

namespace EventCatalog.ReadModels.Entities;

/// <summary>A name of an entity, and the one before it.</summary>
/// <param name="From">Null for its first name.</param>
/// <param name="Position">The event that gave it the name; it has it from then on.</param>
public sealed record EntityName(string Id, string Ref, string? From, long Position, DateTimeOffset At);

/// <summary>Under which names entities went, from which position to which.</summary>
internal static class EntityNames
{
    /// <summary>
    /// Two common table expressions, the second of which, <c>span</c>, has a row for each name in turn: <c>id</c>, <c>ref</c>, <c>was</c>, <c>at</c>,
    /// <c>named</c> (the position of the naming), <c>lower</c> and <c>upper</c> (what is about this name at such a position is about this entity).
    /// </summary>
    /// <param name="ids">Placeholder of an array of identities.</param>
    public static string Spans(string ids) =>
        $"""
        with version as (
          select coalesce(v.identity, v.ref) as id, v.ref, v.seq_from, v.valid_from,
            lag(v.ref) over (partition by coalesce(v.identity, v.ref) order by v.seq_from) as was
          from {EntitiesProjection.Schema}.entity_version v
          where v.seq_to > v.seq_from and (v.identity = any({ids}) or (v.ref = any({ids}) and v.identity is null))),
        span as (
          select id, ref, was, valid_from as at, seq_from as named,
            case when was is null and ref = id then 0 else seq_from end as lower,
            coalesce(lead(seq_from) over (partition by id order by seq_from), {VersionColumns.Open}) as upper
          from version where was is distinct from ref)
        """;
}
