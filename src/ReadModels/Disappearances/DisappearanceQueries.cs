using Npgsql;

namespace EventCatalog.ReadModels.Disappearances;

/// <summary>What is gone from a source and stays in the catalog.</summary>
/// <param name="Held">Waits for an answer.</param>
/// <param name="Kept">Stays, as someone said.</param>
/// <param name="Approved">Goes with the next crawl, as someone said.</param>
/// <param name="Position">The event that asked the last time.</param>
public sealed record DisappearanceRow(
    string Source, string Reason, int Of, DateTimeOffset Since, long Position, IReadOnlyList<string> Held, IReadOnlyList<string> Kept, IReadOnlyList<string> Approved);

/// <summary>Asks the disappearances read model.</summary>
public sealed class DisappearanceQueries(NpgsqlDataSource database)
{
    /// <summary>By source; those from which nothing is missing are left out.</summary>
    public async ValueTask<IReadOnlyDictionary<string, DisappearanceRow>> FindAsync(IReadOnlyCollection<string> sources, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add(
            $"""
            select h.source_id, h.reason, h.total, min(m.since), h.position,
              coalesce(array_agg(m.entity order by m.entity) filter (where m.said = 'held'), array[]::text[]),
              coalesce(array_agg(m.entity order by m.entity) filter (where m.said = 'kept'), array[]::text[]),
              coalesce(array_agg(m.entity order by m.entity) filter (where m.said = 'approved'), array[]::text[])
            from {DisappearancesProjection.Schema}.hold h join {DisappearancesProjection.Schema}.missing m on m.source_id = h.source_id
            where h.source_id = any({sql.Value(sources.ToArray())}) group by h.source_id
            """);
        var found = new Dictionary<string, DisappearanceRow>(StringComparer.Ordinal);
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            found.Add(rows.GetString(0), new DisappearanceRow(
                rows.GetString(0), rows.GetString(1), rows.GetInt32(2), rows.GetFieldValue<DateTimeOffset>(3), rows.GetInt64(4),
                rows.GetFieldValue<string[]>(5), rows.GetFieldValue<string[]>(6), rows.GetFieldValue<string[]>(7)));
        }

        return found;
    }
}
