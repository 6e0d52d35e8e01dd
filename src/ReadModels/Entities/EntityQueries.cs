using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Ownership;
using EventCatalog.ReadModels.Relations;
using Npgsql;

namespace EventCatalog.ReadModels.Entities;

public sealed record Facet(string Path, IReadOnlyList<FacetValue> Values);

public sealed record FacetValue(string Value, int Count);

/// <summary>Asks the entities read model.</summary>
public sealed class EntityQueries(NpgsqlDataSource database)
{
    /// <summary>Two letters that changed places leave about four tenths of a word's trigrams.</summary>
    private const double FarNearness = 0.3;

    /// <summary>Chains of what went on as part of another that are longer go in a circle.</summary>
    private const int MostMerges = 20;

    private const string From = $"{EntitiesProjection.Schema}.entity_version v";

    /// <summary>The versions that held at an instant; references without one are left out.</summary>
    public async ValueTask<IReadOnlyDictionary<string, EntityVersion>> FindAsync(IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select {EntityRows.Columns("v")} from {From} where v.ref = any({sql.Value(refs.ToArray())}) and {at.Holds("v")}");
        var found = new Dictionary<string, EntityVersion>(StringComparer.Ordinal);
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            var version = EntityRows.Read(rows);
            found[version.Ref] = version;
        }

