using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Backstage;

/// <summary>Asks the questions of Backstage's catalog API, of now or of any instant. An entity is its JSON, in UTF-8.</summary>
public sealed class RestQueries(NpgsqlDataSource database, EntityQueries entities, PastTexts past)
{
    /// <summary>Those that are in the catalog at the instant and match; the others are left out.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> FindAsync(IReadOnlyList<string> refs, JsonElement? predicate, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        var which = refs is [var only] ? $"= {sql.Value(only)}" : $"= any({sql.Value(refs.ToArray())})";
        sql.Add($"select e.ref, {Text(at)} from {From(at)} where {Live(at)} and e.ref {which} and {new PredicateSql(sql, at).Of(predicate, "e.ref")}");
        var found = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await foreach (var (reference, text) in TextsAsync(sql, at, ct))
            found[reference] = text;
        return found;
    }

    /// <summary>The same, and for a name that none has at the instant the entity that last had it, by the name that is asked for.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> FollowAsync(IReadOnlyList<string> refs, JsonElement? predicate, AsOf at, CancellationToken ct)
    {
        var found = await FindAsync(refs, predicate, at, ct);
        var missing = refs.Where(reference => !found.ContainsKey(reference)).ToList();
        if (missing.Count == 0)
            return found;
        var others = (await entities.FollowAsync(missing, at, ct)).Where(name => !string.Equals(name.Key, name.Value.Ref, StringComparison.Ordinal)).ToList();
        if (others.Count == 0)
            return found;
        var texts = await FindAsync([.. others.Select(name => name.Value.Ref).Distinct(StringComparer.Ordinal)], predicate, at, ct);
        var all = new Dictionary<string, byte[]>(found, StringComparer.Ordinal);
        foreach (var (asked, version) in others)
        {
            if (texts.TryGetValue(version.Ref, out var text))
                all[asked] = text;
        }

        return all;
    }

    /// <summary>The present name of the entity whose uid this is, in the catalog now or ever; null for none.</summary>
    public async Task<string?> RefOfUidAsync(Guid uid, CancellationToken ct) => (await ByUidAsync(uid, ct))?.Ref;

    /// <summary>The entity whose uid this is, whatever its name; null when it is not in the catalog at that instant.</summary>
    public async Task<byte[]?> FindByUidAsync(Guid uid, AsOf at, CancellationToken ct)
    {
        if (await ByUidAsync(uid, ct) is not var (reference, id))
            return null;
        var name = at is AsOf.Now ? reference : (await entities.FindByIdAsync(id, at, ct))?.Ref;
        return name is null ? null : (await FindAsync([name], null, at, ct)).GetValueOrDefault(name);
    }

    private async Task<(string Ref, string Id)?> ByUidAsync(Guid uid, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select ref, coalesce(identity, ref) from {RestProjection.Schema}.entity where uid = {sql.Value(uid)}");
        await using var rows = await sql.ReadAsync(database, ct);
        return await rows.ReadAsync(ct) ? (rows.GetString(0), rows.GetString(1)) : null;
    }

    /// <summary>A page of a list that is read by cursors, both ways.</summary>
    /// <param name="limit">0 to only count.</param>
    public async Task<EntityPage> PageAsync(EntityPageRequest request, int limit, int offset, AsOf at, CancellationToken ct)
    {
        var order = request.OrderFields.Count > 0 ? request.OrderFields[0] : null;
        var (total, rows) = await RowsAsync(request, order, limit, offset, at, ct);
        if (request.IsPrevious)
            rows.Reverse();
        var more = limit > 0 && (request.IsPrevious || rows.Count > limit);
        if (rows.Count > limit)
            rows.RemoveAt(rows.Count - 1);
        if (rows.Count == 0)
            return new EntityPage([], total, null, null);

        var (firstKey, lastKey) = (KeyOf(rows[0]), KeyOf(rows[^1]));
        var turned = request with { TotalItems = total, FirstSortFieldValues = request.FirstSortFieldValues ?? firstKey };
        var next = more ? turned with { OrderFieldValues = lastKey, IsPrevious = false } : null;
        var isFirst = request.FirstSortFieldValues is null || firstKey.SequenceEqual(request.FirstSortFieldValues, StringComparer.Ordinal);
        var previous = isFirst ? null : turned with { OrderFieldValues = firstKey, IsPrevious = true };
        var texts = at is AsOf.Now ? null : await past.OfAsync([.. rows.Select(row => row.Ref)], at, ct);
        return new EntityPage([.. rows.Select(row => row.Text ?? texts![row.Ref])], total, next, previous);

        string?[] KeyOf(Row row) => order is null ? [row.Ref] : [row.Value, row.Ref];
    }

    /// <summary>Every entity that matches, as it is read; ordered by reference, or by the fields, those without a field last.</summary>
    /// <param name="limit">Null for all.</param>
    public IAsyncEnumerable<byte[]> ListAsync(JsonElement? predicate, IReadOnlyList<OrderField> order, int? limit, int offset, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText { IsPlannedAnew = true };
        sql.Add($"select e.ref, {Text(at)} from {From(at)} where {Live(at)} and {new PredicateSql(sql, at).Of(predicate, "e.ref")} order by");
        foreach (var field in order)
        {
            var rows = KeyRows.Of(field.Field, sql, at);
            sql.Add($"(select min({rows.Folded}) from {rows.From} where {rows.Where} and {rows.Ref} = e.ref) {(field.IsDescending ? "desc" : "asc")} nulls last,");
        }

        sql.Add("e.ref");
        if (limit is { } count)
            sql.Add($"limit {sql.Value(count)}");
        sql.Add($"offset {sql.Value(offset)}");
        return Values(TextsAsync(sql, at, ct), ct);
    }

    /// <summary>How many matching entities have each value at each path, by value as spelled. One statement, so that all are of one state of the catalog.</summary>
    public async Task<IReadOnlyList<Facet>> FacetsAsync(IReadOnlyList<string> paths, JsonElement? predicate, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText { IsPlannedAnew = true };
        var all = paths.Select((path, place) => (Rows: KeyRows.Of(path, sql, at), Place: place)).ToList();
        sql.Add($"with kept as (select e.ref from {From(at)} where {Live(at)} and {new PredicateSql(sql, at).Of(predicate, "e.ref")})")
            .Add("select place, value, count(*)::int from (")
            .Add(string.Join(" union all ", all.Select(one => Counted(one.Rows, one.Place, predicate is not null))))
            .Add(") counted group by place, value order by place, value collate \"C\"");
        var values = paths.Select(_ => new List<FacetValue>()).ToList();
        await using var found = await sql.ReadAsync(database, ct);
        while (await found.ReadAsync(ct))
            values[found.GetInt32(0)].Add(new FacetValue(found.GetString(1), found.GetInt32(2)));
        return [.. paths.Select((path, place) => new Facet(path, values[place]))];
    }

    // A facet row is there once, and only while its entity is; an edge may be declared by both its ends, and its source may be no entity at all.
    private static string Counted(KeyRows rows, int place, bool isFiltered) => string.Create(
        CultureInfo.InvariantCulture,
        $"select {(rows.AreFacets ? "" : "distinct ")}{place} as place, {rows.Value} as value, {rows.Ref} as ref from {rows.From} where {rows.Where} and {rows.Value} is not null{(rows.AreFacets && !isFiltered ? "" : $" and {rows.Ref} in (select ref from kept)")}");

    private static string From(AsOf at) => at is AsOf.Now ? $"{RestProjection.Schema}.entity e" : $"{EntitiesProjection.Schema}.entity_version e";

    private static string Live(AsOf at) => at is AsOf.Now ? "e.body is not null" : at.Holds("e");

    private static string Text(AsOf at) => at is AsOf.Now ? "e.body" : "null::bytea";

    /// <summary>
    /// The page and the count of all in one statement, so that both are of one state of the catalog and what matches is found once. Without a count
    /// PostgreSQL looks no further than the page.
    /// </summary>
    private async Task<(int Total, List<Row> Rows)> RowsAsync(EntityPageRequest request, OrderField? order, int limit, int offset, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText { IsPlannedAnew = true };
        var sorted = order is null ? null : KeyRows.Of(order.Field, sql, at);
        var backward = request.IsPrevious;
        var direction = (order?.IsDescending is true) != backward ? "desc" : "asc";
        var by = sorted is null ? $"ref {direction}" : $"value {direction}, ref {direction}";

        sql.Add($"with matching as (select e.ref, {sorted?.Folded ?? "null::text"} as value from {From(at)}");
        if (sorted is not null)
            sql.Add($"join {sorted.From} on {sorted.Ref} = e.ref and {sorted.Where} and {sorted.Folded} is not null");
        sql.Add($"where {Live(at)} and {Matching(request, sql, at)})")
            .Add($"select t.total, p.ref, p.value, {Text(at)} from (select {CountOf(request, sorted, sql)} as total) t left join (")
            .Add("select ref, value from matching");
        if (request.OrderFieldValues is { } behind)
            sql.Add($"where {(sorted is null ? "ref" : "(value, ref)")} {(direction is "asc" ? ">" : "<")} ({string.Join(", ", behind.Select(value => sql.Value(value!)))})");
        sql.Add($"order by {by} limit {sql.Value(limit == 0 ? 0 : backward ? limit : limit + 1)} offset {sql.Value(offset)}) p on true");
        if (at is AsOf.Now)
            sql.Add($"left join {From(at)} on e.ref = p.ref");
        sql.Add(sorted is null ? $"order by p.ref {direction}" : $"order by p.value {direction}, p.ref {direction}");

        var (total, rows) = (0, new List<Row>());
        await using var found = await sql.ReadAsync(database, ct);
        while (await found.ReadAsync(ct))
        {
            total = found.GetInt32(0);
            if (!found.IsDBNull(1))
                rows.Add(new Row(found.GetString(1), found.IsDBNull(2) ? null : found.GetString(2), found.IsDBNull(3) ? null : found.GetFieldValue<byte[]>(3)));
        }

        return (total, rows);
    }

    // An entity with several values at the key stands in the list once for each, and is one all the same.
    private static string CountOf(EntityPageRequest request, KeyRows? sorted, SqlText sql) => request.TotalItems is { } known ? $"{sql.Value(known)}::int"
        : sorted is null ? "(select count(*)::int from matching)"
        : "(select count(distinct ref)::int from matching)";

    private static string Matching(EntityPageRequest request, SqlText sql, AsOf at)
    {
        var predicates = new PredicateSql(sql, at);
        var matching = predicates.Of(request.Query, "e.ref");
        return request.FullTextFilter is { } text && !string.IsNullOrWhiteSpace(text.Term)
            ? $"{matching} and {predicates.Containing(text.Term.Trim(), text.Fields ?? [request.OrderFields.FirstOrDefault()?.Field ?? "metadata.uid"], "e.ref")}"
            : matching;
    }

    private async IAsyncEnumerable<(string Ref, byte[] Text)> TextsAsync(SqlText sql, AsOf at, [EnumeratorCancellation] CancellationToken ct)
    {
        if (at is AsOf.Now)
        {
            await using var rows = await sql.ReadAsync(database, ct);
            while (await rows.ReadAsync(ct))
                yield return (rows.GetString(0), rows.GetFieldValue<byte[]>(1));
            yield break;
        }

        var refs = new List<string>();
        await using (var rows = await sql.ReadAsync(database, ct))
        {
            while (await rows.ReadAsync(ct))
                refs.Add(rows.GetString(0));
        }

        foreach (var some in refs.Chunk(PastTexts.AtOnce))
        {
            var texts = await past.OfAsync(some, at, ct);
            foreach (var reference in some.Where(texts.ContainsKey))
                yield return (reference, texts[reference]);
        }
    }

    private static async IAsyncEnumerable<byte[]> Values(IAsyncEnumerable<(string Ref, byte[] Text)> rows, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (_, text) in rows.WithCancellation(ct))
            yield return text;
    }

    private sealed record Row(string Ref, string? Value, byte[]? Text);
}
