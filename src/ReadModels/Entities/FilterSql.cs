using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Relations;
using EventCatalog.ReadModels.Sources;

namespace EventCatalog.ReadModels.Entities;

/// <summary>Turns a filter into the condition on one version row, at one instant.</summary>
internal sealed class FilterSql(SqlText sql, AsOf at)
{
    /// <summary>Paths that begin so are asked of the relations, not of the descriptor.</summary>
    public const string RelationPrefix = "relations.";

    public string Of(EntityFilter? filter, string v) => filter is null ? "true" : And(Conditions(filter, v));

    /// <summary>Every word must occur in the entity's text, as a part or, by trigrams, nearly.</summary>
    public string Search(string text, string v) =>
        $"""
        {v}.ref in (select s.ref from {EntitiesProjection.Schema}.entity_text s where {at.Holds("s")}
          and {And(Words(text).Select(word => $"(s.search like {sql.Value($"%{EscapeLike(word)}%")} or {sql.Value(word)} <% s.search)"))})
        """;

    /// <summary>How well the entity answers a search: its name before its title before its description, exact before part before nearly.</summary>
    public string Score(string text, string v)
    {
        var phrase = text.Trim().ToLowerInvariant();
        var whole = sql.Value(phrase);
        var prefix = sql.Value($"{EscapeLike(phrase)}%");
        var part = sql.Value($"%{EscapeLike(phrase)}%");
        return $"""
            (select case when lower({v}.name) = {whole} or lower({v}.title) = {whole} then 1000
                  when lower({v}.name) like {prefix} or lower({v}.title) like {prefix} then 600
                  when lower({v}.name) like {part} or lower({v}.title) like {part} then 400
                  when lower({v}.description) like {part} then 200
                  when s.search like {part} then 100 else 0 end
               + (word_similarity({whole}, s.search) * 90)::int
             from {EntitiesProjection.Schema}.entity_text s where s.ref = {v}.ref and {at.Holds("s")})
            """;
    }

    private static IEnumerable<string> Words(string text) => text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string And(IEnumerable<string> conditions) => string.Join(" and ", conditions.Prepend("true"));

    private static string EscapeLike(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);

    private IEnumerable<string> Conditions(EntityFilter filter, string v)
    {
        if (filter.Refs is { } refs)
            yield return $"{v}.ref = any({Texts(refs)})";
        if (filter.Kind is { } kinds)
            yield return $"lower({v}.kind) = any({Folded(kinds)})";
        if (filter.Namespace is { } namespaces)
            yield return $"lower({v}.namespace) = any({Folded(namespaces)})";
        if (filter.Type is { } types)
            yield return $"lower({v}.type) = any({Folded(types)})";
        if (filter.Lifecycle is { } lifecycles)
            yield return $"lower({v}.lifecycle) = any({Folded(lifecycles)})";
        if (filter.Owner is { } owners)
            yield return Related(v, "ownedBy", filter.OwnerDescendants is true ? $"array({WithDescendants(Texts(owners))})" : Texts(owners));
        if (filter.System is { } systems)
            yield return Related(v, "partOf", Texts(systems));
        if (filter.Source is { } sources)
            yield return $"{v}.source_id = any({sql.Value(sources.Select(NodeId.SourceOf).ToArray())})";
        if (filter.Tags is { } tags)
            yield return Facet(v, "metadata.tags", Folded(tags));
        foreach (var path in filter.Paths ?? [])
            yield return Path(path, v);
        if (filter.HasProblems is { } hasProblems)
            yield return $"{(hasProblems ? "" : "not ")}{HasProblems(v)}";
        if (filter.Any is { } any)
            yield return any.Count == 0 ? "false" : $"({string.Join(" or ", any.Select(one => $"({Of(one, v)})"))})";
        if (filter.Not is { } not)
            yield return $"not coalesce({Of(not, v)}, false)";
    }

    private string Path(PathFilter filter, string v)
    {
        var key = filter.Path.Trim().ToLowerInvariant();
        var values = filter.Values is { } given ? Folded(given) : null;
        return key.StartsWith(RelationPrefix, StringComparison.Ordinal)
            ? $"""
               exists (select from {RelationsProjection.Schema}.relation e where {at.Holds("e")} and e.source = {v}.ref
                 and lower(e.type) = {sql.Value(key[RelationPrefix.Length..])}{(values is null ? "" : $" and e.target = any({values})")})
               """
            : Facet(v, key, values);
    }

    private string Facet(string v, string key, string? values) =>
        $"""
        exists (select from {EntitiesProjection.Schema}.entity_facet f where {at.Holds("f")} and f.ref = {v}.ref
          and f.key = {sql.Value(key)}{(values is null ? "" : $" and f.folded = any({values})")})
        """;

    private string Related(string v, string type, string targets) =>
        $"""
        exists (select from {RelationsProjection.Schema}.relation e where {at.Holds("e")} and e.source = {v}.ref
          and e.type = '{type}' and e.target = any({targets}))
        """;

    // group ──parentOf──▶ group ──parentOf──▶ …
    private string WithDescendants(string groups) =>
        $"""
        with recursive team(ref) as (
          select unnest({groups}::text[])
          union
          select e.target from {RelationsProjection.Schema}.relation e join team on e.source = team.ref
          where e.type = 'parentOf' and {at.Holds("e")})
        select ref from team
        """;

    private string HasProblems(string v) =>
        $"""
        (exists (select from {SourcesProjection.Schema}.problem p where p.entity = {v}.ref and {SourceQueries.WasThere(at, "p")})
          or exists (select from {RelationsProjection.Schema}.relation e where {at.Holds("e")} and e.declared_by = {v}.ref and e.source = {v}.ref
            and e.type = 'ownedBy' and e.target not like 'group:%')
          or exists (select from {RelationsProjection.Schema}.relation e where {at.Holds("e")} and e.declared_by = {v}.ref and e.source = {v}.ref
            and not exists (select from {EntitiesProjection.Schema}.entity_version t where t.ref = e.target and {at.Holds("t")})))
        """;

    private string Texts<T>(IEnumerable<T> values) => sql.Value(values.Select(value => value!.ToString()!).ToArray());

    private string Folded(IEnumerable<string> values) => sql.Value(values.Select(value => value.ToLowerInvariant()).ToArray());
}