        return found;
    }

    /// <summary>
    /// What references mean at an instant: the entity of that name, or, where none has it then, the one that last had it until then, or else later, under the
    /// name it has at that instant; where that went on as part of another, that other. Those that mean nothing are left out.
    /// </summary>
    public ValueTask<IReadOnlyDictionary<string, EntityVersion>> FollowAsync(IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct) =>
        FollowAsync(refs, at, MostMerges, ct);

    private async ValueTask<IReadOnlyDictionary<string, EntityVersion>> FollowAsync(IReadOnlyCollection<string> refs, AsOf at, int merges, CancellationToken ct)
    {
        var found = await FindAsync(refs, at, ct);
        var missing = refs.Where(reference => !found.ContainsKey(reference)).ToArray();
        if (missing.Length == 0)
            return found;
        var sql = new SqlText();
        sql.Add(
            $"""
            select {EntityRows.Columns("v")}, asked.ref from unnest({sql.Value(missing)}::text[]) as asked(ref)
            cross join lateral (
              select coalesce(e.identity, e.ref) as id from {EntitiesProjection.Schema}.entity_version e where e.ref = asked.ref and {at.Known("e")}
              order by {at.Began("e")} desc, {at.Begins("e")} desc limit 1) last
            join {From} on (v.identity = last.id or (v.ref = last.id and v.identity is null)) and {at.Holds("v")}
            """);
        var followed = new Dictionary<string, EntityVersion>(found, StringComparer.Ordinal);
        await using (var rows = await sql.ReadAsync(database, ct))
        {
            while (await rows.ReadAsync(ct))
                followed[rows.GetString(rows.FieldCount - 1)] = EntityRows.Read(rows);
        }

        if (missing.Where(reference => !followed.ContainsKey(reference)).ToArray() is { Length: > 0 } gone)
            await FollowMergesAsync(gone, followed, at, merges, ct);
        return followed;
    }

    private async Task FollowMergesAsync(string[] gone, Dictionary<string, EntityVersion> followed, AsOf at, int merges, CancellationToken ct)
    {
        if (merges == 0 || await Merged.IntoAsync(database, gone, at, ct) is not { Count: > 0 } into)
            return;
        var ends = await FollowAsync([.. into.Values.Distinct(StringComparer.Ordinal)], at, merges - 1, ct);
        foreach (var (reference, other) in into)
        {
            if (ends.TryGetValue(other, out var end))
                followed[reference] = end;
        }
    }

    /// <summary>The entity of an identity, whatever its name; null when it does not exist at that instant.</summary>
    public async ValueTask<EntityVersion?> FindByIdAsync(string id, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        var given = sql.Value(id);
        sql.Add($"select {EntityRows.Columns("v")} from {From} where (v.identity = {given} or (v.ref = {given} and v.identity is null)) and {at.Holds("v")}");
        await using var rows = await sql.ReadAsync(database, ct);
        return await rows.ReadAsync(ct) ? EntityRows.Read(rows) : null;
    }

    /// <summary>Where a name that an entity gave up leads now, with the event that gave it the name it has; null for a name in use, or none at all.</summary>
    public async ValueTask<EntityName?> RedirectAsync(string reference, CancellationToken ct)
    {
        var entity = (await FollowAsync([reference], AsOf.Present, ct)).GetValueOrDefault(reference);
        return entity is null || string.Equals(entity.Ref, reference, StringComparison.Ordinal) ? null : (await NamesAsync([entity.Id], AsOf.Present, ct))[entity.Id][^1];
    }

    /// <summary>The names of entities up to an instant, the first first, by identity.</summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<EntityName>>> NamesAsync(IReadOnlyCollection<string> ids, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"{EntityNames.Spans(sql.Value(ids.ToArray()))} select id, ref, was, named, at from span");
        if (at is AsOf.AtPosition(var position))
            sql.Add($"where named <= {sql.Value(position)}");
        if (at is AsOf.AtTime(var time))
            sql.Add($"where at <= {sql.Value(time.UtcDateTime)}");
        sql.Add("order by id, named");
        var names = new List<EntityName>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            names.Add(new EntityName(rows.GetString(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2), rows.GetInt64(3), rows.GetFieldValue<DateTimeOffset>(4)));
        return names.GroupBy(name => name.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => (IReadOnlyList<EntityName>)[.. group], StringComparer.Ordinal);
    }

    /// <summary>A page of the entities that match, in order; the total only when asked for.</summary>
    public async Task<Connection<EntityVersion>> PageAsync(
        EntityFilter? filter, string? search, IReadOnlyList<EntityOrder>? order, PageArguments page, bool withTotal, AsOf at, CancellationToken ct)
    {
        search = string.IsNullOrWhiteSpace(search) ? null : search;
        var nearness = await NearnessAsync(search, at, ct);
        var total = withTotal ? await CountAsync(filter, search, nearness, at, ct) : 0;

        var sql = new SqlText { Nearness = nearness };
        var conditions = new FilterSql(sql, at);
        var sorted = OrderSql.Of(order, search is null ? null : conditions.Score(search, "v"), sql, at, "v");
        sql.Add($"select {EntityRows.Columns("v")}, {sorted.Key} from {From}")
            .Add($"where {at.Holds("v")} and {conditions.Of(filter, "v")}");
        if (search is not null)
            sql.Add($"and {conditions.Search(search, "v")}");
        if (page.After is { } after)
            sql.Add($"and {sorted.Behind(after, reversed: false, sql)}");
        if (page.Before is { } before)
            sql.Add($"and {sorted.Behind(before, reversed: true, sql)}");
        sql.Add($"order by {sorted.By(page.Backward)} limit {sql.Value(page.Size + 1)}");

        var found = new List<(EntityVersion Version, string Key)>();
        await using (var rows = await sql.ReadAsync(database, ct))
        {
            while (await rows.ReadAsync(ct))
                found.Add((EntityRows.Read(rows), rows.GetString(rows.FieldCount - 1)));
        }

        var more = found.Count > page.Size;
        if (more)
            found.RemoveAt(found.Count - 1);
        if (page.Backward)
            found.Reverse();
        var keys = found.ToDictionary(row => row.Version.Ref, row => OrderSql.WriteCursor(row.Key), StringComparer.Ordinal);
        return Connection<EntityVersion>.From([.. found.Select(row => row.Version)], page, more, total, version => keys[version.Ref]);
    }

    /// <summary>How many matching entities have each value at each path, most first.</summary>
    public async Task<IReadOnlyList<Facet>> FacetsAsync(IReadOnlyList<string> paths, EntityFilter? filter, string? search, AsOf at, CancellationToken ct)
    {
        search = string.IsNullOrWhiteSpace(search) ? null : search;
        var nearness = await NearnessAsync(search, at, ct);
        return await Task.WhenAll(paths.Select(path => FacetAsync(path, filter, search, nearness, at, ct)));
    }

    private async Task<Facet> FacetAsync(string path, EntityFilter? filter, string? search, double? nearness, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText { Nearness = nearness };
        var conditions = new FilterSql(sql, at);
        var key = path.Trim().ToLowerInvariant();
        var isRelation = key.StartsWith(FilterSql.RelationPrefix, StringComparison.Ordinal);
        var values = isRelation
            ? $"(select e.source as ref, e.target as value, e.target as folded from {RelationsProjection.Schema}.relation e where {at.Holds("e")} and lower(e.type) = {sql.Value(key[FilterSql.RelationPrefix.Length..])})"
            : $"(select f.ref, f.value, f.folded from {EntitiesProjection.Schema}.entity_facet f where {at.Holds("f")} and f.key = {sql.Value(key)} and f.value is not null)";
        sql.Add($"select min(x.value), count(distinct x.ref)::int from {values} x");

        // A facet row holds only while its entity does; a relation's source may be no entity at all.
        if (isRelation || filter is not null || search is not null)
        {
            sql.Add($"join {From} on v.ref = x.ref where {at.Holds("v")} and {conditions.Of(filter, "v")}");
            if (search is not null)
                sql.Add($"and {conditions.Search(search, "v")}");
        }

        sql.Add("group by x.folded order by 2 desc, 1");
        var counts = new List<FacetValue>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            counts.Add(new FacetValue(rows.GetString(0), rows.GetInt32(1)));
        return new Facet(path, counts);
    }

    /// <summary>A search that finds nothing as written, nor nearly, looks further; any other keeps its answers close.</summary>
    private async Task<double?> NearnessAsync(string? search, AsOf at, CancellationToken ct)
    {
        if (search is null)
            return null;
        var sql = new SqlText();
        sql.Add($"select exists (select from {From} where {at.Holds("v")} and {new FilterSql(sql, at).Search(search, "v")})");
        return await sql.ScalarAsync<bool>(database, ct) ? null : FarNearness;
    }

    private async Task<int> CountAsync(EntityFilter? filter, string? search, double? nearness, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText { Nearness = nearness };
        var conditions = new FilterSql(sql, at);
        sql.Add($"select count(*)::int from {From} where {at.Holds("v")} and {conditions.Of(filter, "v")}");
        if (search is not null)
            sql.Add($"and {conditions.Search(search, "v")}");
        return await sql.ScalarAsync<int>(database, ct);
    }
}
