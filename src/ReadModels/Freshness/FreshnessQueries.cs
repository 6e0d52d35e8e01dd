using EventCatalog.ReadModels.Disappearances;
using EventCatalog.ReadModels.Entities;
using EventCatalog.ReadModels.Instants;
using EventCatalog.ReadModels.Sources;
using Npgsql;

namespace EventCatalog.ReadModels.Freshness;

/// <summary>From when on an entity counts as stale (<c>Catalog:StaleAfter</c>).</summary>
public sealed record FreshnessOptions(TimeSpan StaleAfter)
{
    public static readonly FreshnessOptions Default = new(TimeSpan.FromDays(7));
}

/// <summary>Why crawls confirm an entity no longer.</summary>
public enum Unconfirmed
{
    SourceUnreachable,
    DescriptorRefused,
    Orphaned,
    Missing,
}

/// <param name="ConfirmedAt">Until when its source is known to have said so; null when no crawl of it is known.</param>
/// <param name="Because">Null while crawls confirm it.</param>
public sealed record FreshnessRow(DateTimeOffset? ConfirmedAt, Unconfirmed? Because);

/// <summary>
/// Asks what sources still confirm. Nothing is stored for it: every crawl that finds an entity unchanged confirms it, so what counts is when its source was last
/// crawled, or since when that no longer speaks for the entity. It is about now: when the past was confirmed is not remembered.
/// </summary>
public sealed class FreshnessQueries(NpgsqlDataSource database, FreshnessOptions options, TimeProvider clock)
{
    public async ValueTask<IReadOnlyDictionary<string, FreshnessRow>> OfAsync(IReadOnlyCollection<string> refs, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select v.ref, f.at, f.because from {EntitiesProjection.Schema}.entity_version v {Confirmed("left join")}")
            .Add($"where v.ref = any({sql.Value(refs.ToArray())}) and {AsOf.Present.Holds("v")}");
        var found = new Dictionary<string, FreshnessRow>(StringComparer.Ordinal);
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            found.Add(rows.GetString(0), Row(rows, 1));
        return found;
    }

    /// <summary>What matches and is stale, the longest first.</summary>
    public async Task<IReadOnlyList<(EntityVersion Entity, FreshnessRow Freshness)>> StaleAsync(EntityFilter? filter, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select {EntityRows.Columns("v")}, f.at, f.because from {EntitiesProjection.Schema}.entity_version v {Confirmed("join")}")
            .Add($"where {AsOf.Present.Holds("v")} and {new FilterSql(sql, AsOf.Present).Of(filter, "v")}")
            .Add($"and f.at < {sql.Value((clock.GetUtcNow() - options.StaleAfter).UtcDateTime)} order by f.at, v.ref");
        var found = new List<(EntityVersion, FreshnessRow)>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
            found.Add((EntityRows.Read(rows), Row(rows, rows.FieldCount - 2)));
        return found;
    }

    public bool IsStale(FreshnessRow freshness) => freshness.ConfirmedAt < clock.GetUtcNow() - options.StaleAfter;

    private static FreshnessRow Row(NpgsqlDataReader row, int column) => new(
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column),
        row.IsDBNull(column + 1) ? null : Enum.Parse<Unconfirmed>(row.GetString(column + 1)));

    /// <summary>The earliest of what ends the confirmation of <c>v</c>. The end of the last crawl (a heartbeat beside the log) is no reason by itself.</summary>
    private static string Confirmed(string join) =>
        $"""
        {join} lateral (
          select x.at, x.because from (
            select h.at, null as because from events.cat_heartbeats h where h.name = 'crawl/' || v.source_id
            union all
            select s.unreachable_since, '{nameof(Unconfirmed.SourceUnreachable)}' from {SourcesProjection.Schema}.source s where s.id = v.source_id and s.unreachable_since is not null
            union all
            select p.since, '{nameof(Unconfirmed.DescriptorRefused)}' from {SourcesProjection.Schema}.problem p where p.entity = v.ref and p.source_id = v.source_id
            union all
            select v.valid_from, '{nameof(Unconfirmed.Orphaned)}' where v.orphaned
            union all
            select m.since, '{nameof(Unconfirmed.Missing)}' from {DisappearancesProjection.Schema}.missing m where m.entity = v.ref and m.source_id = v.source_id
          ) x order by x.at limit 1) f on true
        """;
}
