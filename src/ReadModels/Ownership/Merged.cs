using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Ownership;

/// <summary>An entity went on as part of another.</summary>
/// <param name="FromRef">Its name until then.</param>
/// <param name="At">From when on.</param>
public sealed record EntityMergeRow(string FromRef, DateTimeOffset At, long Position);

/// <summary>Asks what went on as part of what.</summary>
internal static class Merged
{
    private const string Facts = $"{OwnershipProjection.Schema}.ownership_fact";

    /// <summary>Where names lead that were merged into another by an instant, one step; those that were not, or are an entity's own again, are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> IntoAsync(NpgsqlDataSource database, IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add(
            $"""
            select asked.ref, last.into_ref from unnest({sql.Value(refs.ToArray())}::text[]) as asked(ref)
            cross join lateral (
              select f.into_ref from {Facts} f where f.ref = asked.ref and f.kind not in ({(int)FactKind.Past}, {(int)FactKind.PastAbsence}) and {By(at, sql)}
              order by f.position desc limit 1) last
            where last.into_ref is not null
            """);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            found.Add(rows.GetString(0), rows.GetString(1));
        return found;
    }

    /// <summary>What went on as part of entities by an instant, by identity, in the order in which it did.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<EntityMergeRow>>> OfAsync(
        NpgsqlDataSource database, IReadOnlyCollection<string> ids, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add(
            $"""
            select named.id, f.ref, f.at, f.position
            from (select distinct n.id, n.ref from {Facts} n where n.id = any({sql.Value(ids.ToArray())})) named
            join {Facts} f on f.into_ref = named.ref and {By(at, sql)} order by f.at, f.position
            """);
        var found = new Dictionary<string, IReadOnlyList<EntityMergeRow>>(StringComparer.Ordinal);
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            var row = new EntityMergeRow(rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2), rows.GetInt64(3));
            found[rows.GetString(0)] = [.. found.GetValueOrDefault(rows.GetString(0), []), row];
        }

        return found;
    }

    private static string By(AsOf at, SqlText sql) => InstantSql.Between(null, at, "f.position", "f.at", sql);
}
