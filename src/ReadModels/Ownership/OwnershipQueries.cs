using EventCatalog.Domain;
using EventCatalog.ReadModels.Instants;
using Npgsql;

namespace EventCatalog.ReadModels.Ownership;

public sealed record OwnershipChangeRow(long Position, string EntityRef, string? FromRef, string? ToRef, DateTimeOffset At, DateTimeOffset RecordedAt);

/// <summary>A span in which one owner, or none, was declared. The next one begins where it ends.</summary>
/// <param name="To">Null while it lasts.</param>
/// <param name="Position">The event that began it.</param>
public sealed record OwnershipPeriodRow(string? OwnerRef, DateTimeOffset From, DateTimeOffset? To, long Position);

public sealed record OwnershipChangeFilter(
    IReadOnlyList<EntityRef>? Entity, IReadOnlyList<EntityRef>? From, IReadOnlyList<EntityRef>? To, IReadOnlyList<EntityRef>? Owner, AsOf? Since, AsOf? Until);

/// <summary>Asks the ownership read model.</summary>
public sealed class OwnershipQueries(NpgsqlDataSource database)
{
    private const string Columns = "c.position, c.entity, c.from_owner, c.to_owner, c.at, c.recorded_at";
    private const string From = $"{OwnershipProjection.Schema}.ownership_change c";

    /// <summary>Who owned each entity, from when to when, without gap or overlap, oldest first; nothing after its removal.</summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<OwnershipPeriodRow>>> TimelinesAsync(IReadOnlyCollection<string> refs, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add($"select {Columns} from {From} where c.entity = any({sql.Value(refs.ToArray())})");
        if (at is AsOf.AtPosition(var position))
            sql.Add($"and c.position <= {sql.Value(position)}");
        if (at is AsOf.AtTime(var time))
            sql.Add($"and c.at <= {sql.Value(time.UtcDateTime)}");
        sql.Add("order by c.entity, c.position");
        var changes = await ReadAsync(sql, ct);
        return changes
            .GroupBy(change => change.EntityRef, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Periods([.. group]), StringComparer.Ordinal);
    }

    /// <summary>The changes that match, in log order.</summary>
    public async Task<Connection<OwnershipChangeRow>> ChangesAsync(OwnershipChangeFilter? filter, PageArguments page, bool withTotal, CancellationToken ct)
    {
        var total = 0;
        if (withTotal)
        {
            var count = new SqlText();
            count.Add($"select count(*)::int from {From} where {Matches(filter, count)}");
            total = await count.ScalarAsync<int>(database, ct);
        }

        var sql = new SqlText();
        sql.Add($"select {Columns} from {From} where {Matches(filter, sql)} {PositionCursor.Page("c.position", page, sql)}");
        return PositionCursor.Connect(await ReadAsync(sql, ct), page, total, row => row.Position);
    }

    private static string Matches(OwnershipChangeFilter? filter, SqlText sql)
    {
        var conditions = new List<string> { "true" };
        if (filter?.Entity is { } entities)
            conditions.Add($"c.entity = any({Texts(entities, sql)})");
        if (filter?.From is { } from)
            conditions.Add($"c.from_owner = any({Texts(from, sql)})");
        if (filter?.To is { } to)
            conditions.Add($"c.to_owner = any({Texts(to, sql)})");
        if (filter?.Owner is { } owners && Texts(owners, sql) is var either)
            conditions.Add($"(c.from_owner = any({either}) or c.to_owner = any({either}))");
        conditions.Add(InstantSql.Between(filter?.Since, filter?.Until, "c.position", "c.at", sql));
        return string.Join(" and ", conditions);
    }

    private static string Texts(IReadOnlyList<EntityRef> refs, SqlText sql) => sql.Value(refs.Select(reference => reference.ToString()).ToArray());

    private static IReadOnlyList<OwnershipPeriodRow> Periods(IReadOnlyList<OwnershipChangeRow> changes)
    {
        var periods = new List<OwnershipPeriodRow>();
        for (var index = 0; index < changes.Count; index++)
        {
            var next = index + 1 < changes.Count ? changes[index + 1] : null;
            periods.Add(new OwnershipPeriodRow(changes[index].ToRef, changes[index].At, next?.At, changes[index].Position));
        }

        // A removal closes the last span; it begins none.
        if (periods is [.., { OwnerRef: null, To: null }])
            periods.RemoveAt(periods.Count - 1);
        return periods;
    }

    private async Task<List<OwnershipChangeRow>> ReadAsync(SqlText sql, CancellationToken ct)
    {
        var found = new List<OwnershipChangeRow>();
        await using var rows = await sql.ReadAsync(database, ct);
        while (await rows.ReadAsync(ct))
        {
            found.Add(new OwnershipChangeRow(
                rows.GetInt64(0), rows.GetString(1),
                rows.IsDBNull(2) ? null : rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3),
                rows.GetFieldValue<DateTimeOffset>(4), rows.GetFieldValue<DateTimeOffset>(5)));
        }

        return found;
    }
}
