using EventCatalog.Domain;
using EventCatalog.ReadModels.Entities;
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
    // A renaming carries the owner over to the new name.
    private const string IsChange = "c.from_owner is distinct from c.to_owner";
    private const string From = $"{OwnershipProjection.Schema}.ownership_change c";

    /// <summary>Who owned each entity, by identity, from when to when, without gap or overlap, oldest first; nothing after its removal.</summary>
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<OwnershipPeriodRow>>> TimelinesAsync(IReadOnlyCollection<string> ids, AsOf at, CancellationToken ct)
    {
        var sql = new SqlText();
        sql.Add(EntityNames.Spans(sql.Value(ids.ToArray())))
            .Add($"select {Columns}, span.id from {From} join span on span.ref = c.entity and c.position >= span.lower and c.position < span.upper where {IsChange}");
        if (at is AsOf.AtPosition(var position))
            sql.Add($"and c.position <= {sql.Value(position)}");
        if (at is AsOf.AtTime(var time))
            sql.Add($"and c.at <= {sql.Value(time.UtcDateTime)}");
        sql.Add("order by span.id, c.position");
        var changes = new List<(string Id, OwnershipChangeRow Row)>();
        await using (var rows = await sql.ReadAsync(database, ct))
        {
            while (await rows.ReadAsync(ct))
                changes.Add((rows.GetString(6), Read(rows)));
        }

        return changes
            .GroupBy(change => change.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Periods([.. group.Select(change => change.Row)]), StringComparer.Ordinal);
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
        var conditions = new List<string> { IsChange };
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
            found.Add(Read(rows));
        return found;
    }

    private static OwnershipChangeRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3),
        row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5));
}
